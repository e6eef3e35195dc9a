"""A section's fields as the template shows them: control, value, limits, faults."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiping.core.definition import schema
from zhiping.core.definition.base import Option
from zhiping.core.definition.form import count_characters
from zhiping.core.definition.schema import Column, Field, Section
from zhiping.core.definition.vocabulary import FieldKind as Kind
from zhiping.web.shared.phases import in_language

CONTROLS = {
    Kind.LONG_TEXT: "long",
    Kind.CHOICES: "checks",
    Kind.YES_NO: "yes_no",
    Kind.DECLARATION: "declaration",
    Kind.PHOTO: "photo",
    Kind.TABLE: "table",
    Kind.MEMBERS: "table",
}
TYPES = {Kind.DATE: "date", Kind.MONTH: "month", Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.MOBILE: "tel"}
MODES = {Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal", Kind.POSTCODE: "numeric"}
FEW = 7
"""Up to so many options stand as radio buttons; more go into a list to choose from."""
BLANK_ROWS = 1
LONGEST_OTHER = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question."""

    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Options under a heading; the heading is empty for those that stand by themselves."""

    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; number counts from 1 for people."""

    key: str
    number: int
    cells: list[Question]


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the page. name: of the input; control: which template part draws it; value: what stands in it.

    shows: whether the answers given so far let it appear. limit, counted: 字 allowed and written.
    """

    id: str
    name: str
    label: str
    control: str
    value: Any
    required: bool
    hint: str = ""
    type: str = "text"
    mode: str = ""
    groups: list[Group] = field(default_factory=list)
    limit: int | None = None
    counted: int = 0
    errors: list[str] = field(default_factory=list)
    shows: bool = True
    steers: bool = False
    other: Question | None = None
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blank: Row | None = None
    at_most: int | None = None
    photo_mm: tuple[int, int] = (0, 0)

    @property
    def html_id(self) -> str:
        """The id of the first input, which an error summary links to."""
        return f"q-{self.name}"

    @property
    def has_faults(self) -> bool:
        """Tell whether anything here, a cell or the text beside "other" included, is wrong."""
        cells = [cell for row in self.rows for cell in row.cells]
        return bool(self.errors or (self.other and self.other.errors) or any(cell.errors for cell in cells))


def questions(
    form: schema.Form,
    section: Section,
    answers: Mapping[str, Any],
    *,
    shown: Collection[str],
    errors: Mapping[str, list[str]],
    more_rows: str = "",
) -> list[Question]:
    """Return a section's questions with what was typed.

    Args: shown: ids of the fields that show; the others are on the page, hidden and switched off, so that a choice
    can bring them up at once. errors: field path → sentences. more_rows: id of the table that gets more empty rows.
    """
    steering = {key for part in form.sections for key in part.when}
    steering |= {key for asked in form.fields() for key in asked.when}
    return [
        _question(
            asked, answers, errors, shows=asked.id in shown, steers=asked.id in steering, more=more_rows == asked.id
        )
        for asked in section.fields
    ]


def _question(
    asked: Field, answers: Mapping[str, Any], errors: Mapping[str, list[str]], *, shows: bool, steers: bool, more: bool
) -> Question:
    value = answers.get(asked.id)
    rows = _rows(asked, value, errors, more=more) if asked.columns else []
    return Question(
        id=asked.id,
        name=asked.id,
        label=in_language(asked.label, asked.label_en),
        control=_control(asked, len(asked.choices), grouped=bool(asked.groups)),
        value=_shown(value),
        required=asked.required,
        hint=in_language(asked.hint, asked.hint_en),
        type=TYPES.get(asked.kind, "text"),
        mode=MODES.get(asked.kind, ""),
        groups=_groups(asked, value),
        limit=asked.max_chars,
        counted=count_characters(value) if isinstance(value, str) else 0,
        errors=list(errors.get(asked.id, [])),
        shows=shows,
        steers=steers,
        other=_other(asked, answers, errors),
        heads=[in_language(column.label, column.label_en) for column in asked.columns],
        rows=rows,
        blank=_row(asked, "NEW", 0, {}, {}) if asked.columns else None,
        at_most=asked.max_rows,
        photo_mm=asked.photo_mm,
    )


def _control(asked: Field | Column, options: int, *, grouped: bool) -> str:
    if asked.kind == Kind.CHOICE:
        return "radios" if options <= FEW and not grouped and isinstance(asked, Field) else "select"
    return CONTROLS.get(asked.kind, "line")


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _other(asked: Field, answers: Mapping[str, Any], errors: Mapping[str, list[str]]) -> Question | None:
    if asked.other is None:
        return None
    name = f"{asked.id}_other"
    label = next((in_language(o.label, o.label_en) for o in asked.choices if o.id == asked.other), "")
    text = _shown(answers.get(name))
    counted = count_characters(str(text))
    return Question(
        name,
        name,
        label,
        "line",
        text,
        required=False,
        limit=LONGEST_OTHER,
        counted=counted,
        errors=errors.get(name, []),
    )


def _groups(asked: Field, value: Any) -> list[Group]:
    groups = [Group(in_language(group.label, group.label_en), _choices(group.options, value)) for group in asked.groups]
    return [*groups, Group("", _choices(asked.options, value))] if asked.options else groups


def _choices(options: Collection[Option], value: Any) -> list[Choice]:
    chosen = value if isinstance(value, list) else [value]
    return [
        Choice(o.id, in_language(o.label, o.label_en), in_language(o.hint, o.hint_en), o.id in chosen) for o in options
    ]


def _rows(asked: Field, value: Any, errors: Mapping[str, list[str]], *, more: bool) -> list[Row]:
    given = [row for row in value or [] if isinstance(row, dict)] if isinstance(value, list) else []
    wanted = max(len(given) + (3 if more else BLANK_ROWS), asked.min_rows, 1)
    wanted = min(wanted, max(asked.max_rows or wanted, len(given)))
    padded = given + [{} for _ in range(wanted - len(given))]
    return [_row(asked, str(place), place + 1, row, errors) for place, row in enumerate(padded)]


def _row(asked: Field, key: str, number: int, row: Mapping[str, Any], errors: Mapping[str, list[str]]) -> Row:
    cells = [_cell(asked.id, key, column, row.get(column.id), errors) for column in asked.columns]
    return Row(f"{asked.id}-{key}", number, cells)


def _cell(table: str, key: str, column: Column, value: Any, errors: Mapping[str, list[str]]) -> Question:
    return Question(
        id=column.id,
        name=f"{table}-{key}-{column.id}",
        label=in_language(column.label, column.label_en),
        control=_control(column, len(column.options), grouped=False),
        value=_shown(value),
        required=column.required,
        type=TYPES.get(column.kind, "text"),
        mode=MODES.get(column.kind, ""),
        groups=[Group("", _choices(column.options, value))] if column.options else [],
        limit=column.max_chars,
        counted=count_characters(value) if isinstance(value, str) else 0,
        errors=list(errors.get(f"{table}.{key}.{column.id}", [])),
    )
