"""Which limits two units would exceed if they were one: what merging them would bring together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from zhiping.applications.models import Application
from zhiping.applications.queries.quotas import AFTER_RECOMMENDING, TAKEN, USED, limit_of, use_of
from zhiping.core import quota
from zhiping.core.definition.schema import Quota
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import Organisation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition

UNIT, GROUP = "organisation", "group_parent"
ONE = "one"
"""The key of both units together; no id looks like this."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units as the limits know them. parents: to what the one unit would belong, by which of them is kept."""

    units: frozenset[str]
    parents: frozenset[str | None]

    def as_one(self, use: quota.Use, parent: str | None) -> quota.Use:
        """Return how a case would count: its own unit by the common key, what belongs to either by the same."""
        if use.keys[UNIT] in self.units:
            return replace(use, keys={**use.keys, UNIT: ONE, GROUP: parent or ONE})
        if use.keys[GROUP] in self.units:
            return replace(use, keys={**use.keys, GROUP: ONE})
        return use


def exceeded_together(first: Organisation, second: Organisation) -> list[tuple[Edition, Quota, quota.QuotaAnswer]]:
    """Return, in running editions, the limits that two units keep apart and would exceed as one, each limit once.

    Limits counted by group look at the groups of both: whoever belongs to either unit then belongs to the one that is
    kept. For whoever merges them: nothing is taken away from anybody, but a person has to look.
    """
    ends = (first.parent_id, second.parent_id), (second.parent_id, first.parent_id)
    pair = Pair(
        frozenset({str(first.pk), str(second.pk)}),
        frozenset(str(own or other) if own or other else None for own, other in ends),
    )
    found = []
    for edition, cases in _cases(first, second).items():
        for rule in programmes.definition_of(edition).quotas:
            if {UNIT, GROUP} & set(rule.per):
                beyond = _beyond(rule, cases, pair)
                found += [(edition, rule, beyond)] if beyond is not None else []
    return found


def _cases(first: Organisation, second: Organisation) -> dict[Edition, list[Application]]:
    """Return the cases of both units, and of those in their groups, that take a place; by edition, in their order."""
    heads = {pk for unit in (first, second) for pk in (unit.pk, unit.parent_id) if pk is not None}
    own = Q(organisation__in=organisations.identity(first.pk)) | Q(organisation__in=organisations.identity(second.pk))
    group = (
        Q(organisation__in=heads)
        | Q(organisation__parent__in=heads)
        | Q(organisation__merged_into__in=heads)
        | Q(organisation__merged_into__parent__in=heads)
    )
    taken = Application.objects.filter(own | group, phase__in=TAKEN, edition__in=programmes.running())
    found: dict[Edition, list[Application]] = {}
    for case in taken.select_related("edition", *USED).order_by("submitted_at", "pk"):
        found.setdefault(case.edition, []).append(case)
    return found


def _beyond(rule: Quota, cases: Sequence[Application], pair: Pair) -> quota.QuotaAnswer | None:
    """Return the answer of the last case that goes beyond a limit only once the two are one, or None."""
    phases = TAKEN if rule.at == QuotaMoment.SUBMIT else AFTER_RECOMMENDING
    apart = [use_of(case) for case in cases if case.phase in phases]
    before = _answers(rule, apart)
    beyond = None
    for parent in sorted(pair.parents, key=str):
        for then, now in zip(_answers(rule, [pair.as_one(use, parent) for use in apart]), before, strict=True):
            beyond = then if then.exceeded and not now.exceeded else beyond
    return beyond


def _answers(rule: Quota, uses: Sequence[quota.Use]) -> list[quota.QuotaAnswer]:
    limit = [limit_of(rule)]
    return [quota.check_all(limit, uses[:place], use)[0] for place, use in enumerate(uses)]
