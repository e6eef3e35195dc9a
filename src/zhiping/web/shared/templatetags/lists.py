"""Small words for tables: pair cells with their headings, look a label up, call the permission table's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhiping.core.permissions import table
from zhiping.web.shared import words
from zhiping.web.shared.phases import phase_label

register = template.Library()
SPECIAL = re.compile("[&<>\"']")
WHOLE = frozenset({"number", "submitted", "since"})


@register.filter
def zipped(cells: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return the cells with their headings."""
    return list(zip(cells, columns, strict=False))


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return a mapping's value."""
    return mapping.get(key)


@register.filter
def verb_name(verb: str) -> str:
    """Return what may be done, in the reader's language."""
    return _(words.VERBS[verb])


@register.filter
def field_name(field: str) -> str:
    """Return what a part of a case is called."""
    return _(words.FIELDS[field])


@register.filter
def relation_name(relation: str) -> str:
    """Return how somebody stands to a case, in words."""
    return _(words.RELATIONS[relation])


@register.filter
def reason_name(why: str) -> str:
    """Return why a right is granted, in the reader's language."""
    return _(why)


@register.filter
def phase_names(phases: tuple[str, ...]) -> str:
    """Return the phases in words; all of them as one word."""
    if set(phases) == set(table.PHASES):
        return _("全过程")
    return _("、").join(phase_label(phase) for phase in phases)


@register.filter
def options(choices: Iterable[tuple[Any, str, bool]]) -> SafeString:
    """Return (value, text, chosen) as the options of a select; written here for the same reason as `case_rows`."""
    found = (
        f'<option value="{escape(str(value))}"{" selected" if chosen else ""}>{escape(text)}</option>'
        for value, text, chosen in choices
    )
    return mark_safe("".join(found))  # noqa: S308 -- value and text are escaped above


@register.filter
def case_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Return the rows of a list of cases as HTML, each with its box to choose it by.

    Written here and not in the template: a page has a thousand cells, and the template took most of its time.
    """
    chosen, nameless = escape(_("选择")), _("未命名成果")
    found = []
    for row in rows:
        box = f'<input type="checkbox" name="rows" value="{row["pk"]}" aria-label="{chosen} {_escaped(row["title"])}">'
        found.append(f'<tr><td class="pick">{box}</td>{_cells(row, nameless)}</tr>')
    return mark_safe("".join(found))  # noqa: S308 -- everything that anybody typed is escaped


def _cells(row: Mapping[str, Any], nameless: str) -> str:
    """Return a row's cells: title and first column lead to the case, the state wears its colour."""
    found = []
    for place, (column, label, text) in enumerate(row["cells"]):
        shown = _escaped(text or (nameless if column == "title" else "—"))
        if column == "title" or place == 0:
            shown = f'<a href="{row["href"]}">{shown}</a>'
        elif column == "state":
            state = f" state--{escape(row['state_class'])}" if row["state_class"] else ""
            shown = f'<span><span class="state{state}">{shown}</span></span>'
        found.append(f"{_opening(column, label)}{shown}</td>")
    return "".join(found)


def _escaped(text: str) -> str:
    """Return the text as HTML; most cells have nothing to escape, and looking costs a fifth of escaping."""
    return escape(text) if SPECIAL.search(text) else text


@lru_cache(maxsize=256)
def _opening(column: str, label: str) -> str:
    kind = ' class="whole"' if column in WHOLE else ' class="titled"' if column == "title" else ""
    return f'<td{kind} data-label="{escape(label)}">'
