"""What a recommender hands in before it may recommend: activity summary, statistics table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiping.core.definition.entry import Precondition as Asked
from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.files import actions as files
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import permissions, queries
from zhiping.recommendation.actions.voiding import void_outdated
from zhiping.recommendation.models import Precondition
from zhiping.recommendation.rules import statistics


@transaction.atomic
def hand_in_precondition(
    *,
    recommender_id: int,
    kind: str,
    text: str = "",
    figures: Mapping[str, Decimal] | None = None,
    remark: str = "",
    sealed: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Precondition:
    """Hand in the activity summary or the statistics table; a later one replaces the earlier.

    A file handed in earlier stays when no new one comes.

    Side effects in order: StoredFile; Precondition row; journal entry.
    Args: figures: figure → number, where the edition asks for a table; remark: explains what is unusual in them.
    Raises: NotFound; NotAllowed; RuleViolation("package.handed_in" | "recommendation.summary_missing" | "file.*"); RuleViolations with
    every "statistics.*" of the table, the unusual ones only while there is no remark.
    Source: qc-2020 三.2 (作为成果推荐工作的基础性条件); qc-2022 三.3.
    """
    recommender = (
        Recommender.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(pk=recommender_id)
        .first()
    )
    if recommender is None:
        raise NotFound
    permissions.require_officer(by, recommender)
    queries.check_open(recommender)
    asked = next((p for p in programmes.definition_of(recommender.edition).route.preconditions if p.id == kind), None)
    if asked is None:
        raise NotFound
    given = _checked(recommender, asked, text, figures or {}, remark)
    stored = files.store(name=sealed[0], content=sealed[1], by=by, at=at) if sealed else None
    handed_in, _new = Precondition.objects.update_or_create(
        recommender=recommender,
        kind=kind,
        defaults={
            "text": text.strip(),
            "figures": given,
            "remark": remark.strip(),
            **({"file": stored} if stored else {}),
            "handed_in_at": at,
            "handed_in_by_id": by.person_id,
        },
    )
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    journal.write("recommendation.hand_in_precondition", subject=subject, edition_key=key, by=by, at=at, kind=kind)
    void_outdated(recommender.pk, at=at)
    return handed_in


def _checked(
    recommender: Recommender, asked: Asked, text: str, figures: Mapping[str, Decimal], remark: str
) -> dict[str, str]:
    """Return the figures as they are kept; refuse a table with faults, or with oddities that nobody explains."""
    if asked.table is None:
        if not text.strip():
            raise RuleViolation("recommendation.summary_missing")
        return {}
    found = statistics.faults(asked.table, figures)
    if not found and not remark.strip():
        found = statistics.doubts(asked.table, figures, queries.figures_a_year_before(recommender, asked.id))
    if found:
        raise RuleViolations(found)
    return {figure.id: f"{figures[figure.id]:f}" for figure in asked.table.figures}
