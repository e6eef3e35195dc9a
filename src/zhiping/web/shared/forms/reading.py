"""What was typed into a section, as plain answers; nothing is judged here, so that nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from zhiping.core.definition.schema import Column, Field, Section
from zhiping.core.definition.vocabulary import FieldKind as Kind
from zhiping.documents.rules import writable

ON_PAGE = "on_page"
REMOVE = "remove"
YES, NO = "yes", "no"


def answers_from(section: Section, post: QueryDict) -> dict[str, Any]:
    """Return the answers to the fields that stood on the page; a field that did not show keeps its answer.

    Returns: answers in the shapes of `core.definition.questions.Field`: an emptied field is "" or [], so that
    emptying is an answer too. Photos are handed in as files and stay out.
    """
    asked = set(post.getlist(ON_PAGE))
    answers: dict[str, Any] = {}
    for field in section.fields:
        if field.id not in asked or field.kind == Kind.PHOTO:
            continue
        if field.kind in (Kind.TABLE, Kind.MEMBERS):
            answers[field.id] = _rows(field, post)
            continue
        answers[field.id] = _value(field, field.id, post)
        if field.other is not None:
            answers[f"{field.id}_other"] = _text(post.get(f"{field.id}_other", ""))
    return answers


def _value(question: Field | Column, name: str, post: QueryDict) -> Any:
    match question.kind:
        case Kind.CHOICES:
            return post.getlist(name)
        case Kind.YES_NO:
            return {YES: True, NO: False}.get(post.get(name, ""), "")
        case Kind.DECLARATION:
            return True if post.get(name) == YES else ""
        case _:
            return _text(post.get(name, ""))


def _text(typed: str) -> str:
    """Browsers send line ends as CR LF; they are kept as LF, so that a text's hash is the same everywhere.

    Characters that no document can hold, as they come with what is pasted from slides, are not kept.
    """
    return writable(typed.replace("\r\n", "\n")).strip()


def _rows(field: Field, post: QueryDict) -> list[dict[str, Any]]:
    """Return the rows in their order on the page, without empty ones and without the one to be removed."""
    pattern = re.compile(rf"{re.escape(field.id)}-(\d{{1,4}})-[a-z]")
    places = sorted({int(found[1]) for name in post if (found := pattern.match(name))})
    gone = {value for value in post.getlist(REMOVE) if value.startswith(f"{field.id}-")}
    rows = []
    for place in places:
        row = {column.id: _value(column, f"{field.id}-{place}-{column.id}", post) for column in field.columns}
        if any(value not in ("", []) for value in row.values()) and f"{field.id}-{place}" not in gone:
            rows.append(row)
    return rows
