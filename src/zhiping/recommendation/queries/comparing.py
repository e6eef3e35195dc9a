"""What a recommending unit compares: its recommended cases in their order, and those that wait for its opinion."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import (
    Avg,
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Rank, Round, RowNumber

from zhiping.applications.models import Application
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import OwnScore, Recommendation
from zhiping.recommendation.queries.opinions import standing_opinions

RECOMMENDED = Recommendation.Verdict.RECOMMENDED


@dataclass(frozen=True, slots=True)
class Compared:
    """A recommended case in the comparison.

    by_points: its place by points alone within its category, waiting cases among them; None unscored.
    """

    given: Recommendation
    by_points: int | None
    is_shared: bool


def compared(recommender: Recommender) -> QuerySet[Application]:
    """Return what a unit compares, category by category: what it recommends, then what waits for its opinion.

    Recommended ones stand in the unit's own order, else by points, best first. Order and numbers are made where the
    rows lie, so that a page loads its own rows alone.
    Each case carries is_waiting; place: its own order; shown_points: given with the opinion, else the mean of the own
    experts; by_points: the place by points alone within the category; tied: how many have these points; at_row: where it
    stands in its category; of: how many recommended ones stand there.
    """
    standing = FilteredRelation("recommendations", condition=Q(recommendations__ended_at__isnull=True))
    recommended = Q(standing__verdict=RECOMMENDED, standing__recommender=recommender)
    waiting = Q(phase="recommendation", recommender=recommender)
    cases = Application.objects.annotate(standing=standing).filter(recommended | waiting)
    cases = cases.select_related("edition", "organisation", "team").annotate(
        is_waiting=Case(When(recommended, then=Value(0)), default=Value(1), output_field=IntegerField()),
        place=F("standing__rank"),
        shown_points=Coalesce("standing__points", _mean(recommender)),
        section=_section(recommender),
    )
    best_first = F("shown_points").desc(nulls_last=True)
    order: list[OrderBy] = [F("is_waiting").asc(), F("place").asc(nulls_last=True), best_first, F("pk").asc()]
    return cases.annotate(
        by_points=Window(Rank(), partition_by="category", order_by=best_first),
        tied=Window(Count("pk"), partition_by=["category", "shown_points"]),
        at_row=Window(RowNumber(), partition_by="category", order_by=order),
        of=Window(Count("pk", filter=Q(is_waiting=0)), partition_by="category"),
    ).order_by("section", "category", *order)


def _mean(recommender: Recommender) -> Subquery:
    """Return the mean of the own experts' points to the hundredth, as own_mean makes it."""
    mine = OwnScore.objects.filter(application=OuterRef("pk"), recommender=recommender, ended_at__isnull=True)
    return Subquery(mine.order_by().values("application").annotate(mean=Round(Avg("points"), 2)).values("mean"))


def _section(recommender: Recommender) -> Case:
    """Return where a case's category stands in the edition's list of them."""
    options = programmes.definition_of(recommender.edition).dimensions.get("category", ())
    places = [When(category=option.id, then=Value(n)) for n, option in enumerate(options)]
    return Case(*places, default=Value(len(options)), output_field=IntegerField())


def recommended_by(recommender: Recommender) -> list[Recommendation]:
    """Return the recommendations of a unit that stand, whatever has become of the cases since."""
    standing = Recommendation.objects.filter(recommender=recommender, verdict=RECOMMENDED, ended_at__isnull=True)
    related = standing.select_related("application__organisation", "application__team")
    return list(related.order_by("application__category", "pk"))


def comparison(recommender: Recommender) -> list[Compared]:
    """Return everything that a unit recommends in the order of its comparison, for sheets that hold all of it."""
    return [
        Compared(case.given[0], case.by_points if case.shown_points is not None else None, case.tied > 1)  # type: ignore[attr-defined] # annotated
        for case in compared(recommender).prefetch_related(standing_opinions())
        if not case.is_waiting  # type: ignore[attr-defined] # annotated
    ]
