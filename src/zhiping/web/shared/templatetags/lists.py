"""Small words for tables: pair cells with their headings, look a label up, call the permission table's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from zhiping.core.permissions import table
from zhiping.web.shared import words
from zhiping.web.shared.phases import in_language, phase_label

register = template.Library()


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
def phase_names(phases: tuple[str, ...]) -> str:
    """Return the phases in words; all of them as one word."""
    if set(phases) == set(table.PHASES):
        return _("全过程")
    return _("、").join(phase_label(phase) for phase in phases)


@register.filter
def level_name(level_id: str, definition: Any) -> str:
    """Return a level's name in the reader's language."""
    return next((in_language(o.label, o.label_en) for o in definition.levels if o.id == level_id), level_id)
