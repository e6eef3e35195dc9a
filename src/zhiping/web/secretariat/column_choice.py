"""Which columns of a list are shown: ticked in one piece of the page (`lists/_columns.html`), kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

NAME = "columns"


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a list that can be left out, and those that are shown. labels: id → heading, in their order."""

    labels: Mapping[str, str]
    shown: frozenset[str]

    @classmethod
    def of(cls, query: QueryDict, labels: Mapping[str, str]) -> Choice:
        """Read an address; where it names no column, all are shown."""
        return cls(labels, frozenset(query.getlist(NAME)) & labels.keys() or frozenset(labels))

    def pairs(self) -> list[tuple[str, str]]:
        """Return what an address says of the columns: nothing where all are shown."""
        return [] if len(self.shown) == len(self.labels) else [(NAME, one) for one in self.labels if one in self.shown]

    def context(self) -> dict[str, Any]:
        """Return what the piece of the page needs, and which columns the list shows."""
        columns = [{"id": one, "label": _(label), "shown": one in self.shown} for one, label in self.labels.items()]
        return {"columns": columns, "shows": dict.fromkeys(self.shown, True)}
