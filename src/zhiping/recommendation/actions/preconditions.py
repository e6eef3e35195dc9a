"""What a recommender hands in before it may recommend: activity summary, statistics table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import actions as files
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import permissions, rules
from zhiping.recommendation.models import Precondition

TEXT, FIGURES = "activity_summary", "statistics_table"


@transaction.atomic
def hand_in_precondition(
    *,
    recommender_id: int,
    kind: str,
    text: str = "",
    figures: Mapping[str, int] | None = None,
    sealed: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Precondition:
    """Hand in the activity summary or the statistics table; a later one replaces the earlier.

    A file handed in earlier stays when no new one comes.

    Side effects in order: StoredFile; Precondition row; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("statistics.*" | "recommendation.summary_missing" | "file.*").
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
    if kind not in {p.id for p in programmes.definition_of(recommender.edition).route.preconditions}:
        raise NotFound
    if figures is not None:
        rules.check_figures(figures)
    elif not text.strip():
        raise RuleViolation("recommendation.summary_missing")
    stored = files.store(name=sealed[0], content=sealed[1], by=by, at=at) if sealed else None
    given, _new = Precondition.objects.update_or_create(
        recommender=recommender,
        kind=kind,
        defaults={
            "text": text.strip(),
            "figures": dict(figures or {}),
            **({"file": stored} if stored else {}),
            "handed_in_at": at,
            "handed_in_by_id": by.person_id,
        },
    )
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    journal.write("recommendation.hand_in_precondition", subject=subject, edition_key=key, by=by, at=at, kind=kind)
    return given
