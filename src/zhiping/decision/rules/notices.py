"""What may be done about a public notice, when."""

from __future__ import annotations

from datetime import datetime

from zhiping.core.calendar import Window
from zhiping.core.definition.outcome import Objection
from zhiping.core.definition.schema import Definition
from zhiping.core.errors import RuleViolation

LONGEST_TEXT = 5000


def days_of(definition: Definition, stage_id: str) -> int:
    """Return how many calendar days the notice stands: the stage's own number, else the edition's.

    Source: excellence-2024 附件1 第十三条 (7个自然日) and definitions › notice.days.
    """
    own = definition.stage(stage_id).days
    if own is not None:
        return own
    return definition.notice.days if definition.notice else 0


def check_days(days: int) -> None:
    """Refuse to open a notice that has no length. Raises: RuleViolation("notice.no_days")."""
    if days < 1:
        raise RuleViolation("notice.no_days")


def check_resolved(unresolved: int) -> None:
    """Refuse to publish a list while cases still await the committee. Raises: RuleViolation("notice.unresolved")."""
    if unresolved:
        raise RuleViolation("notice.unresolved", count=unresolved)


def check_within(window: Window, at: datetime) -> None:
    """Refuse an objection outside the period. Raises: RuleViolation("objection.outside_period").

    Source: excellence-2024 附件1 第十七条 (可在公示期间实名…提出).
    """
    if not window.contains(at):
        raise RuleViolation("objection.outside_period", closes_at=window.closes_at or at)


def check_objection(
    rule: Objection | None, *, name: str, contact: str, grounds: str, has_evidence: bool
) -> list[RuleViolation]:
    """Return every reason why an objection cannot be heard.

    Source: excellence-2024 附件1 第十七条 (实名, 并提供必要的证明材料).
    """
    if rule is None or not rule.allowed:
        return [RuleViolation("objection.not_heard_here")]
    found = []
    if rule.real_name and not name.strip():
        found.append(RuleViolation("objection.without_name"))
    if rule.real_name and not contact.strip():
        found.append(RuleViolation("objection.without_contact"))
    if not grounds.strip():
        found.append(RuleViolation("objection.without_grounds"))
    if len(grounds) > LONGEST_TEXT:
        found.append(RuleViolation("objection.too_long", limit=LONGEST_TEXT))
    if rule.evidence and not has_evidence:
        found.append(RuleViolation("objection.without_evidence"))
    return found


def check_over(closes_at: datetime, at: datetime) -> None:
    """Refuse to close a notice before its last day is over. Raises: RuleViolation("notice.still_open")."""
    if at < closes_at:
        raise RuleViolation("notice.still_open", closes_at=closes_at)


def check_answer(answer: str) -> None:
    """Refuse to settle an objection without reasons. Raises: RuleViolation("objection.without_answer")."""
    if not answer.strip():
        raise RuleViolation("objection.without_answer")


def check_open(*, is_open: bool) -> None:
    """Refuse to settle twice. Raises: RuleViolation("objection.settled_already")."""
    if not is_open:
        raise RuleViolation("objection.settled_already")
