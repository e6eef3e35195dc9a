"""Who hears that two entries became one unit, or two again: later stages register here, nothing here knows them."""

from __future__ import annotations

from collections.abc import Callable

Hear = Callable[[], None]
_heard: list[Hear] = []


def when_merged(hear: Hear) -> None:
    """Register who hears, within the transaction of the act; an app registers its own when it is ready."""
    if hear not in _heard:
        _heard.append(hear)


def tell_merged() -> None:
    """Tell those who registered."""
    for hear in _heard:
        hear()
