"""Tables that people fill in with a spreadsheet: read by heading, every fault named by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiping.core.errors import RuleViolation, listing

HEADING_WITHIN = 5
"""Lines among which the heading is looked for; above it people write titles."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
YES, NO = ("是", "yes", "y", "true", "1", "√"), ("否", "no", "n", "false", "0", "×")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading. read: the cell's text → value, raising RuleViolation; also_called: other headings."""

    key: str
    heading: str
    read: Callable[[str], Any]
    required: bool = False
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell. cell: "B5", or "1" for a whole line; column: its heading; code and facts: the refusal."""

    row: int
    cell: str
    column: str
    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One filled line. row: its number in the sheet, from 1; values: by column key, without what was left blank."""

    row: int
    values: Mapping[str, Any]
    cells: Mapping[str, str]
    """Where each value stands, for faults found later."""


def read(
    columns: Sequence[Column], lines: Sequence[Sequence[Any]], *, at_most: int
) -> tuple[list[Record], list[Fault]]:
    """Return the records of a sheet and everything wrong with it, line by line; blank lines are passed over.

    Args: lines: cells as a spreadsheet gives them, from its first line on.
    """
    found = _heading(columns, lines)
    if found is None:
        missing = listing("columns", [column.heading for column in columns if column.required])
        return [], [Fault(1, "1", "", "sheet.no_heading", missing)]
    start, places, faults = found
    filled = [(n, line) for n, line in enumerate(lines[start:], start + 1) if any(_text(cell) for cell in line)]
    if not filled:
        faults.append(Fault(start + 1, str(start + 1), "", "sheet.no_lines", {}))
    if len(filled) > at_most:
        faults.append(Fault(start + 1, str(start + 1), "", "sheet.too_many_lines", {"limit": at_most}))
        filled = []
    records = []
    for row, line in filled:
        record, wrong = _record(row, line, places)
        records.append(record)
        faults += wrong
    return records, faults


def _heading(
    columns: Sequence[Column], lines: Sequence[Sequence[Any]]
) -> tuple[int, dict[int, Column], list[Fault]] | None:
    """Return the number of the heading's line, which column stands where, and the headings nobody knows."""
    known = {_even(name): column for column in columns for name in (column.heading, column.key, *column.also_called)}
    for number, line in enumerate(lines[:HEADING_WITHIN], 1):
        places = {place: known[_even(_text(cell))] for place, cell in enumerate(line) if _even(_text(cell)) in known}
        if {c.key for c in columns if c.required} <= {column.key for column in places.values()}:
            strange = [
                Fault(number, _cell(place, number), _text(cell), "sheet.unknown_column", {"column": _text(cell)})
                for place, cell in enumerate(line)
                if _text(cell) and place not in places
            ]
            return number, places, strange
    return None


def _record(row: int, line: Sequence[Any], places: Mapping[int, Column]) -> tuple[Record, list[Fault]]:
    values, cells, faults = {}, {}, []
    for place, column in places.items():
        text, cell = _text(line[place] if place < len(line) else ""), _cell(place, row)
        cells[column.key] = cell
        if not text:
            if column.required:
                faults.append(Fault(row, cell, column.heading, "sheet.empty", {}))
            continue
        try:
            values[column.key] = column.read(text)
        except RuleViolation as wrong:
            faults.append(Fault(row, cell, column.heading, wrong.code, {"given": text, **wrong.facts}))
    return Record(row, values, cells), faults


def fault(record: Record, column: Column, code: str, **facts: Any) -> Fault:
    """Return a fault in a cell that could be read, found by looking at more than the cell."""
    return Fault(record.row, record.cells.get(column.key, str(record.row)), column.heading, code, facts)


def _text(cell: Any) -> str:
    """Return a cell as somebody reads it: whole numbers without a point, days as 2024-05-01."""
    if isinstance(cell, bool):
        return YES[0] if cell else NO[0]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def _even(heading: str) -> str:
    """Headings are known without the mark of a required column, spaces and letter case."""
    return re.sub(r"[\s*＊:：]", "", heading).casefold()


def _cell(place: int, row: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def text(longest: int) -> Callable[[str], str]:
    """Return a reader of one line of text. Raises: RuleViolation("sheet.too_long")."""

    def read_text(given: str) -> str:
        plain = " ".join(given.split())
        if len(plain) > longest:
            raise RuleViolation("sheet.too_long", limit=longest, counted=len(plain))
        return plain

    return read_text


def choice(words: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    """Return a reader of one of some words. Args: words: value → how people write it, the usual word first.

    Raises: RuleViolation("sheet.bad_choice") with the words to choose from.
    """
    known = {_even(word): value for value, names in words.items() for word in (value, *names)}

    def read_choice(given: str) -> str:
        if _even(given) not in known:
            allowed = listing("allowed", [names[0] for names in words.values()])
            raise RuleViolation("sheet.bad_choice", given=given, **allowed)
        return known[_even(given)]

    return read_choice


def yes_no(given: str) -> bool:
    """Read 是 or 否. Raises: RuleViolation("sheet.bad_choice")."""
    if given.casefold() in YES or given.casefold() in NO:
        return given.casefold() in YES
    raise RuleViolation("sheet.bad_choice", given=given, allowed=f"{YES[0]}、{NO[0]}")


def day(given: str) -> date:
    """Read a civil day: 2024-05-01, 2024/5/1 or 2024年5月1日. Raises: RuleViolation("sheet.bad_day")."""
    found = _DAY.fullmatch(given)
    try:
        if found is not None:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise RuleViolation("sheet.bad_day", given=given)


def several(one: Callable[[str], str]) -> Callable[[str], list[str]]:
    """Return a reader of several values in one cell, apart by ； ; or 、."""

    def read_several(given: str) -> list[str]:
        return [one(part.strip()) for part in re.split(r"[;；、\n]", given) if part.strip()]

    return read_several
