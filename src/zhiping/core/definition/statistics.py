"""The statistics table that a recommender reports, as data: its figures, its rates, and what is plausible."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zhiping.core.definition.base import Bound, Id, Labelled, Sourced
from zhiping.core.definition.vocabulary import Severity


class Figure(Labelled, Sourced):
    """One number that is typed. not_above: the figure it should not exceed; otherwise: what follows when it does."""

    id: Id
    unit: str = ""
    unit_en: str = ""
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    not_above: Id | None = None
    otherwise: Severity = Severity.REFUSE
    hint: str = ""
    hint_en: str = ""


class Rate(Labelled, Sourced):
    """One percentage that is computed, never typed: 100 × of ÷ per; outside at_least … at_most it has to be explained."""

    id: Id
    of: Id
    per: Id
    at_least: Bound | None = None
    at_most: Bound | None = None


class Change(Sourced):
    """How far a figure may move from last year's before it has to be explained: to `times` as much, or 1/times."""

    times: Annotated[int, Field(gt=1)]


class StatisticsTable(Sourced):
    """The columns of a recommender's statistics table, in the order in which they stand on paper."""

    figures: tuple[Figure, ...] = Field(min_length=1)
    rates: tuple[Rate, ...] = ()
    change: Change | None = None
