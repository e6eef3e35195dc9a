"""The scorecard a unit evaluates itself on: the one of the first scored round for its dimensions."""

from __future__ import annotations

from decimal import Decimal

from zhiping.applications.models import Application
from zhiping.core.cards import specs
from zhiping.core.definition.judging import SubItem
from zhiping.core.definition.schema import Scorecard
from zhiping.core.scoring import cards
from zhiping.programmes import queries as programmes


def first_card(application: Application) -> Scorecard | None:
    """Return the card of the edition's first round that has one for this case, or None."""
    definition = programmes.definition_of(application.edition)
    for judged in definition.rounds.values():
        name = judged.scorecard.card_for(application.dimensions) if judged.scorecard else None
        if name is not None:
            return definition.scorecards[name]
    return None


def lines(application: Application) -> list[SubItem]:
    """Return the lines of the first card that are filled in: each item, or its parts where it has any."""
    card = first_card(application)
    return [line for item in (card.items if card else ()) for line in (item.items or (item,))]


def total_on_first_card(application: Application, entries: dict[str, Decimal]) -> Decimal:
    """Return the total of a complete self-evaluation. Raises: the violations of core.scoring."""
    card = first_card(application)
    if card is None:
        return Decimal(0)
    return cards.total(specs(card), entries)
