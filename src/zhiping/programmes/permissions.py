"""Who may run editions: the secretariat, and the operator for the demo clock."""

from __future__ import annotations

from zhiping.core.errors import NotAllowed
from zhiping.core.permissions.actor import Actor, Role


def require_office(by: Actor) -> None:
    """Refuse anybody but the secretariat and the platform itself. Raises: NotAllowed."""
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        raise NotAllowed
