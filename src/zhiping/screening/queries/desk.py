"""The office's screening desk: where each case stands, counted by edition, and the cases behind each count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening.models import Finding, Result

FIRST, SUPPLEMENT, OVERDUE, CONFIRM = "first", "supplement", "overdue", "confirm"
KINDS = (FIRST, SUPPLEMENT, OVERDUE, CONFIRM)
MINE, NOBODYS, OTHERS = "mine", "none", "others"
WHOSE = (MINE, NOBODYS, OTHERS)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One edition at the desk. by_whose: (kind, whose) → number of cases, every pair named."""

    edition: Edition
    by_whose: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Return kind → number of cases, every kind named."""
        return {kind: self.count(kind) for kind in KINDS}

    def count(self, kind: str = "", whose: str = "") -> int:
        """Return how many cases are of this kind and this person's, of any where none is named."""
        wanted = self.by_whose.items()
        return sum(n for (k, w), n in wanted if kind in ("", k) and whose in ("", w))


def desk_rows(actor: Actor) -> list[DeskRow]:
    """Return the running editions that have a formal check, with their counts; two queries."""
    editions = [e for e in programmes.running() if programmes.definition_of(e).stages_of("screening")]  # type: ignore[arg-type]
    standing = _standing(editions, actor).order_by()
    counted = standing.values_list("edition_id", "kind", "whose").annotate(n=Count("pk"))
    numbers = {(edition_id, kind, whose): n for edition_id, kind, whose, n in counted}
    return [DeskRow(e, {(k, w): numbers.get((e.pk, k, w), 0) for k in KINDS for w in WHOSE}) for e in editions]


def desk_cases(edition: Edition, actor: Actor, kind: str = "", whose: str = "") -> QuerySet[Application]:
    """Return the cases of an edition at the desk, those that wait longest first.

    Each carries `kind`, `whose`, `due_at` (of the supplement), `again` (a supplement was answered) and `standing`
    findings. Args: kind: of KINDS; whose: of WHOSE, or the id of an officer; all of them where it is none of these.
    """
    found = _standing([edition], actor).select_related("organisation", "recommender", "docket__officer")
    if kind in KINDS:
        found = found.filter(kind=kind)
    if whose in WHOSE:
        found = found.filter(whose=whose)
    elif whose.isdecimal():
        found = found.filter(docket__officer_id=int(whose[:9]))
    return found.order_by("state_since", "pk")


def ids(actor: Actor, asked: Mapping[str, str]) -> list[int]:
    """Return the cases that the desk's address shows, on all of its pages. asked: edition, kind, whose."""
    edition = next((e for e in programmes.running() if str(e.pk) == asked.get("edition", "")), None)
    if edition is None:
        return []
    found = desk_cases(edition, actor, asked.get("kind", ""), asked.get("whose", ""))
    return list(found.values_list("pk", flat=True))


def _standing(editions: list[Edition], actor: Actor) -> QuerySet[Any]:  # its rows carry what no model names
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
    whose = Case(
        When(docket__officer_id=actor.user_id, then=Value(MINE)),
        When(docket__officer__isnull=True, then=Value(NOBODYS)),
        default=Value(OTHERS),
        output_field=CharField(),
    )
    return cases.annotate(kind=kind, whose=whose)
