"""Which edition a page of the recommending unit is about."""

from __future__ import annotations

from typing import Any

from zhiping.core.errors import NotFound
from zhiping.recommendation import queries
from zhiping.web.shared.http import Request


def chosen_register(request: Request) -> tuple[Any, list[Any]]:
    """Return the register entry named by ?edition= and all of them for the tabs; without it where cases wait.

    Raises: NotFound when this unit is not on that edition's register. An empty register gives (None, []).
    """
    registers = list(queries.recommenders_of(request.actor))
    wanted = request.GET.get("edition", "")
    if not wanted:
        waiting = [r for r in registers if getattr(r, "waiting", 0)]
        return next(iter(waiting or registers), None), registers
    found = next((r for r in registers if str(r.edition_id) == wanted), None)
    if found is None:
        raise NotFound
    return found, registers
