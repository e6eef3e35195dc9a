"""Secret words for every part of every case, and who may meet each of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from tests.factories.cases import AT
from tests.permissions.world import Person, World
from zhiping.accounts.models import User
from zhiping.applications.models import Attachment, AvoidanceRequest, Content, Extension, PrivateValue, Version
from zhiping.applications.queries import secrets
from zhiping.core import stated
from zhiping.core.identifiers import verification_code
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Relation
from zhiping.decision import ports
from zhiping.decision.models import (
    Certificate,
    CommitteeVote,
    NoticeItem,
    Objection,
    Proposal,
    Publication,
    PublicNotice,
    Resolution,
    SignOff,
)
from zhiping.decision.rules import certificates
from zhiping.experts.models import Expert, Invitation, Tie
from zhiping.files.models import StoredFile
from zhiping.journal.models import Entry
from zhiping.journey.models import Run, RunCase
from zhiping.messages.models import Message, OutboxMail
from zhiping.programmes import queries as programmes
from zhiping.recommendation import ports as complaint_ports
from zhiping.recommendation.models import Complaint, ComplaintNote, OwnScore, Package, Precondition, Recommendation
from zhiping.review.models import Assignment, RoundResult, Scorecard, Vote
from zhiping.screening.models import Finding, Result
from zhiping.showcase.models import Story

TAG = "<qk>"
"""Follows each word: read in a page as it stands, it shows that a page writes what people type without escaping it."""
CERTIFICATE, OBJECTION, COMPLAINT = (
    verification_code(secret) for secret in (b"certificate", b"objection", b"complaint")
)
OFFICE = frozenset({Role.SECRETARIAT})
STAFF = OFFICE | {Role.OPERATOR}
APPROVING = OFFICE | {Role.COMMITTEE, Role.GUIDING}
RECOMMENDING = OFFICE | {Role.RECOMMENDER}


@dataclass(frozen=True, slots=True)
class Word:
    """Who may meet a word.

    fields: the parts of the case that show it, one of them must be granted. public: also whoever reads public lists.
    roles: when given, only these, however the table would answer. people: who wrote it, or is of the same unit.
    """

    fields: tuple[Field, ...] = ()
    roles: frozenset[Role] = frozenset(Role)
    people: frozenset[str] = frozenset()
    public: bool = False


WORDS: dict[str, Word] = {
    "conflicts": Word((Field.CONFLICTS,)),
    "proposal": Word((Field.PROPOSAL,)),
    "votes": Word((Field.VOTES,), people=frozenset({"committee"})),
    "panelvotes": Word((Field.VOTES,), people=frozenset({"other expert"})),
    "unreleased": Word((Field.FINDINGS,), OFFICE),
    "asked": Word((Field.FINDINGS,)),
    "screened": Word((Field.FINDINGS,), OFFICE),
    "recommendation": Word((Field.RECOMMENDATION,)),
    "statistics": Word((), RECOMMENDING, people=frozenset({"recommender", "office"})),
    "ownscores": Word((Field.RECOMMENDATION,), RECOMMENDING),
    "packages": Word((), RECOMMENDING, people=frozenset({"recommender", "office"})),
    "complaints": Word((Field.COMPLAINTS,), OFFICE),
    "complainant": Word((Field.COMPLAINANT,), OFFICE),
    "expertnames": Word((Field.EXPERT_NAMES,), people=frozenset({"expert"})),
    "ties": Word((Field.CONFLICTS,), people=frozenset({"expert", "office"})),
    "scorecards": Word((Field.SCORECARDS,), people=frozenset({"expert"})),
    "results": Word((Field.RESULTS,)),
    "assigning": Word((Field.EXPERT_NAMES,), OFFICE),
    "private": Word((Field.PRIVATE,), frozenset({Role.APPLICANT, Role.UNIT})),
    "title": Word((Field.CASE, Field.CONTENT, Field.LEVEL), public=True),
    "team": Word((Field.IDENTITY, Field.LEVEL), people=frozenset({"author", "unit", "colleague"}), public=True),
    "content": Word((Field.CONTENT,)),
    "filenames": Word((Field.IDENTITY,)),
    "objector": Word((Field.OBJECTOR,), OFFICE),
    "objections": Word((Field.OBJECTIONS,), OFFICE),
    "resolution": Word((Field.LEVEL,), APPROVING),
    "signing": Word((), APPROVING, people=frozenset({"office", "committee", "guiding"})),
    "avoiding": Word((Field.CONTENT, Field.CONFLICTS), OFFICE | {Role.APPLICANT, Role.UNIT}),
    "extension": Word((Field.CASE,), OFFICE),
    "revoked": Word((Field.CERTIFICATE,), public=True),
    "story": Word((Field.STORY,), OFFICE | {Role.APPLICANT, Role.UNIT}),
    "letters": Word((), people=frozenset({"office"})),
    "journal": Word((Field.JOURNAL,), OFFICE),
    "mobile": Word((), people=frozenset({"author", "office"})),
}


def word(key: str, phase: str) -> str:
    """Return the word planted under this key in this phase."""
    return f"QK{key}ZZ{phase}QK{'' if key == 'mobile' else TAG}"


def may_meet(person: Person, key: str, phase: str) -> bool:
    """Tell from the table, and from what is narrower than the table, whether a person may read a word."""
    kept = WORDS[key]
    if person.name in kept.people:
        return True
    relation = Relation.NONE if person.relation is Relation.ASSIGNED and phase != "round" else person.relation
    seen = table.fields_seen(person.actor.role, relation, phase)
    if kept.public:
        seen |= table.fields_seen(Role.PUBLIC, Relation.NONE, phase)
    return person.actor.role in kept.roles and bool(seen & set(kept.fields))


def plant(world: World) -> dict[str, list[int]]:
    """Write a word of its own into every secret part of every case; return the ids of what now exists."""
    office = next(p.actor.user_id for p in world.people if p.name == "office") or 0
    for phase in world.cases:
        _plant_content(world, phase, office)
        _plant_review(world, phase)
        _plant_decision(world, phase, office)
        if phase != "draft":
            _plant_desks(world, phase, office)
    _plant_people(world, office)
    _plant_lists(world, office)
    runs = [_plant_run(world, person) for person in world.people if person.name in ("office", "recommender")]
    return {
        "run_id": runs,
        "item_id": list(NoticeItem.objects.values_list("pk", flat=True)),
        "notice_id": list(PublicNotice.objects.values_list("pk", flat=True)),
        "publication_id": list(Publication.objects.values_list("pk", flat=True)),
        "complaint_id": list(Complaint.objects.values_list("pk", flat=True)),
        "objection_id": list(Objection.objects.values_list("pk", flat=True)),
        "certificate_id": list(Certificate.objects.values_list("pk", flat=True)),
        "story_id": list(Story.objects.values_list("pk", flat=True)),
        "message_id": list(Message.objects.filter(subject__startswith="QK").values_list("pk", flat=True)),
        "mail_id": list(OutboxMail.objects.filter(message__subject__startswith="QK").values_list("pk", flat=True)),
        "expert_id": list(Expert.objects.values_list("pk", flat=True)),
        "assignment_id": list(Assignment.objects.values_list("pk", flat=True)),
        "invitation_id": list(Invitation.objects.values_list("pk", flat=True)),
        "conflict_id": list(world.cases["round"].conflicts.values_list("pk", flat=True)),
        "organisation_id": sorted({case.organisation_id for case in world.cases.values()}),
        "membership_id": list(world.cases["draft"].organisation.memberships.values_list("pk", flat=True)[:3]),
    }


def _plant_run(world: World, person: Person) -> int:
    """Write an act on every case, of which the person may not see all."""
    by = person.actor
    who = {"asked_by_id": by.person_id, "role": by.role.value, "scope_id": by.scope_id, "actor_name": by.name}
    run = Run.objects.create(act="recommendation.recommend", asked_at=AT, **who)
    cases = enumerate(world.cases.values(), 1)
    RunCase.objects.bulk_create(RunCase(run=run, application=case, place=place) for place, case in cases)
    return run.pk


def _plant_content(world: World, phase: str, office: int) -> None:
    case = world.cases[phase]
    case.title = word("title", phase)
    case.save(update_fields=["title"])
    if case.team is not None:
        case.team.name = word("team", phase)
        case.team.save(update_fields=["name"])
    answers = {"title": word("title", phase), "team_name": word("team", phase), "trade": word("content", phase)}
    secret = word("private", phase)
    masked = {"contact_mobile": "QK****QK"}
    Content.objects.filter(application=case).update(answers=answers | masked)
    name = f"{word('filenames', phase)}.pdf"
    files = [{"rule": "report", "name": name, "sha256": "0" * 64, "size": 1}]
    Version.objects.create(
        application=case,
        number=2,
        answers=answers | masked,
        dimensions=case.dimensions,
        attachments=files,
        content_hash="0" * 64,
        occasion="submission",
        frozen_at=AT,
    )
    StoredFile.objects.filter(pk__in=Attachment.objects.filter(application=case).values("file_id")).update(name=name)
    PrivateValue.objects.create(
        application=case,
        field_path="contact_mobile",
        ciphertext=secrets.seal(case, "contact_mobile", secret),
        fingerprint=secrets.fingerprint(secret),
        saved_at=AT,
    )
    AvoidanceRequest.objects.create(application=case, expert_name="某专家", reason=word("avoiding", phase), asked_at=AT)
    Extension.objects.create(
        application=case,
        stage_id="apply",
        until_at=AT + timedelta(days=1),
        reason=word("extension", phase),
        asked_by_id=office,
        asked_at=AT,
    )
    Entry.objects.create(
        at=AT,
        role="secretariat",
        actor_name="周干事",
        act="screening.pass_case",
        edition_key=world.edition.key,
        subject=f"application:{case.pk}",
        reason=word("journal", phase),
    )


def _plant_review(world: World, phase: str) -> None:
    case, other = world.cases[phase], next(p for p in world.people if p.name == "other expert")
    case.conflicts.update(reason=word("conflicts", phase))
    Assignment.objects.filter(application=case).update(reason=word("assigning", phase))
    for assignment in Assignment.objects.filter(application=case):
        said = dict.fromkeys(("opinion", "strengths", "improvements"), word("scorecards", phase))
        Scorecard.objects.create(assignment=assignment, total_points="87.39", submitted_at=AT, **said)
    Vote.objects.create(
        application=case,
        round_id="desk",
        expert_id=other.actor.scope_id or 0,
        reason=word("panelvotes", phase),
        voted_at=AT,
    )
    RoundResult.objects.create(application=case, round_id="desk", merged_points="87.39", reason=word("results", phase))


def _plant_decision(world: World, phase: str, office: int) -> None:
    case = world.cases[phase]
    Proposal.objects.create(application=case, reason=word("proposal", phase), proposed_at=AT, proposed_by_id=office)
    committee = next(p.actor.user_id for p in world.people if p.name == "committee") or 0
    CommitteeVote.objects.create(
        application=case, member_id=committee, agrees=False, reason=word("votes", phase), voted_at=AT
    )
    if phase in ("approval", "notice", "published"):
        Resolution.objects.create(
            application=case,
            level="excellent",
            changed_from="benchmark",
            reason=word("resolution", phase),
            resolved_at=AT,
            resolved_by_id=office,
        )
    if phase == "published":
        Story.objects.create(
            application=case, title=word("story", phase), summary=word("story", phase), body=word("story", phase)
        )


def _plant_desks(world: World, phase: str, office: int) -> None:
    case = world.cases[phase]
    Finding.objects.create(application=case, text=word("unreleased", phase), raised_at=AT, raised_by_id=office)
    Finding.objects.create(
        application=case,
        text=word("asked", phase),
        state="asked",
        due_at=AT + timedelta(days=7),
        raised_at=AT,
        raised_by_id=office,
    )
    Result.objects.create(
        application=case, verdict="failed", reason=word("screened", phase), given_at=AT, given_by_id=office
    )
    if case.recommender_id:
        Recommendation.objects.create(
            application=case,
            recommender_id=case.recommender_id,
            version=Version.objects.get(application=case, number=2),
            verdict="recommended",
            opinion=word("recommendation", phase),
            points="91.57",
            rank=4711,
            given_at=AT,
            given_by_id=office,
        )
        OwnScore.objects.create(
            application=case,
            recommender_id=case.recommender_id,
            reviewer=word("ownscores", phase),
            points="93.21",
            source="typed",
            given_at=AT,
            given_by_id=office,
        )


def _plant_people(world: World, office: int) -> None:
    assert world.assignment is not None
    judging = Expert.objects.get(pk=world.assignment.expert_id)
    User.objects.filter(pk=judging.user_id).update(name=word("expertnames", "round"))
    organisation = world.cases["draft"].organisation
    Tie.objects.create(expert=judging, kind="training", organisation=organisation, note=word("ties", "round"))
    author = next(p.actor.user_id for p in world.people if p.name == "author")
    User.objects.filter(pk=author).update(mobile=word("mobile", "draft"))
    letter = Message.objects.create(
        key="planted",
        to_id=office,
        code="x",
        subject=word("letters", "draft"),
        body=word("letters", "draft"),
        created_at=AT,
    )
    OutboxMail.objects.create(message=letter, address="office@example.org")
    recommender = world.cases["recommendation"].recommender
    assert recommender is not None
    Precondition.objects.create(
        recommender=recommender,
        kind="activity_summary",
        text=word("statistics", "recommendation"),
        handed_in_at=AT,
        handed_in_by_id=office,
    )
    _plant_complaint(recommender.pk, office)
    Package.objects.create(
        recommender=recommender,
        number="QC-2022-T001",
        content={"sheets": {}, "files": []},
        content_hash="0" * 64,
        handed_in_at=AT,
        handed_in_by_id=office,
        returned_at=AT,
        returned_by_id=office,
        returned_reason=word("packages", "recommendation"),
        again_until=AT + timedelta(days=9),
    )


def _plant_complaint(recommender_id: int, office: int) -> None:
    """Plant a complaint with who filed it, what it says, its evidence's name and the case file."""
    who, said = word("complainant", "recommendation"), word("complaints", "recommendation")
    identity = json.dumps({"name": who, "unit": who, "contact": who})
    evidence = StoredFile.objects.first()
    complaint = Complaint.objects.create(
        recommender_id=recommender_id,
        misconduct="charged_fees",
        code=COMPLAINT,
        identity=complaint_ports.seal_identity(identity, code=COMPLAINT),
        grounds=said,
        evidence=evidence,
        filed_at=AT,
    )
    ComplaintNote.objects.create(complaint=complaint, text=said, written_at=AT, written_by_id=office)


