"""How an expert stands to a case. A standing conflict hides everything."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet

from zhiping.applications.models import Application
from zhiping.core.definition.vocabulary import Blind
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Relation
from zhiping.experts.models import Invitation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict


def standing_assignments(actor: Actor) -> QuerySet[Assignment]:
    """Return the expert's assignments that give access.

    Committed, without a standing conflict, not ended, the expert still in the pool, and the case standing in the very
    round it was assigned for.
    """
    committed = Invitation.objects.filter(
        expert=OuterRef("expert"), edition=OuterRef("application__edition"), committed_at__isnull=False
    )
    conflict = Conflict.objects.filter(expert=OuterRef("expert"), application=OuterRef("application")).exclude(
        state=Conflict.State.DISMISSED
    )
    expert_id = actor.scope_id or 0 if actor.role is Role.EXPERT else 0
    mine = Assignment.objects.filter(expert_id=expert_id, expert__is_active=True, ended_at__isnull=True)
    return mine.filter(Exists(committed), ~Exists(conflict), application__state=F("stage_id"))


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the cases an expert may know of: assigned, commitment signed, no standing conflict, still in a round."""
    cases = Application.objects.select_related("edition", "organisation", "team", "recommender")
    return cases.filter(pk__in=standing_assignments(actor).values("application"))


def relation(actor: Actor, application: Application) -> Relation:
    """Return how an expert stands to a case: assigned, blind or not, conflicted, or nothing at all."""
    conflicts = Conflict.objects.filter(expert_id=actor.scope_id or 0, application=application)
    if conflicts.exclude(state=Conflict.State.DISMISSED).exists():
        return Relation.CONFLICTED
    standing = standing_assignments(actor).filter(application=application).first()
    if standing is None:
        return Relation.NONE
    return Relation.ASSIGNED if is_blind(application.edition, standing.round_id) else Relation.ASSIGNED_OPEN


def is_blind(edition: Edition, round_id: str) -> bool:
    """Tell whether the experts of a round are not to learn who applies."""
    return programmes.definition_of(edition).rounds[round_id].blind != Blind.NONE
