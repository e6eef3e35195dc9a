"""Code → sentence. Every RuleViolation code of the house has its sentence here (a test compares)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from zhiping.core.errors import RuleViolation

TEXTS: dict[str, str] = {
    "move_not_in_graph": gettext_noop("这一步在当前阶段不能办理。请刷新页面，查看申报现在所处的阶段。"),
}


def text_of(violation: RuleViolation) -> str:
    """Return the sentence for a violation, its facts filled in."""
    text = TEXTS.get(violation.code)
    if text is None:
        return _("这一步不能办理（%(code)s）。") % {"code": violation.code}
    return _(text) % violation.facts
