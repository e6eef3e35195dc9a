"""What a person typed into a field written by hand, when the page comes back with a refusal."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def _is_sent(context: template.Context, button: str, value: object) -> bool:
    request = context.get("request")
    if request is None or request.method != "POST":
        return False
    return not button or (button in request.POST and (value is None or request.POST[button] == str(value)))


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, button: str = "", value: object = None) -> Any:
    """Return what was typed under a name; with `button` only in the form whose button (of this value) was pressed."""
    return context["request"].POST.get(name, "") if _is_sent(context, button, value) else ""


@register.simple_tag(takes_context=True)
def unfolded(context: template.Context, button: str, value: object = None) -> SafeString:
    """Return ` open` for the details around the form that was sent, so that its writer finds the words again."""
    return mark_safe(" open") if _is_sent(context, button, value) else mark_safe("")
