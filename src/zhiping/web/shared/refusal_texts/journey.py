"""Sentences for the refusals of journey: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "edition.cases_running": gettext_noop("还有 %(count)s 项成果没有办结。请先办结，再归档。"),
}
