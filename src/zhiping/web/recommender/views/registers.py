"""Which edition a page of the recommending unit is about."""

from __future__ import annotations

from typing import Any

from zhiping.core.errors import NotFound
from zhiping.recommendation import queries
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request


def chosen_register(request: Request, *, listing: bool = False) -> tuple[Any, list[Any]]:
    """Return the register entry named by ?edition= and all of them for the tabs.

    Without it: where cases wait, else where recommending is open, else the newest; a listing shows what is over, too,
    and does without the windows.

    Raises: NotFound when this unit is not on that edition's register. An empty register gives (None, []).
    """
    registers = list(queries.recommenders_of(request.actor))
    wanted = request.GET.get("edition", "")
    if not wanted:
        waiting = [r for r in registers if getattr(r, "waiting", 0)]
        waiting = waiting or ([] if listing else _open(request, registers))
        return next(iter(waiting or registers), None), registers
    found = next((r for r in registers if str(r.edition_id) == wanted), None)
    if found is None:
        raise NotFound
    return found, registers


def _open(request: Request, registers: list[Any]) -> list[Any]:
    """Return the entries whose opinions, ranks and packages can be given now."""
    return [
        r
        for r in queries.with_windows(registers)
        if queries.recommending_window(r.edition).contains(at_edition(request, r.edition))
    ]
