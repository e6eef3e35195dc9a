"""A definition's scorecard as lines to score."""

from __future__ import annotations

from decimal import Decimal

from zhiping.core.cards import specs
from zhiping.core.definition.judging import Band, Item, Scorecard, SubItem
from zhiping.core.definition.vocabulary import CardKind
from zhiping.core.scoring.cards import BANDS, ItemSpec

TEN = Decimal(10)


def _card(kind: CardKind, *items: Item, bands: tuple[Band, ...] = ()) -> Scorecard:
    total = sum((item.points for item in items), Decimal(0))
    return Scorecard(label="评分表", label_en="Card", source="一", kind=kind, total=total, items=items, bands=bands)


def _item(points: Decimal, *parts: SubItem) -> Item:
    return Item(id="topic", label="选题", label_en="Topic", points=points, items=parts)


def test_an_item_with_parts_is_entered_part_by_part() -> None:
    parts = [SubItem(id=name, label=name, label_en=name, points=Decimal(5)) for name in ("why", "how")]

    lines = specs(_card(CardKind.POINTS, _item(TEN, *parts)))

    assert lines == tuple(ItemSpec(id=name, maximum=Decimal(5), step=Decimal(1)) for name in ("why", "how"))


def test_a_line_of_a_checklist_without_points_counts_one() -> None:
    lines = specs(_card(CardKind.CHECKLIST, _item(Decimal(0))))

    assert lines == (ItemSpec(id="topic", maximum=Decimal(1), step=Decimal(1)),)


def test_a_card_of_bands_takes_its_own_bands() -> None:
    own = Band(label="好", label_en="Good", low=Decimal(50), high=Decimal(100))

    lines = specs(_card(CardKind.BANDS, _item(TEN), bands=(own,)))

    assert lines == (ItemSpec("topic", TEN, "percent_band", bands=((Decimal(50), Decimal(100)),)),)


def test_a_card_of_bands_without_its_own_takes_the_usual_ones() -> None:
    assert specs(_card(CardKind.BANDS, _item(TEN))) == (ItemSpec("topic", TEN, "percent_band", bands=BANDS),)
