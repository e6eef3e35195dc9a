"""Experts, panels and scored rounds for tests, by the real actions."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tests.factories.people import LONG_AGO, make_officer, make_organisation, make_user
from zhiping.applications.models import Application
from zhiping.core.cards import specs
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.experts.models import Expert, Invitation
from zhiping.organisations.models import Organisation
from zhiping.programmes.models import Edition
from zhiping.review import actions
from zhiping.review.models import Assignment, Panel
from zhiping.review.queries.cards import card_of

REVIEWING = {
    "qc-circle/2022": datetime(2022, 6, 20, 2, tzinfo=UTC),
    "qc-circle/2020": datetime(2020, 7, 25, 2, tzinfo=UTC),
    "site-management/2023": datetime(2023, 8, 10, 2, tzinfo=UTC),
    "excellence/2024": datetime(2024, 9, 20, 2, tzinfo=UTC),
    "performance-excellence/2018": datetime(2019, 7, 10, 2, tzinfo=UTC),
}


def make_expert(
    name: str = "顾长庚", organisation: Organisation | None = None, *, office: Actor | None = None, method: bool = True
) -> Actor:
    """Return an expert of the pool in the capacity of expert."""
    user = make_user(name)
    unit = organisation or make_organisation(f"{name}所在研究院")
    expert = experts.enrol(
        user_id=user.pk,
        organisation_id=unit.pk,
        fields=["manufacturing"],
        methods=["qc_tools"] if method else [],
        by=office or make_officer(),
        at=LONG_AGO,
    )
    return Actor(user.pk, Role.EXPERT, expert.pk, f"专家 · {name}")


def commit(expert: Actor, edition: Edition, office: Actor | None = None) -> Invitation:
    """Invite the expert to the edition; the expert accepts and commits."""
    at, pk = REVIEWING[edition.key], expert.scope_id or 0
    invitation = experts.invite(expert_id=pk, edition_id=edition.pk, by=office or make_officer(), at=at)
    if invitation.committed_at is not None:
        return invitation
    experts.answer_invitation(invitation_id=invitation.pk, accepts=True, by=expert, at=at)
    return experts.commit(invitation_id=invitation.pk, by=expert, at=at)


def seat(edition: Edition, round_id: str, people: list[Actor], office: Actor, name: str = "第一评审组") -> Panel:
    """Return a panel of these experts, the first one leading; they commit where they have not yet."""
    at = REVIEWING[edition.key]
    panel = actions.create_panel(edition_id=edition.pk, round_id=round_id, name=name, by=office, at=at)
    for place, expert in enumerate(people):
        commit(expert, edition, office)
        actions.appoint(panel_id=panel.pk, expert_id=expert.scope_id or 0, is_leader=place == 0, by=office, at=at)
    return panel


def actor_of(assignment: Assignment) -> Actor:
    """Return the expert of an assignment as an actor."""
    expert = Expert.objects.get(pk=assignment.expert_id)
    return Actor(expert.user_id, Role.EXPERT, expert.pk, "专家")


def score(assignment: Assignment, share: str = "0.8", *, submit: bool = True) -> None:
    """Fill a card with a share of each maximum, on the card's step, and hand it in."""
    assignment = Assignment.objects.select_related("application__edition").get(pk=assignment.pk)
    at, lines = REVIEWING[assignment.application.edition.key], specs(card_of(assignment))
    by = actor_of(assignment)
    entries = {}
    for line in lines:
        step = line.step or Decimal(5)
        highest = Decimal(100) if line.kind == "percent_band" else line.maximum
        entries[line.id] = str(highest * Decimal(share) // step * step)
    revision = assignment.scorecard.revision if hasattr(assignment, "scorecard") else 0
    actions.save_scorecard(assignment_id=assignment.pk, entries=entries, revision=revision, by=by, at=at)
    if submit:
        actions.submit_scorecard(assignment_id=assignment.pk, by=by, at=at)


def score_all(edition: Edition, round_id: str, shares: dict[int, str] | None = None) -> None:
    """Let every expert hand in every card of a round; shares: application id → share of the maximum."""
    standing = Assignment.objects.filter(application__edition=edition, round_id=round_id, ended_at__isnull=True)
    for assignment in standing.filter(scorecard__submitted_at__isnull=True):
        score(assignment, (shares or {}).get(assignment.application_id, "0.8"))


def reload(case: Application) -> Application:
    """Read a case again."""
    return Application.objects.select_related("edition").get(pk=case.pk)
