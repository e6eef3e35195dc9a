"""The graph of an edition: in which states an application can stand and which act moves it where.

Derived from the stages in their order; a definition may add, forbid and rename moves. The graph says which moves
exist, never who may make them or when: permissions and rules of the stages do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from zhiping.core.definition.schema import Definition, Stage
from zhiping.core.definition.vocabulary import HOLDING, Event, Phase, StageKind
from zhiping.core.errors import RuleViolation

__all__ = ["DRAFT", "PUBLISHED", "SUPPLEMENT", "WITHDRAWN", "Event", "Graph", "Phase", "graph_of"]

DRAFT = "draft"
PUBLISHED = "published"
SUPPLEMENT = ".supplement"
WITHDRAWN = "withdrawn"

_ENDS = {
    PUBLISHED: Phase.PUBLISHED,
    "declined": Phase.ENDED,
    "not_passed": Phase.ENDED,
    "not_selected": Phase.ENDED,
    WITHDRAWN: Phase.ENDED,
    "disqualified": Phase.ENDED,
}
_PHASES = {
    StageKind.RECOMMENDATION: Phase.RECOMMENDATION,
    StageKind.SCREENING: Phase.SCREENING,
    StageKind.ROUND: Phase.ROUND,
    StageKind.APPROVAL: Phase.APPROVAL,
    StageKind.NOTICE: Phase.NOTICE,
}
_FORWARD = {
    StageKind.RECOMMENDATION: Event.RECOMMEND,
    StageKind.SCREENING: Event.PASS_SCREENING,
    StageKind.ROUND: Event.ADVANCE,
    StageKind.APPROVAL: Event.APPROVE,
    StageKind.NOTICE: Event.CONFIRM,
    StageKind.PUBLICATION: Event.PUBLISH,
}
_OTHER_WAYS: dict[StageKind, tuple[tuple[Event, str], ...]] = {
    StageKind.RECOMMENDATION: ((Event.DECLINE, "declined"), (Event.RETURN_TO_APPLICANT, DRAFT)),
    StageKind.SCREENING: ((Event.FAIL_SCREENING, "not_passed"),),
    StageKind.ROUND: ((Event.DROP, "not_selected"),),
    StageKind.APPROVAL: ((Event.NOT_APPROVE, "not_selected"),),
    StageKind.NOTICE: ((Event.UPHOLD, "not_selected"),),
    StageKind.PUBLICATION: (),
}
PROGRESS = frozenset({Event.SUBMIT, *_FORWARD.values()})
"""Moves that must lead onwards: a circle of them would never end."""


REVIVABLE = frozenset({Phase.DRAFT, Phase.RECOMMENDATION, Phase.SCREENING, Phase.SUPPLEMENT})
"""Where a withdrawn case can be taken up again; a review has gone on without it."""


@dataclass(frozen=True, slots=True)
class Graph:
    """States, phases and moves of one edition.

    path: the main line from `draft` to `published`, for timelines. labels: this edition's own names of moves.
    """

    path: tuple[str, ...]
    moves: dict[tuple[str, Event], str]
    phases: dict[str, Phase]
    stages: dict[str, Stage] = field(default_factory=dict)
    labels: dict[Event, tuple[str, str]] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state: `draft`, the stages in order (each before its supplement), then the end states."""
        return tuple(self.phases)

    def next_state(self, state: str, event: str, *, skip: Collection[str] = (), back: str = "") -> str:
        """Tell where a move leads.

        skip: ids of stages this application passes by, such as the recommendation on the direct route. back: from where
        it was withdrawn, which is where reviving leads.
        Raises: RuleViolation("move_not_in_graph") when this edition has no such move.
        """
        if event == Event.REVIVE and state == WITHDRAWN and self.is_revivable(back):
            return back
        if event not in set(Event) or (state, Event(event)) not in self.moves:
            raise RuleViolation("move_not_in_graph", state=state, event=str(event))
        target = self.moves[state, Event(event)]
        while target in skip and target in self.stages:
            target = self.moves[target, _FORWARD[self.stages[target].kind]]
        return target

    def is_revivable(self, state: str) -> bool:
        """Tell whether a case that was withdrawn from this state can come back to it."""
        return (state, Event.WITHDRAW) in self.moves and self.phases[state] in REVIVABLE

    def phase(self, state: str) -> Phase:
        """Tell what a state means to code. Raises: KeyError for a state the edition does not have."""
        return self.phases[state]

    def events_from(self, state: str) -> tuple[Event, ...]:
        """List the moves that leave a state, onward moves first."""
        return tuple(event for (start, event) in self.moves if start == state)

    def stage_of(self, state: str) -> Stage | None:
        """Give the stage a state stands in; None for `draft` and the end states."""
        return self.stages.get(state.removesuffix(SUPPLEMENT))

    def is_end(self, state: str) -> bool:
        """Tell whether the journey is over in a state (a published outcome can still be disqualified)."""
        return state in _ENDS


def graph_of(definition: Definition) -> Graph:
    """Derive the graph of an edition from its stages and its changes to the default moves.

    An edition without stages (a template) has only `draft` and the end states.
    Source: definitions/<programme>/<year>/journey.yaml#stages, #moves.
    """
    holders = [stage for stage in definition.stages if stage.kind in HOLDING]
    path = (DRAFT, *(stage.id for stage in holders), PUBLISHED) if holders else (DRAFT,)
    phases = {DRAFT: Phase.DRAFT}
    moves: dict[tuple[str, Event], str] = {}
    if holders:
        moves[DRAFT, Event.SUBMIT] = holders[0].id
    moves[DRAFT, Event.WITHDRAW] = WITHDRAWN
    previous = Phase.APPROVAL
    for stage, onward in zip(holders, path[2:], strict=False):
        phases[stage.id] = previous = _phase(stage, previous)
        _add_stage(stage, onward, moves, phases)
    phases.update(_ENDS)
    moves[PUBLISHED, Event.DISQUALIFY] = "disqualified"
    for forbidden in definition.moves.forbid:
        moves.pop((forbidden.start, forbidden.event), None)
    for move in definition.moves.add:
        moves[move.start, move.event] = move.to
    labels = {renamed.event: (renamed.label, renamed.label_en) for renamed in definition.moves.rename}
    return Graph(path, moves, phases, {stage.id: stage for stage in holders}, labels)


def _phase(stage: Stage, previous: Phase) -> Phase:
    """Waiting for publication shows no more than the state before it: a public notice stays one."""
    if stage.kind == StageKind.PUBLICATION:
        return Phase.NOTICE if previous == Phase.NOTICE else Phase.APPROVAL
    return _PHASES[stage.kind]


def _add_stage(stage: Stage, onward: str, moves: dict[tuple[str, Event], str], phases: dict[str, Phase]) -> None:
    moves[stage.id, _FORWARD[stage.kind]] = onward
    for event, target in _OTHER_WAYS[stage.kind]:
        moves[stage.id, event] = target
    leave = [stage.id]
    if stage.kind == StageKind.SCREENING and stage.supplements:
        waiting = stage.id + SUPPLEMENT
        phases[waiting] = Phase.SUPPLEMENT
        moves[stage.id, Event.RETURN_FOR_SUPPLEMENT] = waiting
        moves[waiting, Event.ANSWER_SUPPLEMENT] = stage.id
        moves[waiting, Event.FAIL_SCREENING] = "not_passed"
        leave.append(waiting)
    for state in leave:
        moves[state, Event.WITHDRAW] = WITHDRAWN
        moves[state, Event.DISQUALIFY] = "disqualified"
