"""Read complaints: the office everything, whoever holds a code how it stands, nobody else anything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.core.worklist import Item
from zhiping.files.models import StoredFile
from zhiping.organisations import queries as organisations
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import ports
from zhiping.recommendation.models import Complaint
from zhiping.recommendation.rules.standing import sees_of_complaints

State = Complaint.State


@dataclass(frozen=True, slots=True)
class ComplaintStatus:
    """What the holder of a tracking code may know: nothing that names a person."""

    code: str
    edition: Edition
    recommender: str
    filed_at: datetime
    state: str
    answer: str
    decided_at: datetime | None


def blamable(edition: Edition) -> QuerySet[Recommender]:
    """Return the units of an edition that somebody may complain about, those that lost the right too."""
    return Recommender.objects.filter(edition=edition, is_virtual=False).order_by("kind", "label")


def complaint_by_code(code: str) -> ComplaintStatus:
    """Return how a complaint stands, for whoever holds its code; the answer once it is decided. Raises: NotFound."""
    found = Complaint.objects.select_related("recommender__edition").filter(code=code).first()
    if found is None:
        raise NotFound
    decided = found.decided_at is not None
    state = found.state if decided else State.OPEN.value
    edition, unit = found.recommender.edition, found.recommender.label
    answer = found.answer if decided else ""
    return ComplaintStatus(code, edition, unit, found.filed_at, state, answer, found.decided_at)


COMPLAINT_STATES = State.choices


def complaints(actor: Actor, state: str = "", edition: str = "") -> QuerySet[Complaint]:
    """Return all complaints for the office, open ones first, without who filed them; of a state, an edition if asked.

    Who stands for a unit sees none about it, in whatever capacity he or she looks.
    """
    if not sees_of_complaints(actor.role, Field.COMPLAINTS):
        return Complaint.objects.none()
    found = Complaint.objects.exclude(recommender__organisation__in=organisations.units_of(actor.person_id))
    found = found.select_related("recommender__edition").defer("identity")
    given = {"state": state, "recommender__edition": edition}
    found = found.filter(**{name: value for name, value in given.items() if value})
    return found.order_by(F("decided_at").asc(nulls_first=True), "filed_at", "pk")


def finding_of(complaint: Complaint) -> list[object]:
    """Return what a colleague reads of a finding before confirming it; it can be set aside and another proposed."""
    who, at = complaint.proposed_by_id, str(complaint.proposed_at)
    return [complaint.state, complaint.proposed_proven, complaint.answer, who, at]


def complaints_about(actor: Actor, recommender_id: int) -> list[Complaint]:
    """Return the complaints about one recommending unit, for the office."""
    return list(complaints(actor).filter(recommender=recommender_id))


def complaint(actor: Actor, complaint_id: int) -> Complaint:
    """Return one complaint with its case file, for the office. Raises: NotFound."""
    asked = complaints(actor).select_related("evidence", "proposed_by", "decided_by", "opened_by")
    found = asked.prefetch_related("notes__written_by", "notes__file").filter(pk=complaint_id).first()
    if found is None:
        raise NotFound
    return found


def complainant(actor: Actor, found: Complaint) -> dict[str, str]:
    """Return who complains: name, unit, contact, each "" where not said. Raises: NotAllowed."""
    if not sees_of_complaints(actor.role, Field.COMPLAINANT):
        raise NotAllowed
    opened: dict[str, str] = json.loads(ports.unseal_identity(bytes(found.identity), code=found.code))
    return opened


def file_of_complaint(actor: Actor, complaint_id: int, file_id: int) -> StoredFile:
    """Return the evidence or a file of the case file. Raises: NotFound."""
    found = complaint(actor, complaint_id)
    several = [found.evidence, *(note.file for note in found.notes.all())]
    wanted = next((one for one in several if one is not None and one.pk == file_id), None)
    if wanted is None:
        raise NotFound
    return wanted


def complaints_waiting(actor: Actor) -> list[Item]:
    """Return what waits for the office: complaints to look into, and findings of colleagues to confirm."""
    if actor.role is not Role.SECRETARIAT:
        return []
    undecided = complaints(actor).filter(decided_at__isnull=True)
    return [_item(one) for one in undecided if not _is_own_proposal(one, actor)]


def _is_own_proposal(found: Complaint, actor: Actor) -> bool:
    return found.state == State.PROPOSED and found.proposed_by_id == actor.user_id


def _item(found: Complaint) -> Item:
    return Item(
        title=found.recommender.edition.title,
        what="confirm_finding" if found.state == State.PROPOSED else "hear_complaint",
        href_name="secretariat:complaint",
        href_args=(found.pk,),
        detail=found.recommender.label,
        since=found.proposed_at if found.state == State.PROPOSED else found.filed_at,
        of_edition=True,
    )
