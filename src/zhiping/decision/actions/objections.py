"""Hear an objection under its real name, protect that name, answer with reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from zhiping.applications import lifecycle
from zhiping.core import identifiers
from zhiping.core.errors import NotAllowed, NotFound, RuleViolations
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import ANYONE, Actor
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.decision import permissions, ports
from zhiping.decision.actions import telling
from zhiping.decision.actions.notices import conclude
from zhiping.decision.models import Objection
from zhiping.decision.queries import notices as queries
from zhiping.decision.rules import notices
from zhiping.files import actions as files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes

MEGABYTE = 1024**2
LARGEST_EVIDENCE = 20 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Identity:
    """Who objects: real name, unit if any, and how to be reached."""

    name: str
    contact: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that supports an objection."""

    name: str
    content: bytes


@transaction.atomic
def file_objection(
    *, item_id: int, identity: Identity, grounds: str, evidence: Evidence | None, at: datetime
) -> Objection:
    """File an objection to one row of a public notice, by anybody, under the real name.

    Side effects in order: evidence stored under a neutral name; Objection with the identity sealed; journal entry
    that names nobody; message to the secretariat. Only this row is held up; the notice goes on. There is no `by`:
    whoever is signed in objects as a member of the public, so that no record ties the account to the objection.
    Raises: NotFound; NotAllowed; RuleViolations with every reason: objection.outside_period, objection.without_name,
    objection.without_contact, objection.without_grounds, objection.without_evidence, objection.too_long.
    Source: excellence-2024 附件1 第十七条; requirements H2.
    """
    item = queries.item(item_id)
    case = lifecycle.lock(item.application_id)
    if not table.may(ANYONE.role, Relation.NONE, case.phase, Verb.OBJECT, Field.OBJECTIONS):
        raise NotAllowed
    notices.check_within(queries.window(item.notice), at)
    faults = notices.check_objection(
        programmes.definition_of(case.edition).objection,
        name=identity.name,
        contact=identity.contact,
        grounds=grounds,
        has_evidence=evidence is not None,
    )
    if faults:
        raise RuleViolations(faults)
    code = identifiers.verification_code(ports.random_code())
    objection = Objection.objects.create(
        item=item,
        code=code,
        identity=ports.seal_identity(_identity_text(identity), code=code),
        grounds=grounds.strip(),
        evidence=_store(evidence, at=at) if evidence else None,
        filed_at=at,
    )
    journal.write(
        "decision.file_objection", subject=f"objection:{objection.pk}", edition_key=case.edition.key, by=ANYONE, at=at
    )
    link = reverse("secretariat:objections", args=[case.edition_id])
    key = f"decision.objection_filed:{objection.pk}"
    telling.office("decision.objection_filed", "secretariat", case.edition, (key, link), at=at)
    return objection


def _identity_text(identity: Identity) -> str:
    plain = {"name": identity.name.strip(), "unit": identity.unit.strip(), "contact": identity.contact.strip()}
    return json.dumps(plain, ensure_ascii=False)


def _store(evidence: Evidence, *, at: datetime) -> StoredFile:
    """Store the evidence without the name it was sent under, which may name its sender."""
    suffix = evidence.name.rpartition(".")[2].lower()[:5]
    name = f"异议证明材料.{suffix}" if suffix.isalnum() else "异议证明材料"
    return files.store(content=evidence.content, name=name, max_bytes=LARGEST_EVIDENCE, by=ANYONE, at=at)


@transaction.atomic
def settle_objection(*, objection_id: int, upheld: bool, answer: str, by: Actor, at: datetime) -> Objection:
    """Settle an objection with the reasons its filer will read.

    Side effects in order: Objection settled; journal entry; when the notice is closed already and no other objection
    to the case is open, the case goes on (`confirm`) or out (`uphold`) now.
    Raises: NotAllowed; NotFound; RuleViolation("objection.settled_already" | "objection.without_answer").
    Source: excellence-2024 附件1 第十七条; requirements H2 (answered with reasons).
    """
    found = Objection.objects.select_related("item__notice").filter(pk=objection_id).first()
    if found is None:
        raise NotFound
    case = lifecycle.lock(found.item.application_id)
    permissions.require(by, case, Verb.SETTLE, Field.OBJECTIONS)
    objection = (
        Objection.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__notice")
        .get(pk=objection_id)
    )
    notices.check_open(is_open=objection.state == Objection.State.OPEN)
    notices.check_answer(answer)
    objection.state = Objection.State.UPHELD if upheld else Objection.State.REFUSED
    objection.answer, objection.settled_at, objection.settled_by_id = answer.strip(), at, by.user_id
    objection.save(update_fields=["state", "answer", "settled_at", "settled_by"])
    journal.write(
        "decision.settle_objection",
        subject=f"objection:{objection.pk}",
        edition_key=case.edition.key,
        reason=answer.strip(),
        by=by,
        at=at,
        verdict=objection.state,
    )
    if objection.item.notice.closed_at is not None:
        conclude(objection.item, by=by, at=at)
    return objection
