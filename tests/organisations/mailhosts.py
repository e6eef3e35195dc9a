"""Mail hosts that do not do what one hopes."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class Silent(BaseEmailBackend):
    """A host that cannot be reached."""

    def open(self) -> bool:
        msg = "host is away"
        raise ConnectionRefusedError(msg)
