"""How much every expert of an edition holds and has done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment


def loads_of(edition: Edition, experts: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return, by expert, how many cases are held in the edition's rounds and how many cards are in; one query."""
    standing = Assignment.objects.filter(application__edition=edition, ended_at__isnull=True, expert__in=experts)
    rows = (
        standing.order_by()
        .values_list("expert_id")
        .annotate(held=Count("pk"), done=Count("pk", filter=Q(scorecard__submitted_at__isnull=False)))
    )
    return {expert: (held, done) for expert, held, done in rows}
