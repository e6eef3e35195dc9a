"""An assignment as an expert may see it: by alias where the round is blind, never who else judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhiping.core.cards import specs
from zhiping.core.definition.vocabulary import RoundKind
from zhiping.programmes import queries as programmes
from zhiping.review.queries.cards import card_for
from zhiping.web.shared.phases import in_language, level_names
from zhiping.web.shared.templatetags.quick import address

if TYPE_CHECKING:
    from zhiping.core.definition.schema import Scorecard
    from zhiping.review.models import Assignment
    from zhiping.review.queries.seats import Seat

DELIBERATED = RoundKind.DELIBERATION


def row(seat: Seat) -> dict[str, Any]:
    """Return one line of the expert's list as plain facts; the unit only where the round is not blind."""
    judged = seat.definition.rounds[seat.round_id]
    deliberated = judged.kind == DELIBERATED
    return {
        "href": address("expert:deliberation" if deliberated else "expert:scorecard", seat.pk),
        "alias": seat.alias,
        "title": seat.title,
        "edition": in_language(seat.edition_title, seat.definition.title_en),
        "unit": seat.unit,
        "round": in_language(judged.label, judged.label_en),
        "deliberated": deliberated,
        "state": "done" if seat.is_done else "begun" if seat.has_begun else "open",
        "due_at": seat.due_at,
    }


def names(assignment: Assignment) -> dict[str, dict[str, str]]:
    """Return what rounds and levels are called in the reader's language."""
    definition = programmes.definition_of(assignment.application.edition)
    return {
        "rounds": {name: in_language(one.label, one.label_en) for name, one in definition.rounds.items()},
        "level_names": level_names(definition),
    }


def lines(card: Scorecard, entries: dict[str, str]) -> list[dict[str, Any]]:
    """Return the card's lines with what was entered: each item, its parts below it, and its guidance."""
    limits = {line.id: line for line in specs(card)}
    found = []
    for item in card.items:
        parts = item.items or (item,)
        found.append(
            {
                "item": item,
                "guidance": in_language(item.guidance, item.guidance_en),
                "parts": [_part(part, limits[part.id], entries, alone=part is item) for part in parts],
            }
        )
    return found


def _part(part: Any, limit: Any, entries: dict[str, str], *, alone: bool) -> dict[str, Any]:
    percent = limit.kind == "percent_band"
    return {
        "id": part.id,
        "label": "" if alone else in_language(part.label, part.label_en),
        "name": in_language(part.label, part.label_en),
        "highest": 100 if percent else limit.maximum,
        "percent": percent,
        "points": limit.maximum,
        "step": limit.step or "",
        "value": entries.get(part.id, ""),
    }


def scorecard_of(assignment: Assignment) -> Scorecard | None:
    """Return the card of the assignment's round, or None in a round without points."""
    case = assignment.application
    return card_for(programmes.definition_of(case.edition), assignment.round_id, case.dimensions)
