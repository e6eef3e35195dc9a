"""The one-page pack of a case for the committee and for the office."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from zhiping.applications import permissions as of_cases
from zhiping.applications.models import Application, Version
from zhiping.core.definition.base import Labelled
from zhiping.core.definition.schema import Definition
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision.models import CommitteeVote, Proposal, Resolution
from zhiping.decision.queries import approval
from zhiping.programmes import queries as programmes
from zhiping.review.models import RoundResult

TELLING, EXCERPT, EXCERPTS = 30, 400, 4


def shorten(text: str) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round's result, without who judged."""

    label: str
    label_en: str
    points: Decimal | None
    rank: int | None
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What the committee decides on: the case in brief, its results, the proposal, the votes so far.

    dimensions: what is asked and what was chosen; summary: a question of the form and the beginning of its answer.
    """

    case: Application
    definition: Definition
    dimensions: list[tuple[Labelled, Labelled]]
    rounds: list[RoundLine]
    proposal: Proposal | None
    resolution: Resolution | None
    votes: list[CommitteeVote]
    entitled: int
    my_vote: dict[str, str]
    next_id: int | None
    summary: list[tuple[Labelled, str]]


def pack_for_member(member: Actor, application_id: int) -> Pack:
    """Return a member's pack. Raises: NotFound for an unseen case and for one in which the member has an interest."""
    pack = _pack(member, application_id)
    if approval.is_conflicted(pack.case, member.person_id):
        raise NotFound
    return pack


def pack_for_office(officer: Actor, application_id: int) -> Pack:
    """Return the office's pack, with the votes. Raises: NotFound."""
    return _pack(officer, application_id)


def _pack(actor: Actor, application_id: int) -> Pack:
    case = _cases().filter(pk=application_id).first()
    if case is None or not of_cases.may(actor, case, Verb.SEE, Field.PROPOSAL):
        raise NotFound
    definition = programmes.definition_of(case.edition)
    proposal = Proposal.objects.filter(application=case).first()
    votes = list(case.committee_votes.select_related("member").order_by("pk"))
    mine = next((vote for vote in votes if vote.member_id == actor.user_id), None)
    return Pack(
        case=case,
        definition=definition,
        dimensions=_dimensions(definition, case),
        rounds=_rounds(definition, case),
        proposal=proposal,
        resolution=Resolution.objects.filter(application=case).first(),
        votes=votes if actor.role is Role.SECRETARIAT else [],
        entitled=len(approval.entitled_to([case])[case.pk]),
        my_vote=_said(mine, proposal) if mine else {},
        next_id=_next(actor, case) if actor.role is Role.COMMITTEE else None,
        summary=_summary(definition, case),
    )


def _said(vote: CommitteeVote, proposal: Proposal | None) -> dict[str, str]:
    """Return a vote as the form has it: it agrees while the level that it is for is proposed."""
    agrees = proposal is not None and vote.level == proposal.level
    level = "" if agrees else vote.level or "none"
    return {"agrees": "yes" if agrees else "no", "level": level, "reason": vote.reason}


def _cases() -> QuerySet[Application]:
    versions = Prefetch("versions", Version.objects.order_by("-number"), to_attr="newest_first")
    found = Application.objects.select_related("edition", "organisation", "team", "recommender")
    return found.annotate(closes_at=programmes.closing_of_stage("state")).prefetch_related(versions)


def _dimensions(definition: Definition, case: Application) -> list[tuple[Labelled, Labelled]]:
    return [
        (definition.dimension_labels[name], option)
        for name, value in case.dimensions.items()
        for option in definition.dimensions.get(name, ())
        if option.id == value and name in definition.dimension_labels
    ]


def _rounds(definition: Definition, case: Application) -> list[RoundLine]:
    results = {r.round_id: r for r in RoundResult.objects.filter(application=case, concluded_at__isnull=False)}
    found = []
    for stage in definition.stages:
        result = results.get(stage.round or "")
        if result is not None:
            points, level = result.merged_points, result.proposed_level
            found.append(RoundLine(stage.label, stage.label_en, points, result.rank, level, result.reason))
    return found


def _next(member: Actor, case: Application) -> int | None:
    """Return the member's next case without a vote, in the order of the list."""
    waiting = approval.ballots(member).filter(edition_id=case.edition_id).exclude(pk=case.pk)
    return waiting.exclude(committee_votes__member_id=member.user_id).values_list("pk", flat=True).first()


def _summary(definition: Definition, case: Application) -> list[tuple[Labelled, str]]:
    """Return the longest texts of the frozen form, shortened: what the outcome is about."""
    versions: list[Version] = getattr(case, "newest_first", [])
    if not versions:
        return []
    answers = versions[0].answers
    found: list[tuple[Labelled, str]] = []
    for section in definition.form_for(case.dimensions).sections:
        for field in section.fields:
            text = answers.get(field.id)
            if not field.private and isinstance(text, str) and len(text) >= TELLING:
                found.append((field, shorten(text)))
    return found[:EXCERPTS]
