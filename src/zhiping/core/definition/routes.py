"""Which way an application may take: through a recommender, the virtual recommender, or directly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiping.core.definition.base import holds
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Confirmation, Need, StageKind
from zhiping.core.errors import RuleViolation

RECOMMENDER = "recommender"
VIRTUAL = "virtual"
DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Way:
    """One way that is open. id: "recommender", "virtual", "direct" or "direct.<rule id>"."""

    id: str
    label: str
    label_en: str
    needs: Confirmation
    source: str

    @property
    def skips_recommendation(self) -> bool:
        """Tell whether the application passes by the recommending stage."""
        return self.id.startswith(DIRECT)


def open_ways(definition: Definition, facts: Mapping[str, object]) -> tuple[Way, ...]:
    """List the ways open to an application, the ordinary one first.

    facts: at least the organisation's and recommender's words of the fact vocabulary.
    Source: definitions/<programme>/<year>/programme.yaml#route.
    """
    route = definition.route
    ways: list[Way] = []
    if route.recommendation != Need.NONE:
        ways.append(Way(RECOMMENDER, "推荐单位推荐", "Through a recommending unit", Confirmation.NONE, route.source))
    if route.virtual is not None and holds(route.virtual.who, facts):
        virtual = route.virtual
        ways.append(Way(VIRTUAL, virtual.label, virtual.label_en, virtual.needs, virtual.source))
    if route.recommendation != Need.REQUIRED:
        ways.append(Way(DIRECT, "直接申报", "Directly", Confirmation.NONE, route.source))
    ways += [
        Way(f"{DIRECT}.{rule.id}", rule.label, rule.label_en, rule.needs, rule.source)
        for rule in route.direct
        if holds(rule.who, facts)
    ]
    return tuple(ways)


def way(definition: Definition, chosen: str, facts: Mapping[str, object]) -> Way:
    """Give the way chosen.

    Raises: RuleViolation("route.not_open") when it is not open to this applicant.
    """
    for candidate in open_ways(definition, facts):
        if candidate.id == chosen:
            return candidate
    raise RuleViolation("route.not_open", route=chosen, source=_source(definition, chosen))


def skipped_stages(definition: Definition, chosen: str) -> tuple[str, ...]:
    """List the stages an application passes by on a way, for `Graph.next_state(skip=…)`."""
    if not chosen.startswith(DIRECT):
        return ()
    return tuple(stage.id for stage in definition.stages_of(StageKind.RECOMMENDATION))


def _source(definition: Definition, chosen: str) -> str:
    if chosen == VIRTUAL and definition.route.virtual is not None:
        return definition.route.virtual.source
    rules = {f"{DIRECT}.{rule.id}": rule.source for rule in definition.route.direct}
    return rules.get(chosen, definition.route.source)
