"""Sentences for the refusals of journey: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "read.changed": gettext_noop("所列内容在您查看以后有变动，请按现在的情况重新确认。"),
    "revive.not_withdrawn": gettext_noop("只有已撤回的申报可以恢复。"),
    "revive.too_late": gettext_noop(
        "这项申报是进入评审以后撤回的：评审已由其他申报继续，不能再加入，因此不能恢复。只有进入评审以前撤回的可以恢复。"
    ),
    "edition.cases_running": gettext_noop("还有 %(count)s 项成果没有办结。请先办结，再归档。"),
}
