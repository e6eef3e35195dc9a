"""A form against its answers: which fields show, what is missing or wrong, and how long a Chinese text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from zhiping.core.definition import identifiers as ids
from zhiping.core.definition.base import holds
from zhiping.core.definition.schema import Column, Field, Form
from zhiping.core.definition.vocabulary import FieldKind as Kind

TABLES = (Kind.TABLE, Kind.MEMBERS)
_LONGEST = 10
"""A text may have at most this many code points per 字 of its limit, so that one endless word cannot pass."""
_FORMATS: dict[Kind, tuple[Callable[[str], object], str]] = {
    Kind.DATE: (ids.read_date, "not_a_date"),
    Kind.MONTH: (ids.read_month, "not_a_month"),
    Kind.PHONE: (ids.is_phone, "bad_phone"),
    Kind.MOBILE: (ids.is_mobile, "bad_mobile"),
    Kind.EMAIL: (ids.is_email, "bad_email"),
    Kind.USCC: (ids.is_uscc, "bad_uscc"),
    Kind.ID_NUMBER: (ids.is_id_number, "bad_id_number"),
    Kind.POSTCODE: (ids.is_postcode, "bad_postcode"),
}
Answers = Mapping[str, object]


ALONE, JOINED, SPACE, INVISIBLE = "alone", "joined", "space", "invisible"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one answer.

    field_path: "title", or "awards.0.name" for a column in a row counted from 0. code: a stable word for the text.
    """

    field_path: str
    code: str
    facts: dict[str, object] = field(default_factory=dict)


def count_characters(text: str) -> int:
    """Count 字 as the word count of the office programs does, which is what people measure a limit with.

    Every Chinese character, full-width mark and other symbol outside ASCII is one; a run of letters, digits and
    ASCII marks without a space is one; spaces, line ends and invisible characters are none.
    """
    count = 0
    inside = False
    for kind in map(_kind_of, unicodedata.normalize("NFC", text)):
        if kind == ALONE:
            count += 1
            inside = False
        elif kind == JOINED and not inside:
            count += 1
            inside = True
        elif kind == SPACE:
            inside = False
    return count


@lru_cache(maxsize=8192)
def _kind_of(char: str) -> str:
    """Return how a character counts; the same few thousand make up every text."""
    if char.isspace():
        return SPACE
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Mn", "Me"):
        return INVISIBLE
    if char.isascii():
        return JOINED
    alone = unicodedata.east_asian_width(char) in "WF" or category[0] in "PS" or category in ("Lo", "No")
    return ALONE if alone else JOINED


def visible_fields(form: Form, answers: Answers, *, dimensions: Answers | None = None) -> list[Field]:
    """List the fields that show, in reading order; the answer of a hidden field opens no other field."""
    facts: dict[str, object] = dict(dimensions or {})
    shown: list[Field] = []
    for section in form.sections:
        if not holds(section.when, facts):
            continue
        for question in section.fields:
            if holds(question.when, facts):
                shown.append(question)
                facts[question.id] = answers.get(question.id)
    return shown


def check(form: Form, answers: Answers, *, dimensions: Answers, complete: bool) -> list[FieldFault]:
    """List what is wrong with the answers, in reading order; answers to hidden fields do not count.

    dimensions: the application's dimension values and any other facts that conditions ask about.
    complete: False for a draft, where nothing is missing yet but what stands there must be sound.
    """
    shown = visible_fields(form, answers, dimensions=dimensions)
    faults = [fault for question in shown for fault in _check_field(question, answers, complete=complete)]
    known = {question.id for question in form.fields()}
    known |= {f"{question.id}_other" for question in form.fields() if question.other}
    return faults + [FieldFault(str(name), "unknown_field") for name in answers if name not in known]


def _check_field(question: Field, answers: Answers, *, complete: bool) -> list[FieldFault]:
    value = answers.get(question.id)
    if question.kind in TABLES:
        return _check_table(question, value, complete=complete)
    if is_empty(value):
        return [FieldFault(question.id, "required")] if complete and question.required else []
    faults = _check_value(question.id, question, value, complete=complete)
    return faults + _check_other(question, value, answers, complete=complete)


def is_empty(value: object) -> bool:
    """Tell whether an answer says nothing: absent, blank, or an empty list."""
    return value is None or value in ("", [], ()) or (isinstance(value, str) and not value.strip())


