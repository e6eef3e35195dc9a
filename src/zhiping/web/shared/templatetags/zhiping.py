"""Small words for templates: the reader's language of a definition's labels, sizes, levels."""

from __future__ import annotations

from typing import Any

from django import template

from zhiping.web.shared.phases import in_language

register = template.Library()
LEVEL_CLASSES = {"benchmark": "b", "excellent": "e", "progress": "p"}


@register.filter
def label(option: Any) -> str:
    """Return an option's or a step's name in the reader's language."""
    return in_language(option.label, getattr(option, "label_en", ""))


@register.filter
def level_class(level_id: str) -> str:
    """Return the modifier of the level's token; levels never speak by colour alone."""
    return LEVEL_CLASSES.get(level_id, "p")


@register.filter
def points(value: Any) -> str:
    """Return points without superfluous zeros: 86.50 → 86.5."""
    if value is None:
        return "—"
    text = f"{value:f}" if hasattr(value, "is_finite") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
