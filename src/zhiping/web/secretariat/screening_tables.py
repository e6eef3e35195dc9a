"""The figures of the formal check as tables, on the page and in files."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiping.reporting.ports import Series, bars
from zhiping.screening.queries.figures import ENDS, Figures, Pace

PASSED, FAILED = ENDS


@dataclass(frozen=True)
class Sheet:
    """One table: its name in addresses, what it is called, headings, rows as people read them."""

    id: str
    title: str
    hint: str
    columns: list[str]
    rows: list[list[str]]
    drawn: tuple[tuple[str, float], ...] = ()
    measure: str = ""

    def chart(self) -> str:
        """Draw the numbers that are drawn, "" where there are none; what they are is `measure`."""
        labels, numbers = [label for label, _number in self.drawn], [number for _label, number in self.drawn]
        return (
            bars(
                _("%(title)s：%(measure)s") % {"title": self.title, "measure": self.measure},
                labels,
                [Series(self.measure, numbers)],
            )
            if self.drawn
            else ""
        )


def sheets(figures: Figures) -> list[Sheet]:
    """Return the tables of an edition in the order of the page."""
    return [_pace(figures), _rounds(figures), _ages(figures), _staff(figures)]


def _pace(figures: Figures) -> Sheet:
    ends = ((PASSED.value, _("通过")), (FAILED.value, _("不通过")), ("", _("合计")))
    rows = [[label, *_told(figures.pace[end])] for end, label in ends]
    hint = _("从进入形式审查到作出结论，含补正的时间。")
    paces = [(label, figures.pace[end].median_days) for end, label in ends]
    drawn = tuple((label, round(days, 1)) for label, days in paces if days is not None)
    measure = _("天数（中位数）")
    return Sheet("pace", _("办理时长"), hint, [_("结论"), _("项数"), measure], rows, drawn, measure)


def _rounds(figures: Figures) -> Sheet:
    drawn = tuple(
        (_("没有补正") if not n else _("补正 %(n)s 次") % {"n": n}, count) for n, count in figures.rounds.items()
    )
    rows = [[label, str(count)] for label, count in drawn]
    hint, measure = _("进入过形式审查的每项成果计一次。"), _("项数")
    return Sheet("rounds", _("补正次数"), hint, [_("补正"), measure], rows, drawn, measure)


def _ages(figures: Figures) -> Sheet:
    oldest = max(figures.ages)
    bands = {
        days: (_("%(n)s 天以内") % {"n": days} if days else _("超过 %(n)s 天") % {"n": oldest}) for days in figures.ages
    }
    rows = [[bands[days], *map(str, (*counts, sum(counts)))] for days, counts in figures.ages.items()]
    columns = [_("进入形式审查"), _("待审查"), _("补正中"), _("合计")]
    return Sheet("ages", _("未办结"), _("按进入形式审查以来的天数。"), columns, rows)


def _staff(figures: Figures) -> Sheet:
    rows = [[one.name, str(one.open), _number(one.oldest_days), *_told(one.concluded)] for one in figures.staff]
    columns = [_("工作人员"), _("手上"), _("其中最久（天）"), _("已办结"), _("天数（中位数）")]
    return Sheet("staff", _("按工作人员"), _("不通过的计在确认的一人名下。"), columns, rows)


def _told(pace: Pace) -> list[str]:
    return [str(pace.count), _number(pace.median_days)]


def _number(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"
