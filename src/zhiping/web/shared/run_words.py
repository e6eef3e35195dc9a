"""What the acts on many cases are called, and what became of each case, for those who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.journey.queries.runs import STATES
from zhiping.journey.rules import restored
from zhiping.web.shared.lots import GONE
from zhiping.web.shared.refusal_texts import sentence

if TYPE_CHECKING:
    from zhiping.journey.models import RunCase

LABELS = {
    "screening.check": gettext_noop("运行自动检查"),
    "screening.accept": gettext_noop("形式审查通过"),
    "screening.remind": gettext_noop("提醒补正"),
    "recommendation.recommend": gettext_noop("一并推荐"),
}
BACK = {
    "screening.check": "secretariat:screening",
    "screening.accept": "secretariat:screening",
    "screening.remind": "secretariat:screening",
    "recommendation.recommend": "recommender:ranking",
}
CLASSES = {STATES.WAITING: "wait", STATES.DONE: "done"}


def told(row: RunCase) -> str:
    """Return why a case was not done, "" for one that was, or waits."""
    if row.state == STATES.BARRED:
        return _("确认人的这一身份在办理期间已经结束。")
    if row.state == STATES.BROKEN:
        return _("系统出错，已试三次并记录。请打开这项申报单独办理。")
    if row.state != STATES.REFUSED:
        return ""
    reasons = [sentence(one["code"], restored(one["facts"])) for one in row.reasons]
    return " ".join(reasons or [_(GONE)])
