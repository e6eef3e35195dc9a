"""What a person read before an act on it: nothing else is acted on."""

from __future__ import annotations

import hashlib

from zhiping.core.errors import RuleViolation


def told(*standing: object) -> str:
    """Return what tells how a thing stands from how it stood before, short enough for a form to send along."""
    return hashlib.sha256(str(list(standing)).encode()).hexdigest()


def check_as_read(read: object, now: object) -> None:
    """Refuse an act on something else than was read.

    Args: read: what stood on the page; None where nobody read one. now: the same as it stands, asked under the lock.
    Raises: RuleViolation("read.changed").
    """
    if read is not None and read != now:
        raise RuleViolation("read.changed")
