"""The application form as data: sections of fields, with conditions, limits, tables and privacy marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field as Limit

from zhiping.core.definition.base import Condition, Id, Labelled, Option, Sourced
from zhiping.core.definition.vocabulary import FieldKind, Party

Count = Annotated[int, Limit(ge=0)]


class OptionGroup(Labelled):
    """A heading over some options of a checkbox group, such as 先导产业 / 重点产业."""

    options: tuple[Option, ...] = Limit(min_length=1)


class Column(Labelled):
    """One column of a table."""

    id: Id
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    options: tuple[Option, ...] = ()
    max_chars: Count | None = None
    private: bool = False
    identifies: bool = False


class Field(Labelled):
    """One question of the form.

    Answers are plain JSON: text for the written kinds and dates ("2024-06-27", months "2024-06"), an option id,
    a list of option ids, true/false, a number or its text, a list of {column: value} rows, a file reference
    (text) for a photo. Free text beside the option named by `other` is answered under "<id>_other".
    photo_mm: width and height of a photo on paper; 35 × 49 is the two-inch portrait.
    On the official paper form: paper_label is its label there, beside puts it into the row of the field before it,
    numbered gives a table a column of numbers.
    """

    id: Id
    kind: FieldKind
    required: bool = True
    when: Condition = {}
    hint: str = ""
    hint_en: str = ""
    source: str = ""
    options: tuple[Option, ...] = ()
    groups: tuple[OptionGroup, ...] = ()
    other: Id | None = None
    max_chars: Count | None = None
    min_chars: Count | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    not_before: date | None = None
    not_after: date | None = None
    columns: tuple[Column, ...] = ()
    min_rows: Count = 0
    max_rows: Count | None = None
    fills_from: Id | None = None
    photo_mm: tuple[Annotated[int, Limit(ge=10, le=300)], Annotated[int, Limit(ge=10, le=300)]] = (35, 49)
    private: bool = False
    identifies: bool = False
    paper_label: str = ""
    beside: bool = False
    numbered: bool = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """All options in reading order, whatever group they stand in."""
        return self.options + tuple(option for group in self.groups for option in group.options)

    @property
    def has_private(self) -> bool:
        """Tell whether an answer holds something private, by itself or in a column."""
        return self.private or any(column.private for column in self.columns)


class Section(Labelled, Sourced):
    """A page of the form."""

    id: Id
    hint: str = ""
    hint_en: str = ""
    when: Condition = {}
    fields: tuple[Field, ...] = Limit(min_length=1)


class Opinion(Labelled, Sourced):
    """A block of the form that somebody else fills, seals and dates: the unit, or who stands above it."""

    id: Id
    by: Party
    sealed: bool = True


class OfficialForm(Sourced):
    """The paper form that a notice prints, to be filled by the platform: lines of its title and words of its cover."""

    title: tuple[str, ...] = Limit(min_length=1)
    direction: str
    unit: str
    recommender: str
    date: str
    opinions_label: str


class Form(Labelled, Sourced):
    """A form, and for which values of the dimensions it is used (`used_for: {}`: for all).

    official: where a notice prints the form, how its cover reads; the form is then used for one dimension's values.
    """

    used_for: Condition = {}
    title_field: Id
    sections: tuple[Section, ...] = Limit(min_length=1)
    opinions: tuple[Opinion, ...] = ()
    official: OfficialForm | None = None

    def fields(self) -> Iterator[Field]:
        """Go through every field in reading order."""
        for section in self.sections:
            yield from section.fields

    def field(self, field_id: str) -> Field:
        """Find a field by its id. Raises: KeyError."""
        for field in self.fields():
            if field.id == field_id:
                return field
        raise KeyError(field_id)
