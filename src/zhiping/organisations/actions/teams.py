"""Teams of a unit: QC circles and work teams, entered by its people and, where it wishes, approved by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import permissions, queries, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Membership, Organisation, Team


@transaction.atomic
def create_team(*, organisation_id: int, name: str, registration: str = "", by: Actor, at: datetime) -> Team:
    """Enter a team of the unit, for its people and its administrator.

    Where the unit wishes it, a team that an applicant enters waits for the administrator's word before it can apply.
    Side effects in order: Team row; journal entry; message to the administrators about a waiting one.
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
        organisation=organisation,
        name=name,
        registration=registration.strip()[:40],
        registered_at=at,
        is_waiting=organisation.approves_teams and by.role is Role.APPLICANT,
    )
    _write("organisations.create_team", team, by, at)
    if team.is_waiting:
        messages.send(
            "organisations.team_proposed",
            to=queries.people(organisation.pk, Membership.Capacity.UNIT),
            key=f"organisations.team_proposed:{team.pk}",
            facts={"team": team.name, "organisation": organisation.name},
            link="/unit/people/",
            at=at,
        )
    return team


@transaction.atomic
def approve_team(*, team_id: int, by: Actor, at: datetime) -> Team:
    """Let a proposed team apply, for the unit's administrator. Twice changes nothing.

    Side effects in order: Team row; journal entry.
    Raises: NotFound; NotAllowed.
    """
    team = _lock(team_id)
    permissions.require_administrator(by, team.organisation_id)
    if team.is_waiting:
        team.is_waiting = False
        team.save(update_fields=["is_waiting"])
        _write("organisations.approve_team", team, by, at)
    return team


@transaction.atomic
def refuse_team(*, team_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Turn a proposed team down, with the reason that the journal keeps; its name is free again.

    Side effects in order: journal entry; Team row gone.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "team.approved_already").
    """
    team = _lock(team_id)
    permissions.require_administrator(by, team.organisation_id)
    rules.check_reason(reason)
    if not team.is_waiting:
        raise RuleViolation("team.approved_already", name=team.name)
    _write("organisations.refuse_team", team, by, at, reason)
    team.delete()


@transaction.atomic
def set_team_approval(*, organisation_id: int, wanted: bool, by: Actor, at: datetime) -> Organisation:
    """Say whether the unit wishes to approve the teams that its applicants enter; those that wait go on waiting.

    Side effects in order: Organisation.approves_teams; journal entry. Raises: NotFound; NotAllowed.
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_administrator(by, organisation_id)
    if organisation.approves_teams != wanted:
        organisation.approves_teams = wanted
        organisation.save(update_fields=["approves_teams"])
        subject = f"organisation:{organisation.pk}"
        journal.write("organisations.set_team_approval", subject=subject, by=by, at=at, wanted=wanted)
    return organisation


def _lock(team_id: int) -> Team:
    team = Team.objects.select_for_update(of=("self",), no_key=True).filter(pk=team_id).first()
    if team is None:
        raise NotFound
    return team


def _write(act: str, team: Team, by: Actor, at: datetime, reason: str = "") -> None:
    subject = f"organisation:{team.organisation_id}"
    journal.write(act, subject=subject, reason=reason, by=by, at=at, team=team.name)
