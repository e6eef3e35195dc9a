"""A prize of another city, which nothing in the code knows, is expressed without code (A1, A3)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from zhiping.core.definition import cases, loader
from zhiping.core.definition.describe import describe
from zhiping.core.definition.lifecycle import Phase, graph_of
from zhiping.core.definition.vocabulary import Party

FOLDER = Path(__file__).parent / "foreign/river-prize/2031"


def test_an_unforeseen_prize_is_sound_and_its_cases_hold() -> None:
    definition, faults = loader.examine(FOLDER)

    assert faults == []
    assert definition is not None
    assert cases.examine(FOLDER, definition) == []
    assert len(cases.read_cases(FOLDER)[0]) == 8
    assert loader.thaw(loader.freeze(definition)[0]) == definition
    assert "江滨市科学与质量奖(river-prize/2031)" in describe(definition)


def test_its_recommendation_comes_after_a_first_public_notice() -> None:
    graph = graph_of(loader.load(FOLDER))

    assert graph.path[:5] == ("draft", "screening", "accepted", "nominate", "blind")
    assert [graph.phase(state) for state in ("accepted", "result", "out")] == [Phase.NOTICE] * 3


def test_its_card_counts_half_points_exactly() -> None:
    card = loader.load(FOLDER).scorecards["discovery"]

    assert [item.points for item in card.items] == [Decimal("6.5"), Decimal("3.5")]


def test_its_units_have_more_time_than_its_applicants() -> None:
    stage = loader.load(FOLDER).stage("apply")

    assert stage.window()[1] == datetime(2031, 6, 30, 4, 0, 30, tzinfo=UTC)
    assert stage.window(Party.UNIT)[1] == datetime(2031, 7, 10, 16, tzinfo=UTC)
