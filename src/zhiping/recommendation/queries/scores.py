"""Read the recommending unit's own scores."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch

from zhiping.applications.models import Application
from zhiping.applications.queries.scorecards import first_card
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import OwnScore
from zhiping.recommendation.rules.scores import Known, mean_of

HUNDRED = Decimal(100)


def own_scores(recommender: Recommender) -> Prefetch[str]:
    """Return how to read what a recommender's own experts gave many cases at once, as `case.scored`."""
    standing = OwnScore.objects.filter(recommender=recommender, ended_at__isnull=True)
    return Prefetch("own_scores", standing, to_attr="scored")


def own_scores_of(application: Application) -> list[OwnScore]:
    """Return what the own experts of the case's recommender gave it, by name."""
    standing = OwnScore.objects.filter(application=application, ended_at__isnull=True)
    return list(standing.filter(recommender_id=application.recommender_id or 0))


def own_mean(scored: Iterable[OwnScore]) -> Decimal | None:
    """Return the mean of the own experts' points; None without any."""
    return mean_of([one.points for one in scored])


def highest_points(application: Application) -> Decimal:
    """Return what a perfect case has: the total of the edition's first card, else 100."""
    card = first_card(application)
    return card.total if card is not None else HUNDRED


def scorable(recommender: Recommender) -> dict[str, Known]:
    """Return the cases sent to a recommender by number, as a sheet of scores may name them; one query."""
    cases = Application.objects.filter(recommender=recommender, number__isnull=False).exclude(phase="draft")
    return {
        str(case.number): Known(case.pk, case.title, highest_points(case), case.phase == "recommendation")
        for case in cases.select_related("edition").order_by("number")
    }
