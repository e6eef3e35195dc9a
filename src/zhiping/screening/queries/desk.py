"""The office's screening desk: where each case stands, counted by edition, and the cases behind each count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from zhiping.applications.models import Application
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening.models import Finding, Result

FIRST, SUPPLEMENT, OVERDUE, CONFIRM = "first", "supplement", "overdue", "confirm"
KINDS = (FIRST, SUPPLEMENT, OVERDUE, CONFIRM)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One edition at the desk. counts: kind → number of cases, every kind named."""

    edition: Edition
    counts: dict[str, int]


def desk_rows() -> list[DeskRow]:
    """Return the running editions that have a formal check, with their counts; two queries."""
    editions = [e for e in programmes.running() if programmes.definition_of(e).stages_of("screening")]  # type: ignore[arg-type]
    counted = _standing(editions).order_by().values_list("edition_id", "kind").annotate(n=Count("pk"))
    numbers = {(edition_id, kind): n for edition_id, kind, n in counted}
    return [DeskRow(e, {kind: numbers.get((e.pk, kind), 0) for kind in KINDS}) for e in editions]


def desk_cases(edition: Edition, kind: str = "") -> QuerySet[Application]:
    """Return the cases of an edition at the desk, those that wait longest first.

    Each carries `kind`, `due_at` (of the supplement), `again` (a supplement was answered) and `standing` findings.
    """
    cases = _standing([edition]).select_related("organisation", "recommender")
    found = cases.filter(kind=kind) if kind in KINDS else cases
    return found.order_by("state_since", "pk")


def _standing(editions: list[Edition]) -> QuerySet[Any]:  # its rows carry what is annotated, which no model names
    mine = Finding.objects.filter(application=OuterRef("pk")).order_by()
    asked = mine.filter(state=Finding.State.ASKED).values("application")
    results = Result.objects.filter(application=OuterRef("pk"))
    refused = results.filter(verdict=Result.Verdict.FAILED, confirmed_at__isnull=True, set_aside_at__isnull=True)
    cases = Application.objects.filter(edition__in=editions, phase__in=("screening", "supplement")).annotate(
        due_at=Subquery(asked.annotate(due=Min("due_at")).values("due")),
        standing=Subquery(
            mine.filter(closed_at__isnull=True, state__in=("open", "asked", "answered"))
            .values("application")
            .annotate(n=Count("pk"))
            .values("n")
        ),
        again=Exists(results.filter(verdict=Result.Verdict.SUPPLEMENT)),
        refused=Exists(refused),
    )
    late = [When(Q(edition_id=e.pk, due_at__lte=programmes.now(e)), then=Value(OVERDUE)) for e in editions]
    checking = When(phase="screening", then=Value(FIRST))
    confirm = When(refused=True, then=Value(CONFIRM))
    kind = Case(confirm, checking, *late, default=Value(SUPPLEMENT), output_field=CharField())
    return cases.annotate(kind=kind)
