"""A list of the office with a search and a few selects: what its address asks for, its saved views, its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhiping.core.errors import NotFound
from zhiping.web.secretariat.saved_views import Views
from zhiping.web.shared.http import Request
from zhiping.web.shared.sheets import csv_response, xlsx_response

LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Select:
    """A filter with a few values. options: value and what it is called."""

    name: str
    label: str
    options: Sequence[tuple[str, object]]


@dataclass
class Filtered:
    """What an address asks of a list. The same address without a page number is a view, and an export.

    searches: what the search looks into, "" for a list without one. What cannot be understood is left out.
    """

    request: Request
    list_name: str
    searches: str = ""
    selects: Sequence[Select] = ()

    @cached_property
    def text(self) -> str:
        """Return what is searched for."""
        typed = self.request.GET.get("q", "") if self.searches else ""
        return typed[:LONGEST_TEXT].strip()

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return the value of each select, "" for all."""
        asked = {one.name: self.request.GET.get(one.name, "") for one in self.selects}
        return {one.name: asked[one.name] if asked[one.name] in dict(one.options) else "" for one in self.selects}

    @cached_property
    def address(self) -> str:
        """Return the list as it stands, after the "?"."""
        return urlencode({name: value for name, value in {**self.chosen, "q": self.text}.items() if value})

    @cached_property
    def views(self) -> Views:
        """Return the views that are kept of this list."""
        return Views(self.request, self.list_name, self.address)

    def answered(self) -> HttpResponse | None:
        """Keep or give up a view if that was asked."""
        return self.views.answered()

    def context(self, *, file: str = "", args: Sequence[Any] = ()) -> dict[str, Any]:
        """Return what the strip above the list shows. Args: file: the address of its export, taking `args` and a kind."""
        files = [(label, reverse(file, args=[*args, kind])) for kind, label in KINDS.items()] if file else []
        shown = [
            (one, [(value, str(text), value == self.chosen[one.name]) for value, text in one.options])
            for one in self.selects
        ]
        query = f"&{self.address}" if self.address else ""
        return self.views.context() | {"filtered": self, "selects": shown, "files": files, "query": query}


KINDS = {"csv": "CSV", "xlsx": "Excel"}


def table_response(kind: str, name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    """Hand a list out as the file asked for. Raises: NotFound for another kind."""
    if kind not in KINDS:
        raise NotFound
    return (csv_response if kind == "csv" else xlsx_response)(name, heading, rows)
