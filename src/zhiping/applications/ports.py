"""What else must be in order before a case is submitted: later stages say it here, nothing here knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhiping.applications.models import Application
    from zhiping.core.errors import RuleViolation

Ask = Callable[["Application"], "list[RuleViolation]"]
_asked: list[Ask] = []


def before_submission(ask: Ask) -> None:
    """Register a question that every submission is asked; an app registers its own when it is ready."""
    if ask not in _asked:
        _asked.append(ask)


def reasons_of_others(application: Application) -> list[RuleViolation]:
    """Return what the registered questions hold against submitting this case now."""
    return [reason for ask in _asked for reason in ask(application)]
