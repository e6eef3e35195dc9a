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
from zhiping.review.models import Panel, PanelMember
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
    Raises: NotFound; NotAllowed; RuleViolation("expert.not_committed").
    """
    panel = Panel.objects.select_for_update(of=("self",)).select_related("edition").filter(pk=panel_id).first()
    if panel is None:
        raise NotFound
    permissions.require_office(by)
    if not experts.committed(panel.edition_id).filter(pk=expert_id).exists():
        raise RuleViolation("expert.not_committed")
    if is_leader:
        panel.members.filter(is_leader=True).update(is_leader=False)
    member, _new = PanelMember.objects.update_or_create(
        panel=panel,
        expert_id=expert_id,
        defaults={"is_leader": is_leader, "appointed_at": at, "appointed_by_id": by.user_id},
    )
    subject, key = f"panel:{panel.pk}", panel.edition.key
    journal.write("review.appoint", subject=subject, edition_key=key, by=by, at=at, expert=expert_id, leader=is_leader)
    return member
