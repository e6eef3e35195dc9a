"""How applications are judged, as data: scorecards, rounds, merge and advance rules, level rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, model_validator

from zhiping.core.definition.base import Condition, Id, Labelled, Model, Source, Sourced
from zhiping.core.definition.entry import Positive
from zhiping.core.definition.vocabulary import (
    AdvanceRule,
    Blind,
    CardKind,
    Entry,
    LevelBasis,
    MergeRule,
    Party,
    RoundKind,
)

Points = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class Band(Labelled):
    """A range of percents with its meaning, such as 50-65 %."""

    low: Percent
    high: Percent


class SubItem(Labelled):
    """A part of an item that is rated by itself."""

    id: Id
    points: Points
    guidance: str = ""
    guidance_en: str = ""


class Item(SubItem):
    """One line of a scorecard. For a checklist the points are 0 and `must` says whether a no ends it."""

    method: str = ""
    method_en: str = ""
    must: bool = False
    items: tuple[SubItem, ...] = ()


class Scorecard(Labelled, Sourced):
    """A scorecard; `total` is what the points of its items add up to, `step` the smallest part of a point."""

    kind: CardKind = CardKind.POINTS
    total: Points
    step: Annotated[Decimal, Field(gt=0, max_digits=4, decimal_places=2)] = Decimal(1)
    items: tuple[Item, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = ()
    pass_at: Points | None = None
    overall_comment: bool = True
    guidance_source: Source = "default"
    tie_break: tuple[Id, ...] = ()


class CardChoice(Model):
    """Which scorecard: always one, or one per value of a dimension. In YAML a bare name stands for `always`."""

    always: Id | None = None
    by: Id | None = None
    cards: dict[Id, Id] = {}

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, data: Any) -> Any:
        return {"always": data} if isinstance(data, str) else data

    def card_for(self, dimensions: dict[str, str]) -> str | None:
        """Name the scorecard for an application's dimension values, or None when there is none."""
        return self.always or self.cards.get(dimensions.get(self.by or "", ""))


class Reviewers(Sourced):
    """How many experts judge an application, and how many of them must be method experts."""

    at_least: Positive
    method_experts: Annotated[int, Field(ge=0)] = 0
    leader: bool = False
    text: str = ""
    text_en: str = ""


class Merge(Sourced):
    """How several experts' totals become one."""

    rule: MergeRule
    extremes_from: Positive | None = None
    places: Annotated[int, Field(ge=0, le=4)] = 2


class Advance(Sourced):
    """Who goes on: everyone, the best n, a share, those with a score, so many per value, or whom the panel names.

    places: for `quota`, how many for each value of the one dimension in `per`.
    """

    rule: AdvanceRule
    at_most: Positive | None = None
    percent: Percent | None = None
    at_least: Points | None = None
    per: tuple[Id, ...] = ()
    places: dict[Id, Annotated[int, Field(ge=0)]] = {}


class Enters(Sourced):
    """Who takes part. Those who do not stand in the round until it is over and go on with the others."""

    who: Entry = Entry.ALL
    levels: tuple[Id, ...] = ()
    when: Condition = {}


class Part(Labelled, Sourced):
    """A part of a round with its own reviewers and card, such as a written and an oral part."""

    id: Id
    scorecard: CardChoice
    by: Party = Party.EXPERT
    reviewers: Reviewers | None = None
    weight: Percent


class Round(Labelled, Sourced):
    """One round of judging.

    weights: how much of the total after this round comes from earlier rounds, in percent by round id; the
    rest is this round's own score.
    """

    kind: RoundKind
    scorecard: CardChoice | None = None
    parts: tuple[Part, ...] = ()
    reviewers: Reviewers
    merge: Merge
    blind: Blind = Blind.NONE
    enters: Enters | None = None
    advance: Advance
    weights: dict[Id, Percent] = {}
    weights_source: Source = "default"
    minutes: Positive | None = None
    minutes_source: Source = "default"
    draw_order: bool = False
    compare_with_claims: bool = False


class LevelShare(Sourced):
    """What one level takes: a share, a number, a score, and what a candidate must have gone through."""

    level: Id
    percent: Percent | None = None
    at_most: Positive | None = None
    at_least: Points | None = None
    through: tuple[Id, ...] = ()


class LevelDuty(Labelled, Sourced):
    """An extra duty of some levels, such as handing in promotion material."""

    id: Id
    levels: tuple[Id, ...] = Field(min_length=1)
    stage: Id
    files: tuple[Id, ...] = ()


class LevelRule(Sourced):
    """How levels are proposed before approval decides them. per: dimensions within which shares are cut."""

    basis: LevelBasis
    per: tuple[Id, ...] = ()
    shares: tuple[LevelShare, ...] = ()
    duties: tuple[LevelDuty, ...] = ()
    note: str = ""
    note_en: str = ""
