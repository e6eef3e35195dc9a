"""Answers that stay with a row for as long as it is held in memory, so that a page asks once what it needs five times.

An act reads its own row under a lock and so knows nothing that a page knew before it; where it changes what a question
is about and goes on, it says `forget`. Django empties the place with `refresh_from_db`, as it does for what was
prefetched.
"""

from __future__ import annotations

from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import Model

from zhiping.asking.prepared import Prepared

Row = TypeVar("Row")
More = ParamSpec("More")


def beside(
    row: Model, question: Prepared[Concatenate[int, More], Row], *more: More.args, **none: More.kwargs
) -> list[Row]:
    """Return the answer to a question about a row, by its id and whatever else; asked once for this row in memory."""
    known, asked = _known(row), (question, *more)
    if asked not in known:
        known[asked] = question(row.pk, *more, **none)
    found: list[Row] = known[asked]
    return found


def keep(row: Model, question: Prepared[[int], Row], answer: list[Row]) -> None:
    """Let a row know the answer that came for many rows at once."""
    _known(row)[(question,)] = answer


def forget(row: Model, question: Prepared[[int], Row]) -> None:
    """Let the question be asked anew: what it is about has changed."""
    _known(row).pop((question,), None)


def _known(row: Model) -> dict[Any, Any]:
    known: dict[Any, Any] = vars(row).setdefault("_prefetched_objects_cache", {})
    return known
