"""Sentences for the refusals of applications: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "move_not_in_graph": gettext_noop("这一步在当前阶段不能办理。请刷新页面，查看申报现在所处的阶段。"),
}
