"""What a list shows, in which order, and the hash that freezes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from zhiping.core.definition.outcome import Publication
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Shown
from zhiping.core.errors import RuleViolation
from zhiping.core.stated import Outcome, label_of, shown

BETWEEN = " · "
"""What stands between the parts of a group's heading."""

ListRow = dict[str, Any]
"""One row of a list: application, number, level, group, cells."""

ONE_SECOND = timedelta(seconds=1)


def in_order(definition: Definition, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes in the order of the list: groups as the edition names them, better levels first."""
    publication = definition.publication
    levels = {level.id: place for place, level in enumerate(definition.levels)}

    def place(outcome: Outcome) -> tuple[object, ...]:
        return (*_group_place(definition, publication, outcome), levels.get(outcome.level, len(levels)), outcome.number)

    return sorted(outcomes, key=place)


def _group_place(definition: Definition, publication: Publication | None, outcome: Outcome) -> tuple[int, ...]:
    places = []
    for dimension in publication.group_by if publication else ():
        ids = [option.id for option in definition.dimensions.get(dimension, ())]
        value = outcome.dimensions.get(dimension, "")
        places.append(ids.index(value) if value in ids else len(ids))
    return tuple(places)


def columns(definition: Definition) -> list[str]:
    """Return the headings of the edition's list."""
    return [column.label for column in definition.publication.columns] if definition.publication else []


def rows(definition: Definition, outcomes: Sequence[Outcome], *, first: int = 1) -> list[ListRow]:
    """Return the list's rows as shown and frozen: case, level, group and the cells under `columns`.

    The column that shows the number counts the rows from 1: a published list numbers its lines, not the cases. Of a
    part of a list `first` is the number of its first line.
    """
    publication = definition.publication
    found: list[ListRow] = []
    for line, outcome in enumerate(in_order(definition, outcomes), start=first):
        cells = [
            str(line) if column.shows is Shown.NUMBER else shown(definition, outcome, column.shows, column.dimension)
            for column in (publication.columns if publication else ())
        ]
        group = [
            label_of(definition, d, outcome.dimensions.get(d, ""))
            for d in (publication.group_by if publication else ())
        ]
        found.append(
            {
                "application": outcome.application_id,
                "number": outcome.number,
                "level": outcome.level,
                "group": BETWEEN.join(group),
                "cells": cells,
            }
        )
    return found


def told(definition: Definition, listed: Sequence[ListRow]) -> tuple[int, ...]:
    """Return the places of the columns that say something in some row of this whole list; all of them for no rows."""
    every = range(len(columns(definition)))
    return tuple(
        place for place in every if not listed or any("".join(row["cells"][place : place + 1]) for row in listed)
    )


def of_places(line: Sequence[str], places: Sequence[int]) -> list[str]:
    """Return a row's cells, or the headings over them, at these places; what a shorter row lacks is left out."""
    return [line[place] for place in places if place < len(line)]


def list_hash(edition_key: str, listed: Sequence[Mapping[str, object]]) -> str:
    """Return the SHA-256 of a list as canonical JSON: who agrees to a list agrees to exactly these rows.

    The case's own id is left out, for it is not public. A column that says nothing counts, though no page shows it.
    """
    plain = [{key: row[key] for key in sorted(row) if key != "application"} for row in listed]
    text = json.dumps(
        {"edition": edition_key, "rows": plain}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def counts(definition: Definition, listed: Sequence[Mapping[str, object]]) -> list[tuple[str, int]]:
    """Return level name → number of rows, best level first, levels nobody got left out."""
    found = [(level.label, sum(row["level"] == level.id for row in listed)) for level in definition.levels]
    return [(label, count) for label, count in found if count]


def result_name(definition: Definition) -> str:
    """Return what the edition's result is called: an evaluation's result is not called an evaluation twice."""
    return f"{definition.title}结果" if definition.title.endswith("评价") else f"{definition.title}评价结果"


def notice_title(definition: Definition) -> str:
    """Return the title of the edition's public notice."""
    return f"{result_name(definition)}公示"


def publication_title(definition: Definition) -> str:
    """Return the title under which the association publishes the list, unless the office writes another."""
    return f"关于公布{result_name(definition)}的通知"


def english_titles(definition: Definition) -> dict[str, str]:
    """Return what English pages call the papers whose titles are made: their Chinese title → the English one."""
    if not definition.title_en:
        return {}
    return {
        notice_title(definition): f"Public notice of the results: {definition.title_en}",
        publication_title(definition): f"Results: {definition.title_en}",
    }


def check_not_empty(listed: Sequence[object], code: str) -> None:
    """Refuse an act on an empty list. Raises: RuleViolation(code)."""
    if not listed:
        raise RuleViolation(code)


def check_same_list(given: str, current: str) -> None:
    """Refuse an act on a list that has changed since it was read. Raises: RuleViolation("list.changed")."""
    if given != current:
        raise RuleViolation("list.changed")


def check_second_person(first_id: int | None, second_id: int | None) -> None:
    """Refuse one person doing what takes two. Raises: RuleViolation("publication.same_person").

    Source: requirements H3 (release needs two people).
    """
    if first_id is None or first_id == second_id:
        raise RuleViolation("publication.same_person")
