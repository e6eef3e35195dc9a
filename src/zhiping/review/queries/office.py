"""Rows the office's review pages show: conflicts, panels, sessions, one case."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Value, When

from zhiping.applications import permissions as of_applications
from zhiping.applications.models import Application
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict, Panel, PanelMember, RoundResult, Session, Vote

ORDER = Case(
    When(state=Conflict.State.FOUND, is_certain=False, then=Value(0)),
    When(state=Conflict.State.FOUND, then=Value(1)),
    When(state=Conflict.State.CONFIRMED, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


_WITH = ("application__organisation", "application__team", "expert__user", "expert__organisation", "decided_by")


def get_conflict(actor: Actor, conflict_id: int) -> Conflict:
    """Return a conflict the office may judge, with both sides. Raises: NotFound."""
    found = Conflict.objects.select_related("application__edition", *_WITH).filter(pk=conflict_id).first()
    if found is None or not of_applications.may(actor, found.application, Verb.SEE, Field.CONFLICTS):
        raise NotFound
    return found


def panels_of(edition: Edition, round_id: str) -> list[Panel]:
    """Return the panels of a round with their members ready, leaders first; two queries."""
    found = {p.pk: p for p in Panel.objects.filter(edition=edition, round_id=round_id).order_by("name", "pk")}
    for panel in found.values():
        panel.seated = []  # type: ignore[attr-defined]
    members = PanelMember.objects.filter(panel__in=found).select_related("expert__user", "expert__organisation")
    for member in members.order_by("-is_leader", "expert__user__name", "pk"):
        found[member.panel_id].seated.append(member)  # type: ignore[attr-defined]
    return list(found.values())


def sessions_of(edition: Edition, round_id: str) -> list[Session]:
    """Return the sessions of a round with their drawn order ready."""
    found = Session.objects.filter(edition=edition, round_id=round_id).select_related("panel")
    return list(found.prefetch_related("items__application__organisation").order_by("starts_at", "pk"))


def case_assignments(case: Application) -> list[Assignment]:
    """Return every assignment of a case, the newest round first, standing ones before ended ones."""
    found = Assignment.objects.filter(application=case).select_related("expert__user", "scorecard", "panel")
    return list(found.order_by("-round_id", "ended_at", "pk"))


def case_conflicts(case: Application) -> list[Conflict]:
    """Return the conflicts of a case."""
    return list(Conflict.objects.filter(application=case).select_related(*_WITH).order_by(ORDER, "pk"))


def case_results(case: Application) -> list[RoundResult]:
    """Return the results of a case, in the order they were concluded."""
    return list(RoundResult.objects.filter(application=case).order_by("concluded_at", "pk"))


def case_votes(case: Application, round_id: str) -> list[Vote]:
    """Return the panel's votes on a case by members who still sit on it."""
    sitting = Assignment.objects.filter(application=case, round_id=round_id, ended_at__isnull=True)
    found = Vote.objects.filter(application=case, round_id=round_id, expert__in=sitting.values("expert"))
    return list(found.select_related("expert__user").order_by("expert__user__name", "pk"))


def free_members(case: Application, round_id: str) -> list[PanelMember]:
    """Return who could still be put on a case by hand: members without a binding conflict who do not judge it yet."""
    binding = Conflict.objects.filter(application=case).exclude(state=Conflict.State.DISMISSED)
    standing = Assignment.objects.filter(application=case, round_id=round_id, ended_at__isnull=True)
    members = PanelMember.objects.filter(panel__edition=case.edition_id, panel__round_id=round_id)
    members = members.exclude(expert__in=binding.values("expert")).exclude(expert__in=standing.values("expert"))
    return list(members.select_related("expert__user", "panel").order_by("expert__user__name"))
