"""Hear complaints about fees: protect who complains, keep a case file, let two people decide with reasons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from zhiping.accounts import queries as accounts
from zhiping.core import identifiers
from zhiping.core.as_read import check_as_read
from zhiping.core.errors import NotFound, RuleViolations
from zhiping.core.permissions.actor import ANYONE, Actor
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import permissions, ports, queries
from zhiping.recommendation.actions.register import disqualify_recommender
from zhiping.recommendation.models import Complaint, ComplaintNote
from zhiping.recommendation.rules import complaints as rules

LARGEST_EVIDENCE = 20 * 1024 * 1024
State = Complaint.State


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complains, as far as he or she says."""

    name: str = ""
    unit: str = ""
    contact: str = ""


@transaction.atomic
def file_complaint(
    *,
    recommender_id: int,
    misconduct: str,
    complainant: Complainant,
    grounds: str,
    evidence: tuple[str, bytes] | None = None,
    at: datetime,
) -> Complaint:
    """File a complaint about a recommending unit, by anybody, named or not.

    Side effects in order: evidence stored under a neutral name; Complaint with the identity sealed; journal entry
    that names neither; message to the secretariat that names neither. There is no `by`: whoever is signed in
    complains as a member of the public, so that no record ties the account to the complaint.
    Raises: NotFound; RuleViolations with every "complaint.*"; RuleViolation of "file.*".
    Source: qc-2020 三.4; qc-2022 三.1; requirements D5.
    """
    permissions.require_complain(ANYONE)
    recommender = _recommender(recommender_id)
    _check(recommender, misconduct, grounds)
    stored = _store(evidence, ANYONE, at) if evidence else None
    return _open(recommender, misconduct, complainant, grounds, stored, by=ANYONE, at=at)


@transaction.atomic
def open_complaint(*, recommender_id: int, misconduct: str, grounds: str, by: Actor, at: datetime) -> Complaint:
    """Open a case file on the office's own account, for what it heard otherwise.

    Side effects in order: Complaint; journal entry; message to the secretariat.
    Raises: NotFound; NotAllowed; RuleViolations with every "complaint.*".
    """
    permissions.require_hear(by)
    recommender = _recommender(recommender_id)
    _check(recommender, misconduct, grounds)
    return _open(recommender, misconduct, Complainant(), grounds, None, by=by, at=at)


@transaction.atomic
def note_complaint(
    *, complaint_id: int, text: str, file: tuple[str, bytes] | None = None, by: Actor, at: datetime
) -> ComplaintNote:
    """Add to the case file what was asked, heard or found, while nothing is decided.

    Side effects in order: StoredFile; ComplaintNote; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("complaint.other_step" | "complaint.without_words" | "file.*").
    """
    complaint = _lock(complaint_id, by)
    rules.check_state(complaint.state, State.OPEN)
    rules.check_words(text)
    stored = files.store(name=file[0], content=file[1], max_bytes=LARGEST_EVIDENCE, by=by, at=at) if file else None
    note = ComplaintNote.objects.create(
        complaint=complaint, text=text.strip(), file=stored, written_at=at, written_by_id=by.person_id
    )
    _write("recommendation.note_complaint", complaint, by, at)
    return note


@transaction.atomic
def reveal_complainant(*, complaint_id: int, reason: str, by: Actor, at: datetime) -> Complainant:
    """Tell an officer who complains, for a reason that the journal keeps; each time anew.

    Side effects in order: journal entry, which names nobody.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing"). Source: requirements J3 (masking with reasoned reveal).
    """
    complaint = _lock(complaint_id, by)
    rules.check_reason(reason)
    said = queries.complainant(by, complaint)
    _write("recommendation.reveal_complainant", complaint, by, at, reason=reason.strip())
    return Complainant(**said)


@transaction.atomic
def propose_finding(*, complaint_id: int, proven: bool, answer: str, by: Actor, at: datetime) -> Complaint:
    """Propose what is found, with the reasons that complainant and unit will read; a second person decides.

    Side effects in order: Complaint; journal entry; message to the secretariat.
    Raises: NotFound; NotAllowed; RuleViolation("complaint.other_step" | "complaint.without_words").
    """
    complaint = _lock(complaint_id, by)
    rules.check_state(complaint.state, State.OPEN)
    rules.check_words(answer)
    complaint.state, complaint.answer, complaint.proposed_proven = State.PROPOSED, answer.strip(), proven
    complaint.proposed_at, complaint.proposed_by_id = at, by.user_id
    complaint.save(update_fields=["state", "answer", "proposed_proven", "proposed_at", "proposed_by"])
    _write("recommendation.propose_finding", complaint, by, at, reason=answer.strip(), proven=proven)
    _tell_office("recommendation.finding_proposed", complaint, at)
    return complaint


