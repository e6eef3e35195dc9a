"""What became of many at once, told lot by lot: those with one fate, the first of them by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.errors import Refusal
from zhiping.web.shared.refusals import reasons

GONE = gettext_noop("这项申报已不在这一环节。")
"""What is said of a case that may no longer be acted on, or is not there."""
NAMED = 20
"""Cases called by their names under each reason; the others are counted."""


@dataclass(frozen=True)
class Lot:
    """Cases with one fate, the first of them by name. reason: "" for those that the act takes."""

    reason: str
    count: int
    named: list[dict[str, Any]]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.named)


def told(refused: Iterable[Refusal]) -> Counter[str]:
    """Return the reasons of those refused meanwhile, counted."""
    found = Counter[str]()
    for why in refused:
        found.update(reasons(why) or [_(GONE)])
    return found
