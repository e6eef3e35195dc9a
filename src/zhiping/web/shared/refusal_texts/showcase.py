"""Sentences for the refusals of showcase: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "story.without_title": gettext_noop("请填写公开的标题。"),
    "story.without_summary": gettext_noop("请写一段话介绍成果。"),
    "story.too_long": gettext_noop("文字超过 %(limit)s 字，请缩短。"),
    "story.without_consent": gettext_noop("申报方没有同意公开，或已撤回同意，不能公开。"),
    "story.published_already": gettext_noop("这篇分享已经公开。"),
    "story.not_published": gettext_noop("这篇分享没有公开，不用撤下。"),
    "story.reason_missing": gettext_noop("请写明理由。"),
}
