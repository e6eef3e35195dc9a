"""Forms that could not be filled: choices without options, limits that cross, conditions that look ahead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from zhiping.core.definition.base import Condition, holds
from zhiping.core.definition.faults import Path, Problem, unknown
from zhiping.core.definition.schema import Definition, Field, Form
from zhiping.core.definition.vocabulary import FieldKind

_CHOICE = (FieldKind.CHOICE, FieldKind.CHOICES)
_TABLE = (FieldKind.TABLE, FieldKind.MEMBERS)
_NOT_IN_A_CELL = (*_TABLE, FieldKind.PHOTO, FieldKind.ORGANISATION, FieldKind.DECLARATION)
_LIMITS = (
    ("min_chars", "max_chars"),
    ("min_rows", "max_rows"),
    ("at_least", "at_most"),
    ("not_before", "not_after"),
)


def check(definition: Definition) -> Iterator[Problem]:
    """Find what is wrong inside each form."""
    for name, form in definition.forms.items():
        path: Path = ("forms", name)
        ids = [field.id for field in form.fields()]
        if form.title_field not in ids:
            yield unknown((*path, "title_field"), "栏目(fields)", form.title_field, ids)
        yield from _fields(definition, form, path)


def check_whole(definition: Definition) -> Iterator[Problem]:
    """Find values of the dimensions that have no form, or two."""
    if not definition.forms:
        yield Problem(("forms",), "还没有申报表;请在 forms/ 下写一份,或在 form.yaml 里写 forms:")
        return
    used = {key for form in definition.forms.values() for key in form.used_for if key in definition.dimensions}
    asked = [key for key in definition.dimensions if key in used]
    for values in product(*(definition.dimensions[key] for key in asked)):
        facts = {key: option.id for key, option in zip(asked, values, strict=True)}
        fitting = [name for name, form in definition.forms.items() if holds(form.used_for, facts)]
        said = "、".join(option.label for option in values) or "所有申报"
        if not fitting:
            yield Problem(("forms",), f"“{said}”没有对应的申报表;请在某份表的 used_for 里补上")
        elif len(fitting) > 1:
            message = f"“{said}”有两份申报表({'、'.join(fitting)});请改 used_for 使每种只对应一份"
            yield Problem(("forms", fitting[1], "used_for"), message)


def _fields(definition: Definition, form: Form, path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    all_ids = {field.id for field in form.fields()}
    for s, section in enumerate(form.sections):
        # Twice in one section is found with all other ids.
        earlier = frozenset(seen)
        yield from _looks_back(section.when, (*path, "sections", s, "when"), seen, all_ids)
        for f, field in enumerate(section.fields):
            place: Path = (*path, "sections", s, "fields", f)
            if field.id in earlier or field.id in definition.dimensions:
                yield Problem((*place, "id"), f"栏目“{field.id}”与前面的栏目或分类同名;请换一个名称")
            yield from _looks_back(field.when, (*place, "when"), seen, all_ids)
            seen.add(field.id)
            yield from _field(field, place)


def _looks_back(condition: Condition, path: Path, seen: set[str], all_ids: set[str]) -> Iterator[Problem]:
    for key in condition:
        if key in all_ids and key not in seen:
            yield Problem((*path, key), f"条件里的“{key}”排在后面;请把它移到本栏之前")


def _field(field: Field, path: Path) -> Iterator[Problem]:
    if field.kind in _CHOICE and not field.choices:
        yield Problem(path, f"“{field.label}”是选择题却没有选项;请补 options: 或 groups:")
    if field.kind not in _CHOICE and field.choices:
        yield Problem((*path, "kind"), f"“{field.label}”有选项;请把 kind 写成 choice(单选)或 choices(多选)")
    if field.other is not None and field.other not in [option.id for option in field.choices]:
        yield unknown((*path, "other"), "选项", field.other, [option.id for option in field.choices])
    if field.kind in _TABLE and not field.columns:
        yield Problem(path, f"“{field.label}”是表格却没有列;请补 columns:")
    if field.kind not in _TABLE and field.columns:
        yield Problem((*path, "kind"), f"“{field.label}”有列;请把 kind 写成 table 或 members")
    for low, high in _LIMITS:
        least, most = getattr(field, low), getattr(field, high)
        if least is not None and most is not None and least > most:
            yield Problem((*path, low), f"{low} 大于 {high};请写不大于 {most} 的值")
    for index, column in enumerate(field.columns):
        if column.kind in _NOT_IN_A_CELL:
            yield Problem(
                (*path, "columns", index, "kind"), f"表格的列不能是 {column.kind};请写 text、date、month、choice 等"
            )
        if column.kind in _CHOICE and not column.options:
            yield Problem((*path, "columns", index), f"“{column.label}”是选择题却没有选项;请补 options:")
