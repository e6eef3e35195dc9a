"""The official form of an edition, filled in: what its paper says, and what a Word copy that came back says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhiping.applications.models import Application
from zhiping.applications.queries.completeness import current_hash, form_of, standing_endorsement
from zhiping.applications.queries.secrets import real_answers
from zhiping.applications.queries.sheets import version_to_be
from zhiping.applications.rules import mask
from zhiping.core.definition.base import holds
from zhiping.core.definition.questions import Field, Form, Section
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import FieldKind, Party
from zhiping.core.errors import RuleViolation
from zhiping.documents import ports as document_ports
from zhiping.documents.rules.official import Asked, Found, ticked_in
from zhiping.files import ports as file_ports
from zhiping.files import queries as files
from zhiping.programmes import queries as programmes

TABLES = (FieldKind.TABLE, FieldKind.MEMBERS)
CHOICES = (FieldKind.CHOICE, FieldKind.CHOICES)
LINE = "______"


def has_official_form(application: Application) -> bool:
    """Tell whether the edition's form for this case is one that a notice prints."""
    return form_of(application).official is not None


def official_data(application: Application, *, private: bool = True) -> dict[str, Any]:
    """Return the form as paper shows it.

    Args: private: with private values in full, only for who may see them; masked otherwise, as pages show them.
    Raises: RuleViolation("word.no_form") where the notice prints none.
    Source: excellence-2024 附件2、附件3.
    """
    form, digest = form_of(application), current_hash(application)
    if form.official is None:
        raise RuleViolation("word.no_form")
    answers = real_answers(application) if private else application.content.answers
    return {
        "association": settings.ASSOCIATION,
        "title": list(form.official.title),
        "number": application.number or f"{application.edition.key}#{application.pk}",
        "version": str(version_to_be(application, digest)),
        "content_hash": digest,
        "cover": _cover(application),
        "sections": [section_of(section, answers) for section in form.sections],
        "opinions_label": form.official.opinions_label,
        "opinions": [{"label": o.label, "text": _opinion(application, o.by)} for o in form.opinions],
    }


def _cover(application: Application) -> list[list[str]]:
    recommender = application.recommender.label if application.recommender is not None else ""
    on = timezone.localtime(application.submitted_at) if application.submitted_at is not None else None
    return cover_of(
        programmes.definition_of(application.edition),
        form_of(application),
        application.dimensions,
        unit=application.organisation.name,
        recommender=recommender,
        date=f"{on.year}年{on.month}月{on.day}日" if on is not None else "",
    )


def cover_of(
    definition: Definition,
    form: Form,
    chosen: Mapping[str, str] | None = None,
    *,
    unit: str = "",
    recommender: str = "",
    date: str = "",
) -> list[list[str]]:
    """Return the lines of an official form's cover; what is not known yet is a line to write on."""
    official = form.official
    assert official is not None
    name = next(iter(form.used_for), "")
    options = [o for o in definition.dimensions.get(name, ()) if holds(form.used_for, {name: o.id})]
    boxes = "\n".join(f"{_box((chosen or {}).get(name) == o.id)} {o.label}" for o in options)
    return [
        [official.direction, boxes],
        [official.unit, f"{unit or LINE}（盖章）"],
        [official.recommender, f"{recommender or LINE}（盖章）"],
        [official.date, date or LINE],
    ]


def _opinion(application: Application, by: Party) -> str:
    standing = standing_endorsement(application) if by == Party.UNIT else None
    return standing.opinion if standing is not None else ""


def section_of(section: Section, answers: dict[str, Any]) -> dict[str, Any]:
    """Return a section as paper shows it: rows of cells, and its tables; without answers it is empty."""
    rows: list[list[dict[str, str]]] = []
    for asked in section.fields:
        if asked.kind in TABLES:
            continue
        cell = {
            "id": asked.id,
            "kind": str(asked.kind),
            "label": asked.paper_label or asked.label,
            "hint": asked.hint,
            "text": printed(asked, answers.get(asked.id), answers.get(f"{asked.id}_other")),
        }
        if asked.beside and rows:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    tables = [_table(asked, answers.get(asked.id) or []) for asked in section.fields if asked.kind in TABLES]
    return {"label": section.label, "note": section.hint, "rows": rows, "tables": tables}


def _table(asked: Field, lines: list[dict[str, Any]]) -> dict[str, Any]:
    cells = [[_cell(column.options, line.get(column.id)) for column in asked.columns] for line in lines]
    return {"columns": [c.label for c in asked.columns], "lines": cells, "numbered": asked.numbered}


def _cell(options: Any, value: Any) -> str:
    named = {option.id: option.label for option in options}
    return str(named.get(value, value) or "") if isinstance(value, str) else str(value or "")


def printed(asked: Field, value: Any, other: Any) -> str:
    """Return an answer as the form prints it: boxes for every option, lines for groups, text as it is."""
    if asked.kind == FieldKind.PHOTO:
        return ""
    if asked.kind == FieldKind.YES_NO:
        return f"{_box(value is True)} 是　{_box(value is False)} 否"
    if asked.kind not in CHOICES:
        return "" if value is None else str(value)
    chosen = value if isinstance(value, list) else [value]
    lines = [f"{group.label}：{_boxes(group.options, chosen, asked, other)}" for group in asked.groups]
    if asked.options:
        lines.append(_boxes(asked.options, chosen, asked, other))
    return "\n".join(lines)


