"""What the recommending units of an edition reported, together and year on year; as page, chart and workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiping.core.errors import NotFound
from zhiping.documents import actions as documents
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries
from zhiping.recommendation.queries.rollup import RollUp
from zhiping.recommendation.queries.sheets import points
from zhiping.reporting import ports
from zhiping.web.shared.downloads import bytes_response
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.sheets import XLSX

COLOURS = ("act", "benchmark", "excellent", "progress")


def rolled_up(request: Request, edition_id: int) -> HttpResponse:
    """Show every recommending unit's figures and rates, their sum, and the years before."""
    edition = programmes.get_edition(edition_id)
    found = queries.roll_up(edition)
    context: dict[str, Any] = {"edition": edition, "found": found}
    if found is not None:
        context |= {
            "headings": _headings(found),
            "rows": [(line, _cells(found, line.figures, line.rates)) for line in found.lines],
            "sum": _cells(found, found.total, found.rates),
            "reported": sum(line.figures is not None for line in found.lines),
            "years": [(one.year, one.reported, _cells(found, one.figures, one.rates)) for one in found.years],
            "chart": _chart(found) if len(found.years) > 1 else "",
            "legend": list(zip(_rate_names(found), COLOURS, strict=False)),
        }
    return render(request, "secretariat/statistics/recommenders.html", context)


def workbook(request: Request, edition_id: int) -> HttpResponse:
    """Hand out the same as a workbook: one sheet of the units, one of the years."""
    edition = programmes.get_edition(edition_id)
    found = queries.roll_up(edition)
    if found is None:
        raise NotFound
    heading = _headings(found)
    units = [_("推荐单位"), *heading, _("情况说明"), _("提交时间"), _("报送回执")]
    sheets = [
        documents.Sheet(pgettext("many", "推荐单位"), units, _unit_rows(found)),
        documents.Sheet(_("历年比较"), [_("年度"), _("推荐单位数"), *heading], _year_rows(found)),
    ]
    name = f"recommenders-{edition.programme}-{edition.year}.xlsx"
    return bytes_response(documents.xlsx_book(sheets), XLSX, name)


def _unit_rows(found: RollUp) -> Iterator[list[str]]:
    for line in found.lines:
        when = f"{line.handed_in_at:%Y-%m-%d}" if line.handed_in_at else ""
        yield [line.recommender.label, *_cells(found, line.figures, line.rates), line.remark, when, line.package]
    yield [_("合计"), *_cells(found, found.total, found.rates), "", "", ""]


def _year_rows(found: RollUp) -> Iterator[list[str]]:
    for one in found.years:
        yield [str(one.year), str(one.reported), *_cells(found, one.figures, one.rates)]


def _headings(found: RollUp) -> list[str]:
    figures = [_named(figure) for figure in found.table.figures]
    return [*figures, *(_bracketed(name, "%") for name in _rate_names(found))]


def _named(figure: Any) -> str:
    name, unit = in_language(figure.label, figure.label_en), in_language(figure.unit, figure.unit_en)
    return _bracketed(name, unit) if unit else name


def _bracketed(name: str, unit: str) -> str:
    return _("%(name)s（%(unit)s）") % {"name": name, "unit": unit}


def _rate_names(found: RollUp) -> list[str]:
    return [in_language(rate.label, rate.label_en) for rate in found.table.rates]


def _cells(found: RollUp, figures: Any, rates: Any) -> list[str]:
    """Return the numbers of a line; a dash where nothing was handed in or nothing can be divided."""
    numbers = ["—" if figures is None else points(figures.get(figure.id)) or "—" for figure in found.table.figures]
    return [*numbers, *(points(one.percent) or "—" for one in rates)]


def _chart(found: RollUp) -> str:
    series = [
        ports.Series(name, [round(one.rates[place].percent or 0) for one in found.years], COLOURS[place % len(COLOURS)])
        for place, name in enumerate(_rate_names(found))
    ]
    return ports.bars(_("历年比率（%）"), [str(one.year) for one in found.years], series)
