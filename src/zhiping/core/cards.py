"""A definition's scorecard as the lines that scoring counts."""

from __future__ import annotations

from decimal import Decimal

from zhiping.core.definition.schema import Scorecard
from zhiping.core.definition.vocabulary import CardKind
from zhiping.core.scoring.cards import BANDS, ItemSpec

ONE = Decimal(1)


def specs(card: Scorecard) -> tuple[ItemSpec, ...]:
    """Return what is entered on a card, in its order: each item, or its parts where it has any.

    A yes-no line of a checklist is entered as 1 or 0; its total says how many lines hold.
    """
    found: list[ItemSpec] = []
    bands = tuple((band.low, band.high) for band in card.bands) or BANDS
    for item in card.items:
        for line in item.items or (item,):
            if card.kind == CardKind.CHECKLIST:
                found.append(ItemSpec(id=line.id, maximum=line.points or ONE, step=ONE))
            elif card.kind == CardKind.BANDS:
                found.append(ItemSpec(id=line.id, maximum=line.points, kind="percent_band", bands=bands))
            else:
                found.append(ItemSpec(id=line.id, maximum=line.points, step=card.step))
    return tuple(found)
