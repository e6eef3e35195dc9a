"""The guiding units' word on the resolved list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.errors import RuleViolation, listing
from zhiping.core.permissions.actor import Actor
from zhiping.decision import permissions
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.models import SignOff
from zhiping.decision.queries import approval
from zhiping.decision.rules import levels, lists
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@transaction.atomic
def sign_off(
    *, edition_id: int, body: str, list_hash: str, agrees: bool, comment: str = "", by: Actor, at: datetime
) -> SignOff:
    """Record a guiding unit's word on exactly the list whose hash it names.

    Side effects in order: SignOff; journal entry with the hash.
    Args: body: the guiding unit as the edition names it. comment: needed when the list is returned.
    Raises: NotAllowed when the person does not speak for this unit; RuleViolation("list.changed" | "list.empty" |
    "sign_off.not_asked" | "sign_off.given_already" | "decision.reason_missing").
    Source: qc-2022 二.4 (指导单位审定), 四.1; definitions › guiding_units, approval.sign_off.
    """
    edition = lock_edition(edition_id)
    permissions.require_guiding(by, body, programmes.definition_of(edition).guiding_units)
    if not approval.needs_sign_off(edition):
        raise RuleViolation("sign_off.not_asked")
    lists.check_not_empty(approval.resolved_list(edition), "list.empty")
    lists.check_same_list(list_hash, approval.resolved_hash(edition))
    if not agrees:
        levels.check_reason(comment)
    if SignOff.objects.filter(edition=edition, body=body, list_hash=list_hash).exists():
        raise RuleViolation("sign_off.given_already", body=body)
    given = SignOff.objects.create(
        edition=edition,
        body=body,
        list_hash=list_hash,
        verdict=SignOff.Verdict.AGREED if agrees else SignOff.Verdict.RETURNED,
        comment=comment.strip(),
        signed_at=at,
        signed_by_id=by.person_id,
    )
    journal.write(
        "decision.sign_off",
        subject=f"edition:{edition.pk}",
        edition_key=edition.key,
        reason=comment.strip(),
        by=by,
        at=at,
        body=body,
        list_hash=list_hash,
        verdict=given.verdict,
    )
    return given


def require_signed_off(edition: Edition, list_hash: str) -> None:
    """Refuse to make a list public that not every guiding unit has agreed to. Raises: RuleViolation("sign_off.missing")."""
    missing = approval.missing_sign_offs(edition, list_hash)
    if missing:
        raise RuleViolation("sign_off.missing", **listing("bodies", missing))