def _check_other(question: Field, value: object, answers: Answers, *, complete: bool) -> list[FieldFault]:
    chosen = value if isinstance(value, list) else [value]
    if question.other is None or question.other not in chosen:
        return []
    path = f"{question.id}_other"
    text = answers.get(path)
    if is_empty(text):
        return [FieldFault(path, "required")] if complete else []
    return _check_text(path, text, 50, None)


def _check_table(question: Field, value: object, *, complete: bool) -> list[FieldFault]:
    rows = value if value is not None else []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return [FieldFault(question.id, "not_a_table")]
    filled = [(at, row) for at, row in enumerate(rows) if not all(is_empty(cell) for cell in row.values())]
    least = max(question.min_rows, 1 if question.required else 0)
    if question.max_rows is not None and len(filled) > question.max_rows:
        return [FieldFault(question.id, "too_many_rows", {"limit": question.max_rows, "counted": len(filled)})]
    faults: list[FieldFault] = []
    if complete and len(filled) < least:
        faults.append(FieldFault(question.id, "too_few_rows", {"limit": least, "counted": len(filled)}))
    for at, row in filled:
        for column in question.columns:
            faults += _check_cell(f"{question.id}.{at}.{column.id}", column, row.get(column.id), complete=complete)
    return faults


def _check_cell(path: str, column: Column, value: object, *, complete: bool) -> list[FieldFault]:
    if is_empty(value):
        return [FieldFault(path, "required")] if complete and column.required else []
    return _check_value(path, column, value, complete=complete)


def _check_value(path: str, question: Field | Column, value: object, *, complete: bool) -> list[FieldFault]:
    kind = question.kind
    if kind in (Kind.CHOICE, Kind.CHOICES):
        return _check_choices(path, question, value)
    if kind in (Kind.YES_NO, Kind.DECLARATION):
        if not isinstance(value, bool):
            return [FieldFault(path, "not_yes_or_no")]
        refused = kind == Kind.DECLARATION and complete and not value
        return [FieldFault(path, "must_accept")] if refused else []
    if kind in (Kind.INTEGER, Kind.DECIMAL):
        return _check_number(path, question, value)
    if kind in _FORMATS:
        return _check_format(path, question, value)
    least = question.min_chars if isinstance(question, Field) and complete else None
    return _check_text(path, value, question.max_chars, least)


def _check_choices(path: str, question: Field | Column, value: object) -> list[FieldFault]:
    choices = question.choices if isinstance(question, Field) else question.options
    several = question.kind == Kind.CHOICES
    if isinstance(value, list) is not several:
        return [FieldFault(path, "not_a_choice", {"value": str(value)})]
    known = {option.id for option in choices}
    chosen = value if isinstance(value, list) else [value]
    return [FieldFault(path, "not_a_choice", {"value": str(one)}) for one in chosen if one not in known]


def _check_number(path: str, question: Field | Column, value: object) -> list[FieldFault]:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return [FieldFault(path, "not_a_number")]
    if not number.is_finite() or isinstance(value, bool):
        return [FieldFault(path, "not_a_number")]
    if question.kind == Kind.INTEGER and number != number.to_integral_value():
        return [FieldFault(path, "not_an_integer")]
    low, high = (question.at_least, question.at_most) if isinstance(question, Field) else (None, None)
    if (low is not None and number < low) or (high is not None and number > high):
        return [FieldFault(path, "out_of_range", {"at_least": low, "at_most": high})]
    return []


def _check_format(path: str, question: Field | Column, value: object) -> list[FieldFault]:
    read, code = _FORMATS[question.kind]
    if not isinstance(value, str) or not read(value.strip()):
        return [FieldFault(path, code)]
    if not isinstance(question, Field) or question.kind not in (Kind.DATE, Kind.MONTH):
        return []
    day = read(value.strip())
    early = question.not_before is not None and day < question.not_before  # type: ignore[operator]
    late = question.not_after is not None and day > question.not_after  # type: ignore[operator]
    if early or late:
        return [FieldFault(path, "out_of_range", {"at_least": question.not_before, "at_most": question.not_after})]
    return []


def _check_text(path: str, value: object, most: int | None, least: int | None) -> list[FieldFault]:
    if not isinstance(value, str):
        return [FieldFault(path, "not_a_text")]
    counted = count_characters(value)
    if most is not None and (counted > most or len(value) > most * _LONGEST):
        return [FieldFault(path, "too_long", {"limit": most, "counted": counted})]
    if least is not None and counted < least:
        return [FieldFault(path, "too_short", {"limit": least, "counted": counted})]
    return []
