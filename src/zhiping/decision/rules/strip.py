"""Where an edition stands, in one strip: sign-up, application, … publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import StageKind

Standing = Literal["done", "now", "todo"]
Bounds = tuple[datetime | None, datetime | None]

ORDER = (
    StageKind.SIGN_UP,
    StageKind.APPLICATION,
    StageKind.RECOMMENDATION,
    StageKind.SCREENING,
    StageKind.ROUND,
    StageKind.APPROVAL,
    StageKind.NOTICE,
    StageKind.PUBLICATION,
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One kind of stage of the edition: how it stands, and its bounds as far as known."""

    kind: StageKind
    standing: Standing
    opens_at: datetime | None
    closes_at: datetime | None


def strip(
    definition: Definition,
    windows: Mapping[str, Bounds],
    at: datetime,
    *,
    notice: Bounds | None = None,
    released_at: datetime | None = None,
) -> list[Segment]:
    """Return the edition's segments in the order of the journey; stages of one kind are one segment.

    Facts outweigh calendars: once a notice was opened everything before it is done; once the list is released, all is.
    Args: windows: stage id → half-open bounds. notice: bounds of the notice actually opened.
    """
    found = []
    for kind in ORDER:
        stages = definition.stages_of(kind)
        if not stages:
            continue
        opens_at, closes_at = _bounds([windows.get(stage.id, (None, None)) for stage in stages])
        if kind is StageKind.NOTICE and notice is not None:
            opens_at, closes_at = notice
        found.append(
            Segment(kind, _standing(kind, (opens_at, closes_at), at, notice, released_at), opens_at, closes_at)
        )
    return found


def _bounds(windows: list[Bounds]) -> Bounds:
    opens = [opening for opening, _ in windows if opening is not None]
    closes = [closing for _, closing in windows if closing is not None]
    return (min(opens) if opens else None, max(closes) if closes else None)


def _standing(
    kind: StageKind, bounds: Bounds, at: datetime, notice: Bounds | None, released_at: datetime | None
) -> Standing:
    if released_at is not None:
        return "done"
    if kind is StageKind.PUBLICATION:
        return "now" if notice is not None and notice[1] is not None and at >= notice[1] else "todo"
    if kind is StageKind.NOTICE:
        return _by_window(bounds, at) if notice is not None else "todo"
    return "done" if notice is not None else _by_window(bounds, at)


def _by_window(bounds: Bounds, at: datetime) -> Standing:
    opens_at, closes_at = bounds
    if closes_at is not None and at >= closes_at:
        return "done"
    if opens_at is not None and at >= opens_at:
        return "now"
    return "todo"


def current(segments: list[Segment]) -> Segment | None:
    """Return the segment people look for: of those running, the one that closes first."""
    running = [segment for segment in segments if segment.standing == "now"]
    return min(
        running, key=lambda s: (s.closes_at is None, s.closes_at.timestamp() if s.closes_at else 0.0), default=None
    )
