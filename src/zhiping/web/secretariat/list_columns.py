"""The columns of the office's list, and what an address asks for; page and exports read the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.journey.queries import lists
from zhiping.programmes import queries as programmes
from zhiping.screening.queries import desk
from zhiping.web.shared import phases
from zhiping.web.shared.doing import read_id
from zhiping.web.shared.phases import edition_title

Row = dict[str, Any]
WHOSE = {desk.MINE: gettext_noop("由我承办"), desk.NOBODYS: gettext_noop("尚未分派")}


class Words:
    """Everything a row needs to be read, looked up once in the reader's language; an export streams without it."""

    def __init__(self, editions: dict[int, Any]) -> None:
        self.editions = editions
        self.phases = {phase: phases.phase_label(phase) for phase in phases.LABELS}
        self.ends = {state: _(label) for state, label in phases.ENDS.items()}
        self.dimensions = {pk: self._options(programmes.definition_of(e)) for pk, e in editions.items()}

    def _options(self, definition: Any) -> dict[str, dict[str, str]]:
        return {
            name: {o.id: phases.in_language(o.label, o.label_en) for o in options}
            for name, options in definition.dimensions.items()
        }

    def option(self, row: Row, dimension: str) -> str:
        """Return what a case's option is called in its edition."""
        return str(self.dimensions[row["edition_id"]].get(dimension, {}).get(row[dimension], row[dimension]))

    def state(self, row: Row) -> str:
        """Return where a case stands: an end by what ended it."""
        end = self.ends.get(row["state"])
        return str(end or self.phases[row["phase"]])

    def choices(self, dimension: str, edition: int | None) -> list[tuple[str, str]]:
        """Return the options of a dimension in one edition, or in all of them."""
        of = [self.dimensions[edition]] if edition in self.dimensions else self.dimensions.values()
        found: dict[str, str] = {}
        for options in of:
            found = {**options.get(dimension, {}), **found}
        return list(found.items())


def _when(instant: Any) -> str:
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M") if instant else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, how its cell reads, and by which key of lists.SORTS it can be sorted."""

    id: str
    label: str
    text: Callable[[Row, Words], str]
    sort: str = ""
    usual: bool = True


COLUMNS = (
    Column("number", gettext_noop("编号"), lambda row, _words: row["number"] or "", "number"),
    Column("title", gettext_noop("成果名称"), lambda row, _words: row["title"], "title"),
    Column("team", gettext_noop("小组或申报人"), lambda row, _words: row["team__name"] or row["person_name"]),
    Column("unit", gettext_noop("单位"), lambda row, _words: row["organisation__name"], "unit"),
    Column("district", gettext_noop("所在区"), lambda row, _words: row["organisation__district"], usual=False),
    Column(
        "edition",
        gettext_noop("活动"),
        lambda row, words: edition_title(words.editions[row["edition_id"]]),
        usual=False,
    ),
    Column("category", gettext_noop("类别"), lambda row, words: words.option(row, "category"), "category"),
    Column("domain", gettext_noop("领域"), lambda row, words: words.option(row, "domain"), "domain"),
    Column("recommender", gettext_noop("推荐单位"), lambda row, _words: row["recommender__label"] or "", "recommender"),
    Column("state", gettext_noop("状态"), lambda row, words: words.state(row)),
    Column("officer", gettext_noop("审查承办人"), lambda row, _words: row["docket__officer__name"] or "", usual=False),
    Column("submitted", gettext_noop("提交时间"), lambda row, _words: _when(row["submitted_at"]), "submitted"),
    Column("since", gettext_noop("进入本阶段"), lambda row, _words: _when(row["state_since"]), "since", usual=False),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: rows and columns. The same address without a page number is an export."""

    wanted: lists.Wanted
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read an address; what cannot be understood is left out."""
        sort = query.get("sort", lists.NEWEST)
        wanted = lists.Wanted(
            edition=read_id(query.get("edition", "")) or None,
            phase=query.get("phase", "") if query.get("phase") in phases.LABELS else "",
            category=query.get("category", "")[:60],
            domain=query.get("domain", "")[:60],
            recommender=read_id(query.get("recommender", "")) or None,
            whose=query.get("whose", "") if query.get("whose") in WHOSE else "",
            text=query.get("q", "")[:80].strip(),
            sort=sort if sort.removeprefix("-") in lists.SORTS else lists.NEWEST,
        )
        chosen = set(query.getlist("columns"))
        columns = tuple(c for c in COLUMNS if (c.id in chosen if chosen else c.usual))
        return cls(wanted, columns or tuple(c for c in COLUMNS if c.usual))

    def address(self, **changes: Any) -> str:
        """Return the query string of this list, changed in some points."""
        wanted = replace(self.wanted, **changes)
        given = {
            "edition": wanted.edition,
            "phase": wanted.phase,
            "category": wanted.category,
            "domain": wanted.domain,
            "recommender": wanted.recommender,
            "whose": wanted.whose,
            "q": wanted.text,
            "sort": "" if wanted.sort == lists.NEWEST else wanted.sort,
        }
        pairs = [(name, value) for name, value in given.items() if value]
        usual = tuple(c for c in COLUMNS if c.usual)
        return urlencode(pairs + ([] if self.columns == usual else [("columns", c.id) for c in self.columns]))

    def cells(self, row: Row, words: Words) -> list[str]:
        """Return a row as people read it."""
        return [column.text(row, words) for column in self.columns]
