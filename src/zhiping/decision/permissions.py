"""Who may act on editions' lists; single cases are asked of the permission table."""

from __future__ import annotations

from zhiping.applications import permissions as of_cases
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision.queries import approval

require = of_cases.require


def require_office(by: Actor) -> None:
    """Refuse anybody but the secretariat. Raises: NotAllowed."""
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed


def require_office_or_clock(by: Actor) -> None:
    """Refuse anybody but the secretariat and the platform's own clock. Raises: NotAllowed."""
    if by.role not in (Role.SECRETARIAT, Role.OPERATOR):
        raise NotAllowed


def require_vote(by: Actor, case: Application) -> None:
    """Refuse who may not vote on this case; with an interest in it, the case is not even there.

    Raises: NotAllowed; NotFound for a member with a conflict of interest.
    Source: excellence-2024 附件1 第十五条(三).
    """
    require(by, case, Verb.VOTE, Field.VOTES)
    if approval.is_conflicted(case, by.person_id):
        raise NotFound


def require_guiding(by: Actor, body: str, bodies: tuple[str, ...]) -> None:
    """Refuse who does not speak for this guiding unit of the edition. Raises: NotAllowed."""
    if by.role is not Role.GUIDING or body not in bodies or body not in approval.bodies_of(by):
        raise NotAllowed