def _row(world: World, phase: str) -> dict[str, object]:
    case = world.cases[phase]
    return {
        "application": case.pk,
        "number": case.number,
        "level": "excellent",
        "group": "",
        "cells": [case.title, case.team.name if case.team else ""],
    }


def _plant_lists(world: World, office: int) -> None:
    edition, case = world.edition, world.cases["notice"]
    SignOff.objects.create(
        edition=edition,
        body="市总工会",
        list_hash="0" * 64,
        verdict="returned",
        comment=word("signing", "approval"),
        signed_at=AT,
        signed_by_id=office,
    )
    notice = PublicNotice.objects.create(
        edition=edition,
        stage_id="notice",
        title="公示",
        days=7,
        opened_at=AT,
        closes_at=AT + timedelta(days=7),
        list_hash="0" * 64,
        opened_by_id=office,
    )
    item = NoticeItem.objects.create(notice=notice, application=case, level="excellent", row=_row(world, "notice"))
    identity = f'{{"name": "{word("objector", "notice")}", "unit": "", "contact": "{word("objector", "notice")}"}}'
    Objection.objects.create(
        item=item,
        code=OBJECTION,
        identity=ports.seal_identity(identity, code=OBJECTION),
        grounds=word("objections", "notice"),
        filed_at=AT,
    )
    Publication.objects.create(
        edition=edition,
        title="发布名单",
        document_number="沪质评〔2022〕1号",
        rows=[_row(world, "published")],
        list_hash="0" * 64,
        prepared_at=AT,
        prepared_by_id=office,
        released_at=AT,
    )
    outcome = stated.Outcome(
        application_id=world.cases["published"].pk,
        number="T-1",
        title=word("title", "published"),
        team=word("team", "published"),
        organisation="自家单位有限公司",
        person="",
        recommender="",
        dimensions={},
        level="excellent",
    )
    definition = programmes.definition_of(edition)
    facts = certificates.facts(definition, outcome, number_text="Z-1", code=CERTIFICATE, at=AT)
    Certificate.objects.create(
        application=world.cases["published"],
        number="Z-1",
        code=CERTIFICATE,
        facts=facts,
        facts_hash=certificates.facts_hash(facts),
        issued_at=AT,
        issued_by_id=office,
        revoked_at=AT,
        revoked_by_id=office,
        revoked_reason=word("revoked", "published"),
    )
