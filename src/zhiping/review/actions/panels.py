"""Panels and who sits on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.experts import queries as experts
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.review import permissions
from zhiping.review.models import Assignment, Panel, PanelMember
from zhiping.review.queries import stage_of_round


@transaction.atomic
def create_panel(
    *, edition_id: int, round_id: str, name: str, domains: Sequence[str] = (), by: Actor, at: datetime
) -> Panel:
    """Set up a panel for one round.

    Side effects in order: Panel row; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("panel.name_taken").
    """
    edition = programmes.get_edition(edition_id)
    permissions.require_office(by)
    stage_of_round(edition, round_id)
    if Panel.objects.filter(edition=edition, round_id=round_id, name=name.strip()).exists():
        raise RuleViolation("panel.name_taken", name=name.strip())
    panel = Panel.objects.create(
        edition=edition, round_id=round_id, name=name.strip(), domains=list(domains), created_at=at
    )
    subject = f"panel:{panel.pk}"
    journal.write("review.create_panel", subject=subject, edition_key=edition.key, by=by, at=at, round=round_id)
    return panel


@transaction.atomic
def appoint(*, panel_id: int, expert_id: int, is_leader: bool = False, by: Actor, at: datetime) -> PanelMember:
    """Appoint an expert who has accepted and committed; a new leader takes the old one's place.

    Side effects in order: the old leader becomes a member; PanelMember row; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("expert.not_committed" | "panel.sits_elsewhere").
    """
    panel = (
        Panel.objects.select_for_update(of=("self",), no_key=True).select_related("edition").filter(pk=panel_id).first()
    )
    if panel is None:
        raise NotFound
    permissions.require_office(by)
    if not experts.committed(panel.edition_id).filter(pk=expert_id).exists():
        raise RuleViolation("expert.not_committed")
    elsewhere = PanelMember.objects.filter(panel__edition=panel.edition, panel__round_id=panel.round_id)
    other = elsewhere.filter(expert_id=expert_id).exclude(panel=panel).select_related("panel").first()
    if other is not None:
        raise RuleViolation("panel.sits_elsewhere", name=other.panel.name)
    if is_leader:
        panel.members.filter(is_leader=True).update(is_leader=False)
    member, _new = PanelMember.objects.update_or_create(
        panel=panel,
        expert_id=expert_id,
        defaults={"is_leader": is_leader, "appointed_at": at, "appointed_by_id": by.person_id},
    )
    subject, key = f"panel:{panel.pk}", panel.edition.key
    journal.write("review.appoint", subject=subject, edition_key=key, by=by, at=at, expert=expert_id, leader=is_leader)
    return member


@transaction.atomic
def appoint_all(*, panel_id: int, expert_ids: Sequence[int], leads: bool, by: Actor, at: datetime) -> list[PanelMember]:
    """Appoint several experts to one panel, all of them or none; with `leads` the only one chosen leads it.

    Raises: as appoint; RuleViolation("panel.one_leader") when several are to lead.
    """
    if leads and len(expert_ids) != 1:
        raise RuleViolation("panel.one_leader")
    return [
        appoint(panel_id=panel_id, expert_id=expert_id, is_leader=leads, by=by, at=at)
        for expert_id in sorted(expert_ids)
    ]


@transaction.atomic
def discharge(*, member_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take an expert off a panel; what he or she still holds there ends, what was handed in stays for the record.

    Side effects in order: the member's standing assignments without a submitted card end; PanelMember row removed;
    journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing").
    """
    member = (
        PanelMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("panel__edition")
        .filter(pk=member_id)
    )
    found = member.first()
    if found is None:
        raise NotFound
    permissions.require_office(by)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    held = Assignment.objects.filter(panel=found.panel, expert_id=found.expert_id, ended_at__isnull=True)
    unfinished = held.exclude(scorecard__submitted_at__isnull=False).values_list("pk", flat=True)
    Assignment.objects.filter(pk__in=list(unfinished)).update(ended_at=at, end_reason=reason.strip()[:300])
    subject, key, expert = f"panel:{found.panel_id}", found.panel.edition.key, found.expert_id
    found.delete()
    journal.write("review.discharge", subject=subject, edition_key=key, reason=reason, by=by, at=at, expert=expert)
