"""Pure rules over several stages: the timeline of a case, and which reminder's turn has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from zhiping.core.definition.lifecycle import PUBLISHED, SUPPLEMENT, Graph
from zhiping.core.definition.schema import Definition, Stage

Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the timeline.

    status: "done", "now", "todo". entered_at: when the case came into it; of the application, when it was handed in.
    is_set: the window closes at another instant than the notice says, because the office set it.
    """

    stage_id: str
    label: str
    label_en: str
    kind: str
    status: str
    opens_at: datetime | None
    closes_at: datetime | None
    notice_text: str
    notice_text_en: str
    entered_at: datetime | None
    is_set: bool


def steps(
    definition: Definition,
    graph: Graph,
    state: str,
    windows: Mapping[str, Window],
    entered: Iterable[tuple[str, datetime]],
) -> list[Step]:
    """Lay out the stages in order and tell which are done, which is now, which are to come.

    Args: windows: stage id → concrete window; entered: (state, instant) of each move, oldest first.
    A case that ended stands nowhere: what it passed is done, the rest stays to come.
    """
    order = [stage.id for stage in definition.stages]
    moves = [(reached.removesuffix(SUPPLEMENT), instant) for reached, instant in entered]
    times = _handed_in(definition, moves) | dict(moves)
    current = _current(definition, graph, state)
    passed = order.index(current) if current in order else -1
    if state == PUBLISHED:
        passed = len(order)
    return [
        _step(
            stage,
            _status(position, passed, stage.id, times),
            windows.get(stage.id, (None, None)),
            times.get(stage.id),
        )
        for position, stage in enumerate(definition.stages)
    ]


def _handed_in(definition: Definition, moves: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """Return when the stage of applying was left for the first time: no move leads into that stage."""
    order = {stage.id for stage in definition.stages}
    first = next((instant for reached, instant in moves if reached in order), None)
    applying = next((stage.id for stage in definition.stages if stage.kind == "application"), None)
    return {applying: first} if applying and first else {}


def _current(definition: Definition, graph: Graph, state: str) -> str:
    if state == graph.path[0]:
        return next((s.id for s in definition.stages if s.kind == "application"), "")
    return state.removesuffix(SUPPLEMENT)


def _status(position: int, passed: int, stage_id: str, times: Mapping[str, datetime]) -> str:
    if passed == -1:
        return "done" if stage_id in times else "todo"
    return "done" if position < passed else "now" if position == passed else "todo"


def _step(stage: Stage, status: str, window: Window, entered_at: datetime | None) -> Step:
    when = stage.closes or stage.opens
    is_other = stage.closes is None or window[1] != stage.closes.latest
    return Step(
        stage_id=stage.id,
        label=stage.label,
        label_en=stage.label_en or stage.label,
        kind=str(stage.kind),
        status=status,
        opens_at=window[0],
        closes_at=window[1],
        notice_text=when.text if when else "",
        notice_text_en=when.text_en if when else "",
        entered_at=entered_at,
        is_set=window[1] is not None and is_other and (stage.closes is not None or when is None),
    )


def reminder_due(closes_at: datetime, at: datetime, spans: Iterable[timedelta]) -> timedelta | None:
    """Return how long before the end the reminder whose turn it is was to be sent, or None.

    Args: spans: how long before an end the edition reminds of it (I4, staged reminders).
    The nearest one only: who was down for days does not send three at once. Nothing is due once the end is reached.
    """
    if at >= closes_at:
        return None
    return min((offset for offset in spans if closes_at - offset <= at), default=None)


def plain(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts of a refusal as JSON holds them, for a page that tells it later; `restored` reads them back.

    An instant stays one, so that it is said in the reader's time; what is neither text nor number is said as it reads.
    """
    return {name: _plain(fact) for name, fact in facts.items()}


def _plain(fact: object) -> Any:
    if isinstance(fact, datetime):
        return {"instant": fact.isoformat()}
    if isinstance(fact, Decimal):
        return f"{fact.normalize():f}"
    return fact if isinstance(fact, int | float | str) else str(fact)


def restored(facts: Mapping[str, Any]) -> dict[str, object]:
    """Return the facts of a refusal that `plain` made ready to be kept."""
    return {
        name: datetime.fromisoformat(fact["instant"]) if isinstance(fact, dict) else fact
        for name, fact in facts.items()
    }
