"""A resolved list as pages speak of it: how long it is, its hash, the order of its cases.

The list is made anew from its cases by every act. Pages only tell whether it is still the one they know: the database
digests everything that a row of the list says, in one row of an answer, and what was made of the cases is kept in the
process under that digest. So a page costs the same however long the list is, and is never wrong about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Aggregate, F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce

from zhiping.applications.models import Application
from zhiping.decision.queries import outcomes
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition

SAID = (
    "pk",
    "number",
    "title",
    "team__name",
    "organisation__name",
    "person_name",
    "recommender__label",
    "dimensions",
    "resolution__level",
)
"""What `outcomes.outcome` takes from a case: a row of the list says nothing else."""
HAS_LEVEL = Q(resolution__isnull=False) & ~Q(resolution__level="")
MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its hash, its cases in its order, and the places of its columns that say something."""

    list_hash: str
    cases: tuple[int, ...]
    told: tuple[int, ...]


_kept: dict[tuple[str, str, str], Listed] = {}


def resolved(editions: Sequence[Edition]) -> dict[int, Listed]:
    """Return the list that the committee has resolved and nobody has published, of each edition by its id; one query.

    One query more for each list that this process does not know yet.
    """
    return listed({edition.pk: (edition, outcomes.after_approval(edition)) for edition in editions})[0]


def listed(
    wanted: Mapping[Any, tuple[Edition, Sequence[str]]], **also: Aggregate
) -> tuple[dict[Any, Listed], dict[str, Any]]:
    """Return the lists of the cases with a level that stand in these states of an edition; and what else is counted.

    Args: also: aggregates over the cases that stand in these states or before the committee.
    """
    digests, counted = _digests(wanted, also)
    found: dict[Any, Listed] = {}
    unknown: dict[Any, tuple[Edition, Sequence[str]]] = {}
    for name, (edition, states) in wanted.items():
        known = _kept.get(_key(edition, digests[name]))
        if known is None:
            unknown[name] = (edition, states)
            known = _made(edition, states)
        found[name] = known
    if unknown:
        # Kept only if nothing changed while the cases were read: what stands under a digest must be made of it.
        after, _counted = _digests(unknown, {})
        for name, (edition, _states) in unknown.items():
            if after[name] == digests[name]:
                _keep(_key(edition, digests[name]), found[name])
    return found, counted


def rows(edition: Edition, cases: Sequence[int], first: int) -> list[lists.ListRow]:
    """Return these rows of a list, of which the first stands in this line, counted from 1."""
    shown = Application.objects.filter(pk__in=list(cases)).select_related(*outcomes.SHOWN)
    return lists.rows(programmes.definition_of(edition), [outcomes.outcome(case) for case in shown], first=first)


def _made(edition: Edition, states: Sequence[str]) -> Listed:
    cases = outcomes.resolved_in(edition, states)
    definition = programmes.definition_of(edition)
    made = lists.rows(definition, [outcomes.outcome(case) for case in cases])
    every = tuple(row["application"] for row in made)
    return Listed(lists.list_hash(edition.key, made), every, lists.told(definition, made))


def _key(edition: Edition, digest: str) -> tuple[str, str, str]:
    return edition.key, edition.definition_sha256, digest


def _keep(key: tuple[str, str, str], made: Listed) -> None:
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = made


def _digests(
    wanted: Mapping[Any, tuple[Edition, Sequence[str]]], also: Mapping[str, Aggregate]
) -> tuple[dict[Any, str], dict[str, Any]]:
    if not wanted and not also:
        return {}, {}
    standing = {name: Q(edition=edition, state__in=list(states)) for name, (edition, states) in wanted.items()}
    concerned = Q(edition__in={edition.pk for edition, _states in wanted.values()}, phase="approval") if also else Q()
    for one in standing.values():
        concerned |= one
    asked: dict[str, Any] = {f"digest_{place}": _digest(one & HAS_LEVEL) for place, one in enumerate(standing.values())}
    answer = Application.objects.filter(concerned).aggregate(**asked, **also)
    return (
        {name: answer[f"digest_{place}"] for place, name in enumerate(standing)},
        {name: answer[name] for name in also},
    )


def _digest(cases: Q) -> Func:
    said = Cast(Func(*(F(name) for name in SAID), function="jsonb_build_array"), TextField())
    every = Coalesce(StringAgg(said, "\n", filter=cases, order_by="pk"), Value(""))
    as_bytes = Func(every, Value("UTF8"), function="convert_to")
    digest = Func(as_bytes, function="sha256")
    return Func(digest, Value("hex"), function="encode", output_field=TextField())
