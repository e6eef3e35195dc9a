"""Django's `translate` and `url`, remembering what cannot change.

A list of a hundred rows says the same dozen words and builds the same three addresses in each row. A constant text is
looked up when the template is compiled; an address with whole numbers for its parts is reversed once and filled in from then on.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node, Parser, TextNode, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix, get_urlconf, reverse

register = template.Library()
WRITTEN = 900_000_000
"""Stands for an id while an address is reversed; no id of a row is as large."""


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """Say a text in the reader's language; options and variables are left to Django's own tag.

    Templates are compiled for each language (`web.shared.loading`), so a constant text becomes plain text of theirs.
    """
    bits = token.split_contents()
    node: Node = do_translate(parser, token)
    is_constant = len(bits) == 2 and bits[1][0] in "\"'" and bits[1][-1] == bits[1][0]  # noqa: PLR2004 -- tag and text
    return TextNode(str(node.render(Context()))) if is_constant else node


class Address(URLNode):
    """An address whose parts are whole numbers, as nearly all are; any other is left to Django's own tag."""

    def render(self, context: Context) -> str:
        """Return the address of these parts."""
        if self.kwargs or self.asvar:
            return str(super().render(context))
        parts = [part.resolve(context) for part in self.args]
        if not all(type(part) is int for part in parts):
            return str(super().render(context))
        return address(self.view_name.resolve(context), *parts)


def address(name: str, *parts: int) -> str:
    """Return the address of a page whose parts are whole numbers; for rows written in Python."""
    known = get_urlconf() or settings.ROOT_URLCONF
    return _pattern(name, len(parts), known, get_script_prefix()) % parts


@lru_cache(maxsize=512)
def _pattern(name: str, count: int, _urlconf: Any, _prefix: str) -> str:
    stand_in = [WRITTEN + place for place in range(count)]
    address = reverse(name, args=stand_in).replace("%", "%%")
    for number in stand_in:
        address = address.replace(str(number), "%d", 1)
    return address


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    """Build the address of a page."""
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
