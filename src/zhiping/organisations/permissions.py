"""Who may keep the register of units, and who decides about a unit's own people."""

from __future__ import annotations

from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.organisations.models import Membership

OFFICE = (Role.SECRETARIAT, Role.OPERATOR)


def require_person(by: Actor) -> int:
    """Return the person's id; refuse who is not signed in. Raises: NotAllowed."""
    if by.user_id is None:
        raise NotAllowed
    return by.user_id


def require_office(by: Actor) -> None:
    """Refuse anybody but the secretariat and the platform itself. Raises: NotAllowed."""
    if by.role not in OFFICE:
        raise NotAllowed


def administers(by: Actor, organisation_id: int) -> bool:
    """Tell whether this actor decides about the unit's people and teams."""
    return by.role is Role.UNIT and by.scope_id == organisation_id


def stands_for(by: Actor, organisation_id: int) -> bool:
    """Tell whether this actor acts for the unit as applicant or administrator."""
    return by.role in (Role.APPLICANT, Role.UNIT) and by.scope_id == organisation_id


def require_administrator(by: Actor, organisation_id: int) -> None:
    """Refuse who does not administer this unit; the office may always.

    Raises: NotFound for another unit's people; NotAllowed for those of this unit who do not administer it.
    """
    if administers(by, organisation_id) or by.role in OFFICE:
        return
    raise NotAllowed if by.scope_id == organisation_id else NotFound


def require_decides(by: Actor, asked: Membership) -> None:
    """Refuse who may not decide about this request.

    A recommending unit's officer and who claims a registered unit are approved by the office; a unit's people by its
    administrator; nobody approves the own request.
    Raises: NotFound; NotAllowed.
    """
    if asked.capacity == Membership.Capacity.RECOMMENDER or asked.claim:
        require_office(by)
    else:
        require_administrator(by, asked.organisation_id)
    if asked.user_id == by.user_id and by.role not in OFFICE:
        raise NotAllowed
