"""One line of a worklist: what waits on somebody, about which case, until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be done by the person who looks.

    what: the act in the trade's words ("出具单位推荐意见"). href_name, href_args, href_query: the page where it
    is done, showing as many rows as `count` says.
    due_at, since: UTC instants; None when nothing bounds it. count: how many cases the one line stands for.
    of_edition: whether the title is an edition's, which several lines share: what is to be done tells them apart.
    """

    title: str
    what: str
    href_name: str
    href_args: tuple[object, ...] = field(default=())
    href_query: str = ""
    application_id: int | None = None
    detail: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    count: int = 1
    of_edition: bool = False


def soonest_first(items: list[Item]) -> list[Item]:
    """Order a worklist: due ones by their instant, then what waits longest."""

    def place(item: Item) -> tuple[bool, float, bool, float]:
        due, since = item.due_at, item.since
        return (due is None, due.timestamp() if due else 0.0, since is None, since.timestamp() if since else 0.0)

    return sorted(items, key=place)
