"""Who runs the pool: the office; an expert answers for himself or herself."""

from __future__ import annotations

from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role


def require_office(by: Actor) -> None:
    """Refuse anybody but the secretariat and the platform itself. Raises: NotAllowed."""
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        raise NotAllowed


def require_self(by: Actor, expert_id: int) -> None:
    """Refuse anybody but this expert. Raises: NotAllowed; NotFound for another expert's papers."""
    if by.role is not Role.EXPERT:
        raise NotAllowed
    if by.scope_id != expert_id:
        raise NotFound


def require_self_or_office(by: Actor, expert_id: int) -> None:
    """Refuse anybody but this expert and the office. Raises: NotAllowed; NotFound."""
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        require_self(by, expert_id)
