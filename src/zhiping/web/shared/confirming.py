"""Acts that a page shows before they are done: only the outcome that this person saw and confirmed is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from zhiping.web.shared.http import Request
from zhiping.web.shared.refusal_texts.journey import TEXTS

FIELD = "confirmed"
"""Name of the button that confirms; its value is the digest of what the page shows."""
CHANGED = TEXTS["read.changed"]
"""Said by the act, too, of what changed between the look at the confirmation and the act's lock."""


@dataclass(frozen=True)
class Shown:
    """What a page shows that an act would do, and whether just that comes back confirmed.

    act, subject: as the journal names them; subject "" for an act on several of its own. outcome: what the act would
    take, in that order, each with all that is shown of it and could change meanwhile; text, numbers and lists of them.
    """

    request: Request
    act: str
    subject: str
    outcome: Sequence[Any]

    @cached_property
    def digest(self) -> str:
        """Return what tells this from any other outcome, act or person; only the platform can make one."""
        by = self.request.actor
        bound = [by.user_id, by.role, by.scope_id, self.act, self.subject, self.outcome]
        text = json.dumps(bound, ensure_ascii=False)
        return salted_hmac(__name__, text, algorithm="sha256").hexdigest()

    @property
    def is_confirmed(self) -> bool:
        """Tell whether this very outcome was confirmed."""
        return constant_time_compare(self.request.POST.get(FIELD, ""), self.digest)

    @property
    def reasons(self) -> list[str]:
        """Return why the page is shown again: something else was confirmed; none where nothing was yet."""
        is_stale = FIELD in self.request.POST and not self.is_confirmed
        return [_(CHANGED)] if is_stale else []
