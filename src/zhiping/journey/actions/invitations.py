"""Accept an invitation by mail, whatever it invites to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.experts.models import Expert
from zhiping.organisations import actions as organisations
from zhiping.organisations.models import Invitation


@transaction.atomic
def accept_invitation(*, token: str, by: Actor, at: datetime) -> Invitation:
    """Accept an invitation: to stand for a unit, or to join the experts' pool, in the name of who invited.

    Side effects in order: as `organisations.actions.accept_invitation`; for an expert the entry in the pool, where
    there is none; the office completes fields and methods.
    Raises: NotFound; NotAllowed; RuleViolation("invitation.*").
    Source: requirements F1 (invitation into the pool), B2.
    """
    invitation = organisations.accept_invitation(token=token, by=by, at=at)
    known = Expert.objects.filter(user_id=by.person_id, is_active=True).exists()
    if invitation.capacity == Invitation.Capacity.EXPERT and not known:
        office = Actor(invitation.invited_by_id, Role.SECRETARIAT, None, "秘书处（邀请）")
        unit = invitation.organisation_id
        experts.enrol(user_id=by.person_id, organisation_id=unit, by=office, at=at)
    return invitation
