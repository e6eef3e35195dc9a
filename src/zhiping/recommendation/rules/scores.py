"""Pure rules of the recommending unit's own scores: one by one, and as a sheet of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiping.core import figures
from zhiping.core.errors import RuleViolation
from zhiping.core.scoring.rounding import mean, round_points

LONGEST_NAME = 60
NUMBER, TITLE = "编号", "成果名称"
FIRST_REVIEWER = 2
HIGHEST_COLUMN = 40
LETTERS = 26
MOST_ROWS = 2_000


def check_reviewer(reviewer: str) -> None:
    """Refuse a score without the name of who gave it. Raises: RuleViolation("own_score.reviewer_missing")."""
    if not reviewer.strip():
        raise RuleViolation("own_score.reviewer_missing")


def check_total(points: Decimal | None, maximum: Decimal) -> Decimal:
    """Return the total as it is kept; refuse none and one outside 0 … maximum or finer than a hundredth.

    Raises: RuleViolation("own_score.points_missing" | "own_score.out_of_range").
    """
    if points is None:
        raise RuleViolation("own_score.points_missing")
    if not points.is_finite() or not Decimal(0) <= points <= maximum:
        raise RuleViolation("own_score.out_of_range", maximum=maximum)
    return round_points(points)


def mean_of(points: Sequence[Decimal]) -> Decimal | None:
    """Return the mean of the reviewers' points, two places half up; None without any."""
    return round_points(mean(list(points))) if points else None


@dataclass(frozen=True, slots=True)
class Known:
    """A case that a sheet may speak of. open: whether scores can still be taken for it. maximum: of its card."""

    case_id: int
    title: str
    maximum: Decimal
    is_open: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One reviewer's total for one case, as a sheet has it."""

    case_id: int
    reviewer: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says, and every fault in it, each with row and column as the spreadsheet names them."""

    given: tuple[Given, ...]
    faults: tuple[RuleViolation, ...]


def read(rows: Sequence[Sequence[str]], known: Mapping[str, Known]) -> Sheet:
    """Read a sheet of scores: 编号, 成果名称, then one column a reviewer with that reviewer's total.

    An empty cell says that this reviewer gave no score. A faulty sheet is read to its end.
    Args: rows: cells as text, the heading first. known: number of a case → the case.
    Returns: faults RuleViolation("scores.empty" | "scores.heading" | "scores.no_reviewer" | "scores.reviewer_twice" |
    "scores.too_long" | "scores.number_missing" | "scores.unknown_number" | "scores.number_twice" | "scores.other_title" |
    "scores.case_decided" | "scores.not_points" | "scores.out_of_range").
    """
    heading, lines = (rows[0], rows[1:]) if rows else ((), ())
    reviewers = [cell.strip() for cell in heading[FIRST_REVIEWER:]]
    while reviewers and not reviewers[-1]:
        reviewers.pop()
    faults = _heading_faults(heading, reviewers, lines)
    if faults:
        return Sheet((), tuple(faults))
    given: list[Given] = []
    seen: dict[str, int] = {}
    for row, cells in enumerate(lines, start=2):
        line = [*(cell.strip() for cell in cells), *[""] * (FIRST_REVIEWER + len(reviewers))]
        if not any(line):
            continue
        found = _line_faults(row, line, known, seen)
        faults += found
        case = known.get(line[0])
        if case is not None:
            marks, wrong = _marks(row, line, reviewers, case)
            given += [] if found else marks
            faults += wrong
    return Sheet(tuple(given), tuple(faults))


def _heading_faults(
    heading: Sequence[str], reviewers: Sequence[str], lines: Sequence[Sequence[str]]
) -> list[RuleViolation]:
    if not lines:
        return [RuleViolation("scores.empty")]
    if len(lines) > MOST_ROWS:
        return [RuleViolation("scores.too_long", limit=MOST_ROWS)]
    if [cell.strip() for cell in heading[:FIRST_REVIEWER]] != [NUMBER, TITLE]:
        return [RuleViolation("scores.heading", row=1, column="A、B")]
    if not reviewers or len(reviewers) > HIGHEST_COLUMN:
        return [RuleViolation("scores.no_reviewer", row=1, column=letter(FIRST_REVIEWER), most=HIGHEST_COLUMN)]
    return [
        RuleViolation("scores.reviewer_twice", row=1, column=letter(place + FIRST_REVIEWER), reviewer=name)
        for place, name in enumerate(reviewers)
        if not name or name in reviewers[:place] or len(name) > LONGEST_NAME
    ]


def _line_faults(
    row: int, line: Sequence[str], known: Mapping[str, Known], seen: dict[str, int]
) -> list[RuleViolation]:
    """Return what is wrong with the case that a line names."""
    number, title = line[0], line[1]
    if not number:
        return [RuleViolation("scores.number_missing", row=row, column="A")]
    if (case := known.get(number)) is None:
        return [RuleViolation("scores.unknown_number", row=row, column="A", number=number)]
    if number in seen:
        return [RuleViolation("scores.number_twice", row=row, column="A", number=number, first=seen[number])]
    seen[number] = row
    if title and title != case.title:
        return [RuleViolation("scores.other_title", row=row, column="B", number=number, title=case.title)]
    return [] if case.is_open else [RuleViolation("scores.case_decided", row=row, column="A", number=number)]


def _marks(
    row: int, line: Sequence[str], reviewers: Sequence[str], case: Known
) -> tuple[list[Given], list[RuleViolation]]:
    given, faults = [], []
    for place, reviewer in enumerate(reviewers, start=FIRST_REVIEWER):
        if not line[place]:
            continue
        try:
            given.append(Given(case.case_id, reviewer, check_total(figures.read(line[place]), case.maximum)))
        except RuleViolation as refused:
            code = "scores.out_of_range" if refused.facts else "scores.not_points"
            told = {"row": row, "column": letter(place), "given": line[place], "maximum": case.maximum}
            faults.append(RuleViolation(code, **told))
    return given, faults


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column counted from 0: A to Z, then AA."""
    before, last = divmod(column, LETTERS)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)
