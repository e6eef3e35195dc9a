"""The statistics of an edition as the office sees them: each a chart, a table and a file of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.definition.schema import Definition
from zhiping.reporting import ports
from zhiping.reporting.queries import LEVELS
from zhiping.reporting.rules import Line, Table, rates
from zhiping.web.shared.phases import in_language

STEPS = {
    "submit": gettext_lazy("已提交"),
    "recommend": gettext_lazy("获推荐"),
    "pass_screening": gettext_lazy("通过形式审查"),
    "approve": gettext_lazy("通过审定"),
    "publish": gettext_lazy("已发布"),
    "cases": gettext_lazy("成果数"),
}
TITLES = {
    "funnel": gettext_lazy("各阶段成果数"),
    "years": gettext_lazy("历年比较"),
    "district": gettext_lazy("按区"),
    "industry": gettext_lazy("按行业"),
    "recommender": gettext_lazy("按推荐单位"),
}
SHOWN_IN_CHART = ("submit", "publish")
STEP_COLOURS = ("act", "excellent")
LEVEL_COLOURS = ("benchmark", "excellent", "progress", "act")


@dataclass(frozen=True)
class Figure:
    """One table with its words. about: the edition's rules, for the names of dimensions and levels."""

    table: Table
    about: Definition

    @property
    def title(self) -> str:
        """What is counted."""
        name = self.table.id
        if name in TITLES:
            return str(TITLES[name])
        dimension = self._dimension(name.removeprefix(LEVELS))
        return (
            _("按%(dimension)s的等级") % {"dimension": dimension}
            if name.startswith(LEVELS)
            else _("按%(dimension)s") % {"dimension": dimension}
        )

    def _dimension(self, name: str) -> str:
        found = self.about.dimension_labels.get(name)
        return name if found is None else in_language(found.label, found.label_en)

    @cached_property
    def columns(self) -> list[str]:
        """The headings of the numbers."""
        levels = {level.id: in_language(level.label, level.label_en) for level in self.about.levels}
        return [str(STEPS.get(column) or levels.get(column, column)) for column in self.table.columns]

    @cached_property
    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """The lines: label and numbers."""
        return [(self._label(line), line.counts) for line in self.table.lines]

    def _label(self, line: Line) -> str:
        if self.table.id == "funnel":
            return str(STEPS[line.key])
        return in_language(line.label, line.label_en) or (
            _("直接申报") if self.table.id == "recommender" else _("未填写")
        )

    @property
    def has_total(self) -> bool:
        """Tell whether a sum of the lines says anything."""
        return self.table.id not in ("funnel", "years") and len(self.table.lines) > 1

    @property
    def lines(self) -> list[tuple[str, tuple[int, ...], str]]:
        """The lines with, in the funnel, which part of the step before came so far."""
        first = [counts[0] for _label, counts in self.rows]
        shares = ["", *("" if rate is None else f"{rate:.0%}" for rate in rates(first))]
        return [(label, counts, share) for (label, counts), share in zip(self.rows, shares, strict=False)]

    @property
    def drawn(self) -> list[int]:
        """The places of the columns that the chart shows: what came in and what came out, or every level."""
        places = [place for place, column in enumerate(self.table.columns) if column in SHOWN_IN_CHART]
        return places or list(range(len(self.table.columns)))

    @property
    def colours(self) -> list[str]:
        """The token of each of the chart's series: of the levels, from the highest down, or what came in and out."""
        tokens = LEVEL_COLOURS if self.table.id.startswith(LEVELS) else STEP_COLOURS
        return [tokens[place % len(tokens)] for place in range(len(self.drawn))]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The names of the chart's colours with their tokens, where there is more than one."""
        named = [(self.columns[place], colour) for place, colour in zip(self.drawn, self.colours, strict=True)]
        return named if len(named) > 1 else []

    def chart(self) -> str:
        """Draw the chart."""
        series = [
            ports.Series(self.columns[p], [counts[p] for _label, counts in self.rows], colour)
            for p, colour in zip(self.drawn, self.colours, strict=True)
        ]
        return ports.bars(self.title, [label for label, _counts in self.rows], series)

    def sheet(self) -> tuple[list[str], Iterator[list[str]]]:
        """Return heading and rows as they stand in a file."""
        lines = ([label, *map(str, counts)] for label, counts in self.rows)
        return [self.title, *self.columns], lines
