"""What later stages say before a case is submitted and hear when it moves; nothing here knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhiping.applications.models import Application
    from zhiping.core.errors import RuleViolation

Ask = Callable[["Application"], "list[RuleViolation]"]
_asked: list[Ask] = []
Hear = Callable[["Application"], None]
_heard: list[Hear] = []


def before_submission(ask: Ask) -> None:
    """Register a question that every submission is asked; an app registers its own when it is ready."""
    if ask not in _asked:
        _asked.append(ask)


def reasons_of_others(application: Application) -> list[RuleViolation]:
    """Return what the registered questions hold against submitting this case now."""
    return [reason for ask in _asked for reason in ask(application)]


def when_moved(hear: Hear) -> None:
    """Register who hears of every case that has moved, within the transaction of the move."""
    if hear not in _heard:
        _heard.append(hear)


def tell_moved(application: Application) -> None:
    """Tell those who registered that this case stands somewhere else now."""
    for hear in _heard:
        hear(application)
