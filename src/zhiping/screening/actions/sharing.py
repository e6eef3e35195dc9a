"""Share the cases of the formal check out among the staff: whose a case is says who works on it, not who may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from zhiping.accounts import queries as accounts
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening import rules
from zhiping.screening.models import Docket


@transaction.atomic
def share_out(
    *, application_ids: Collection[int], officer_ids: Sequence[int], anew: bool = False, by: Actor, at: datetime
) -> dict[int, int]:
    """Give cases of the formal check to colleagues, evenly and those that wait longest first.

    Cases that are not at the check are left, and so are those that somebody has, unless `anew`.
    Side effects in order: Docket rows; a journal entry a case; a message to each colleague, not to oneself.
    Returns: case → officer.
    Raises: NotAllowed; RuleViolation("docket.nobody" | "docket.not_of_office").
    """
    officers = _officers(officer_ids, by)
    cases = Application.objects.filter(pk__in=application_ids, phase__in=rules.AT_THE_CHECK)
    locked = list(cases.select_for_update(of=("self",), no_key=True).select_related("edition").order_by("pk"))
    taken = Docket.objects.filter(application__in=locked, officer__isnull=False)
    held = set() if anew else set(taken.values_list("application_id", flat=True))
    free = sorted((c for c in locked if c.pk not in held), key=lambda case: (case.state_since, case.pk))
    given = rules.share_evenly([case.pk for case in free], officers)
    Docket.objects.bulk_create(
        [Docket(application_id=pk, officer_id=who, given_at=at, given_by_id=by.user_id) for pk, who in given.items()],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["officer", "given_at", "given_by"],
    )
    for case in free:
        journal.write(
            "screening.share_out",
            subject=f"application:{case.pk}",
            edition_key=case.edition.key,
            by=by,
            at=at,
            officer=given[case.pk],
        )
    _tell(free, given, by, at)
    return given


def _officers(officer_ids: Sequence[int], by: Actor) -> list[int]:
    """Return the colleagues chosen, each once. Raises: NotAllowed; RuleViolation."""
    if not table.phases_for(by.role, Relation.OFFICE, Verb.SCREEN, Field.FINDINGS):
        raise NotAllowed
    officers = list(dict.fromkeys(officer_ids))
    if not officers:
        raise RuleViolation("docket.nobody")
    if not set(officers) <= set(accounts.holders(Role.SECRETARIAT.value)):
        raise RuleViolation("docket.not_of_office")
    return officers


def _tell(cases: Sequence[Application], given: dict[int, int], by: Actor, at: datetime) -> None:
    """Tell each colleague how many cases of which edition are theirs from now on."""
    counts: dict[tuple[int, int], int] = {}
    editions: dict[int, Edition] = {}
    for case in cases:
        editions[case.edition_id] = case.edition
        place = (case.edition_id, given[case.pk])
        counts[place] = counts.get(place, 0) + 1
    for (edition_id, officer), count in counts.items():
        if officer != by.user_id:
            messages.send(
                "screening.shared_out",
                to=[officer],
                key=f"screening.shared_out:{edition_id}:{at.isoformat()}",
                facts={"edition": editions[edition_id].title, "count": count, "by": by.name},
                link=f"/office/screening/?edition={edition_id}&whose=mine",
                wording=programmes.wording(editions[edition_id]),
                at=at,
            )
