"""How an expert stands to a case. A standing conflict hides everything."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Relation
from zhiping.experts.models import Invitation
from zhiping.review.models import Assignment, Conflict


def standing_assignments(actor: Actor) -> QuerySet[Assignment]:
    """Return the expert's assignments that give access: committed, without a standing conflict, not ended."""
    committed = Invitation.objects.filter(
        expert=OuterRef("expert"), edition=OuterRef("application__edition"), committed_at__isnull=False
    )
    conflict = Conflict.objects.filter(expert=OuterRef("expert"), application=OuterRef("application")).exclude(
        state=Conflict.State.DISMISSED
    )
    expert_id = actor.scope_id if actor.role is Role.EXPERT else None
    return Assignment.objects.filter(Exists(committed), ~Exists(conflict), expert_id=expert_id, ended_at__isnull=True)


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the cases an expert may know of: assigned, commitment signed, no standing conflict, still in a round."""
    cases = Application.objects.select_related("edition", "organisation", "team", "recommender")
    return cases.filter(pk__in=standing_assignments(actor).values("application"), phase="round")


def relation(actor: Actor, application: Application) -> Relation:
    """Return how an expert stands to a case: assigned, conflicted, or nothing at all."""
    conflicts = Conflict.objects.filter(expert_id=actor.scope_id, application=application)
    if conflicts.exclude(state=Conflict.State.DISMISSED).exists():
        return Relation.CONFLICTED
    if standing_assignments(actor).filter(application=application).exists():
        return Relation.ASSIGNED
    return Relation.NONE
