"""Teams of a unit: QC circles and work teams."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.organisations import permissions, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Team


@transaction.atomic
def create_team(*, organisation_id: int, name: str, registration: str = "", by: Actor, at: datetime) -> Team:
    """Enter a team of the unit, for its people and its administrator.

    Side effects in order: Team row; journal entry.
    Raises: NotFound for another unit; RuleViolation("name.missing" | "name.too_long" | "team.registered_already").
    Source: requirements B2; qc-2022 附件2 (小组注册登记号).
    """
    organisation = locking.organisation(organisation_id)
    if not permissions.stands_for(by, organisation_id) and by.role not in permissions.OFFICE:
        raise NotFound
    name = rules.read_name(name, rules.LONGEST_TEAM_NAME)
    if organisation.teams.filter(name=name).exists():
        raise RuleViolation("team.registered_already", name=name)
    team = Team.objects.create(
        organisation=organisation, name=name, registration=registration.strip()[:40], registered_at=at
    )
    journal.write("organisations.create_team", subject=f"organisation:{organisation.pk}", by=by, at=at, team=name)
    return team
