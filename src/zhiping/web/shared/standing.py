"""Where a programme-year stands, in the few words that every list of them says."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.calendar import civil_day
from zhiping.core.definition.vocabulary import Precision, StageKind
from zhiping.decision.queries.strip import EditionStand
from zhiping.decision.rules import lists
from zhiping.decision.rules.strip import Segment
from zhiping.web.shared.phases import called
from zhiping.web.shared.templatetags.zhiping import ending

SHORT_NAMES = {
    StageKind.SIGN_UP: gettext_noop("报名"),
    StageKind.APPLICATION: gettext_noop("申报"),
    StageKind.RECOMMENDATION: gettext_noop("推荐"),
    StageKind.SCREENING: gettext_noop("审查"),
    StageKind.ROUND: gettext_noop("评审"),
    StageKind.APPROVAL: gettext_noop("审定"),
    StageKind.NOTICE: gettext_noop("公示"),
    StageKind.PUBLICATION: gettext_noop("发布"),
}
CLOSING = (StageKind.SIGN_UP, StageKind.APPLICATION, StageKind.RECOMMENDATION)
EXACT = (Precision.INSTANT, Precision.DAY)


def in_words(stand: EditionStand) -> tuple[str, str]:
    """Say in a few words where an edition stands, and in which tone: "" | "wait" | "stop" | "done"."""
    if stand.released_at is not None:
        return _("%(day)s 已发布") % {"day": day(stand.released_at)}, "done"
    if stand.current is None:
        begun = any(segment.standing == "done" for segment in stand.segments)
        return (_("进行中"), "") if begun else (_("即将开始"), "wait")
    if stand.current.kind is StageKind.NOTICE and stand.current.closes_at:
        return _("公示中，%(days)s 天后结束") % {"days": days_left(stand.current.closes_at, stand.at)}, "stop"
    stage = {"stage": _(SHORT_NAMES[stand.current.kind])}
    if stand.current.kind not in CLOSING:
        return _("%(stage)s中") % stage, ""
    return _("%(stage)s %(when)s 截止") % (stage | {"when": _closing(stand, stand.current)}), "wait"


def _closing(stand: EditionStand, segment: Segment) -> str:
    """Say when the running stage closes, no more precisely than the notice does."""
    written = [s.closes for s in stand.definition.stages_of(segment.kind) if s.closes]
    coarse = bool(written) and written[-1].precision not in EXACT and segment.closes_at == written[-1].latest
    return called(written[-1], "text") if coarse or segment.closes_at is None else ending(segment.closes_at)


def days_left(closes_at: datetime, at: datetime) -> int:
    """Return in how many calendar days a period ends; 0 on its last day."""
    return (civil_day(closes_at - lists.ONE_SECOND) - civil_day(at)).days


def day(at: datetime) -> str:
    """Return the Shanghai day."""
    return date_format(localtime(at), "Y-m-d")