def _boxes(options: Any, chosen: list[Any], asked: Field, other: Any) -> str:
    return "　".join(
        f"{_box(o.id in chosen)} {o.label}" + (f"：{other or LINE}" if o.id == asked.other else "") for o in options
    )


def _box(ticked: bool) -> str:  # noqa: FBT001 -- a box is ticked or not
    return "■" if ticked else "□"


def photo_of(application: Application) -> bytes | None:
    """Return the portrait that stands in the form, or None."""
    found = application.attachments.filter(rule_id__startswith="photo.", removed_at__isnull=True).last()
    if found is None or found.file.is_held:
        return None
    with files.open_stored(found.file) as stream:
        return bytes(stream.read())


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a Word copy differs. label: as the form says it; before, after: as the form prints them."""

    id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WordCopy:
    """What a Word copy says. answers: only those that differ, by field id; found: how many fields were recognised."""

    answers: dict[str, Any]
    differences: list[Difference]
    found: int
    asked: int
    unread: list[str]


def read_word_copy(application: Application, content: bytes) -> WordCopy:
    """Compare a Word copy of the form with what is typed; nothing is changed.

    An empty cell takes nothing away; a masked private value says nothing.
    Raises: RuleViolation("word.no_form" | "word.not_docx" | "word.other_form"); RuleViolation of files.ports.inspect.
    """
    form = form_of(application)
    if form.official is None:
        raise RuleViolation("word.no_form")
    if file_ports.inspect(content).kind != "docx":
        raise RuleViolation("word.not_docx")
    fields = [f for f in form.fields() if f.kind != FieldKind.PHOTO]
    asked = [Asked(f.id, f.paper_label or f.label, tuple(c.label for c in f.columns)) for f in fields]
    found = document_ports.form_in(content, asked)
    if found is None:
        raise RuleViolation("word.not_docx")
    if not found.texts:
        raise RuleViolation("word.other_form")
    now, unread = real_answers(application), list[str]()
    taken = {
        name: value
        for name, value in _answers(fields, found, unread)
        if value not in (None, "", []) and _plain(value) != _plain(now.get(name))
    }
    shown = [_difference(f, now, taken) for f in fields if f.id in taken or f"{f.id}_other" in taken]
    return WordCopy(taken, shown, len(found.texts) + len(found.tables), len(asked), unread)


def _answers(fields: list[Field], found: Found, unread: list[str]) -> Iterator[tuple[str, Any]]:
    for asked in fields:
        if asked.id in found.tables:
            yield asked.id, [_row(asked, cells) for cells in found.tables[asked.id]]
        elif asked.id in found.texts:
            yield from _answer(asked, found.texts[asked.id])
        else:
            unread.append(asked.paper_label or asked.label)


def _plain(value: Any) -> Any:
    """Return an answer for comparing: numbers as text, rows without empty cells, lists without order."""
    if isinstance(value, list):
        return [_plain(one) for one in value] if value and isinstance(value[0], dict) else sorted(map(str, value))
    if isinstance(value, dict):
        return {name: str(cell).strip() for name, cell in value.items() if cell not in (None, "")}
    return value if isinstance(value, bool) or value is None else "\n".join(str(value).split("\n")).strip()


def _row(asked: Field, cells: list[str]) -> dict[str, str]:
    row = {}
    for column, cell in zip(asked.columns, cells, strict=False):
        named = {option.label: option.id for option in column.options}
        row[column.id] = named.get(cell, cell)
    return row


def _answer(asked: Field, text: str) -> Iterator[tuple[str, Any]]:
    if asked.kind == FieldKind.YES_NO:
        chosen, _rest = ticked_in(text, {"yes": "是", "no": "否"})
        yield asked.id, (chosen == ["yes"]) if len(chosen) == 1 else None
    elif asked.kind in CHOICES:
        for group in asked.groups:
            text = text.replace(f"{group.label}：", "").replace(f"{group.label}:", "")
        chosen, rest = ticked_in(text, {o.id: o.label for o in asked.choices})
        yield asked.id, chosen if asked.kind == FieldKind.CHOICES else (chosen[0] if len(chosen) == 1 else None)
        if asked.other in chosen:
            yield f"{asked.id}_other", rest
    elif asked.private and text == mask(text):
        yield asked.id, None
    else:
        yield asked.id, text


def _difference(asked: Field, now: dict[str, Any], taken: dict[str, Any]) -> Difference:
    after = {**now, **taken}
    if asked.kind in TABLES:
        said = [
            "；".join("、".join(str(v) for v in row.values()) for row in side.get(asked.id) or [])
            for side in (now, after)
        ]
    else:
        said = [printed(asked, side.get(asked.id), side.get(f"{asked.id}_other")) for side in (now, after)]
    return Difference(asked.id, asked.label, said[0], said[1])