@transaction.atomic
def confirm_finding(*, complaint_id: int, read: Sequence[object] | None = None, by: Actor, at: datetime) -> Complaint:
    """Confirm a colleague's finding; a proven case takes the right to recommend away.

    Side effects in order: Complaint decided; journal entry; where proven, all of `disqualify_recommender`.
    Args: read: the finding that was read, as `queries.finding_of` tells; None for the one that waits.
    Raises: NotFound; NotAllowed; RuleViolation("complaint.other_step" | "complaint.same_person" | "read.changed").
    Source: qc-2020 三.4 (直接取消其推荐资格); qc-2022 三.1.
    """
    complaint = _lock(complaint_id, by)
    rules.check_state(complaint.state, State.PROPOSED)
    rules.check_second_person(complaint.proposed_by_id, by.user_id)
    check_as_read(read, queries.finding_of(complaint))
    complaint.state = State.PROVEN if complaint.proposed_proven else State.REFUTED
    complaint.decided_at, complaint.decided_by_id = at, by.user_id
    complaint.save(update_fields=["state", "decided_at", "decided_by"])
    _write("recommendation.confirm_finding", complaint, by, at, verdict=str(complaint.state))
    if complaint.proposed_proven and complaint.recommender.disqualified_at is None:
        disqualify_recommender(recommender_id=complaint.recommender_id, reason=complaint.answer, by=by, at=at)
    return complaint


@transaction.atomic
def set_aside_finding(*, complaint_id: int, reason: str, by: Actor, at: datetime) -> Complaint:
    """Send a proposed finding back to the case file: its author takes it back, or a colleague does not agree.

    Side effects in order: ComplaintNote with the reason; Complaint open again; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("complaint.other_step" | "complaint.without_words").
    """
    complaint = _lock(complaint_id, by)
    rules.check_state(complaint.state, State.PROPOSED)
    rules.check_words(reason)
    ComplaintNote.objects.create(complaint=complaint, text=reason.strip(), written_at=at, written_by_id=by.person_id)
    complaint.state = State.OPEN
    complaint.save(update_fields=["state"])
    _write("recommendation.set_aside_finding", complaint, by, at, reason=reason.strip())
    return complaint


def _recommender(recommender_id: int) -> Recommender:
    named = Recommender.objects.filter(pk=recommender_id, is_virtual=False).select_related("edition").first()
    if named is None:
        raise NotFound
    return named


def _check(recommender: Recommender, misconduct: str, grounds: str) -> None:
    known = [bad.id for bad in programmes.definition_of(recommender.edition).route.misconduct]
    if faults := rules.check_complaint(misconduct=misconduct, known=known, grounds=grounds):
        raise RuleViolations(faults)


def _store(evidence: tuple[str, bytes], by: Actor, at: datetime) -> StoredFile:
    """Store evidence without the name it was sent under, which may name its sender."""
    suffix = evidence[0].rpartition(".")[2].lower()[:5]
    name = f"投诉证明材料.{suffix}" if suffix.isalnum() else "投诉证明材料"
    return files.store(content=evidence[1], name=name, max_bytes=LARGEST_EVIDENCE, by=by, at=at)


def _open(
    recommender: Recommender,
    misconduct: str,
    complainant: Complainant,
    grounds: str,
    evidence: StoredFile | None,
    *,
    by: Actor,
    at: datetime,
) -> Complaint:
    code = identifiers.verification_code(ports.random_code())
    said = {name: text.strip() for name, text in asdict(complainant).items()}
    complaint = Complaint.objects.create(
        recommender=recommender,
        misconduct=misconduct,
        code=code,
        identity=ports.seal_identity(json.dumps(said, ensure_ascii=False), code=code),
        grounds=grounds.strip(),
        evidence=evidence,
        filed_at=at,
        opened_by_id=by.user_id,
    )
    _write("recommendation.file_complaint", complaint, by, at)
    _tell_office("recommendation.complaint_filed", complaint, at)
    return complaint


def _lock(complaint_id: int, by: Actor) -> Complaint:
    permissions.require_hear(by)
    if not queries.complaints(by).filter(pk=complaint_id).exists():  # nor for whoever stands for that unit
        raise NotFound
    complaint: Complaint = (
        Complaint.objects.select_for_update(of=("self",), no_key=True)
        .select_related("recommender__edition")
        .get(pk=complaint_id)
    )
    return complaint


def _write(act: str, complaint: Complaint, by: Actor, at: datetime, **facts: object) -> None:
    reason, key = str(facts.pop("reason", "")), complaint.recommender.edition.key
    journal.write(act, subject=f"complaint:{complaint.pk}", edition_key=key, reason=reason, by=by, at=at, **facts)


def _tell_office(code: str, complaint: Complaint, at: datetime) -> None:
    """Tell the officers, but for those who stand for that unit themselves."""
    involved = organisations.involved_in(complaint.recommender.organisation_id or 0)
    messages.send(
        code,
        to=[one for one in accounts.holders("secretariat") if one not in involved],
        key=f"{code}:{complaint.pk}:{at.timestamp():.0f}",
        facts={"edition": complaint.recommender.edition.title},
        link=reverse("secretariat:complaint", args=[complaint.pk]),
        wording=programmes.wording(complaint.recommender.edition),
        at=at,
    )
