"""Refusals of points in the words of the card: its lines by their names, which the core knows only by their ids."""

from __future__ import annotations

from zhiping.core.definition.schema import Scorecard
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.web.shared.phases import in_language


def on_card(error: RuleViolation | RuleViolations, card: Scorecard | None) -> RuleViolation | RuleViolations:
    """Return the refusal as a person reads it who sees the card and not its ids; anything else as it is."""
    if isinstance(error, RuleViolations):
        return RuleViolations([_named(one, card) for one in error.violations])
    return _named(error, card)


def _named(error: RuleViolation, card: Scorecard | None) -> RuleViolation:
    lines = {line.id: line for item in (card.items if card else ()) for line in (item.items or (item,))}
    line = lines.get(str(error.facts.get("item")))
    if line is None:
        return error
    return RuleViolation(error.code, **{**error.facts, "item": in_language(line.label, line.label_en)})
