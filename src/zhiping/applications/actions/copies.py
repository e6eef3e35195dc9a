"""Book the bound paper copies that an edition still asks for, by the code printed on them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.models import Application, PaperCopy
from zhiping.applications.queries import bundles, sheets
from zhiping.applications.queries.completeness import current_hash
from zhiping.core import sheetcode
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes


@transaction.atomic
def receive_copy(*, code: str, by: Actor, at: datetime) -> PaperCopy:
    """Book the next paper copy of the case whose code was scanned.

    Side effects in order: PaperCopy row; journal entry; with the last copy a message to the author.
    Args: code: as a scanner typed it.
    Raises: NotFound; NotAllowed; RuleViolation("paper.unread" | "paper.other_paper" |
    "paper.draft" | "paper.not_asked" | "paper.other_version" | "paper.all_here").
    Source: excellence-2024 二(三)1 (装订成册，一式三份).
    """
    read = _read(code)
    application = lifecycle.lock(read.case)
    permissions.require(by, application, Verb.RECEIVE, Field.CASE)
    here, asked = bundles.copies_of(application), bundles.copies_asked(application)
    current = sheets.version_to_be(application, current_hash(application))
    rules.check_copy(read, digest=current_hash(application), current=current, here=len(here), asked=asked)
    taken = {copy.number for copy in here}
    number = next(n for n in range(1, asked + 1) if n not in taken)
    copy = PaperCopy.objects.create(
        application=application, number=number, version=read.version, received_at=at, received_by_id=by.person_id
    )
    _write("applications.receive_copy", copy, by, at)
    if len(here) + 1 == asked:
        messages.send(
            "applications.copies_here",
            to=[application.created_by_id],
            key=f"applications.copies_here:{copy.pk}",
            facts={"title": application.title, "edition": application.edition.title, "copies": asked},
            link=f"/cases/{application.pk}/",
            wording=programmes.wording(application.edition),
            at=at,
        )
    return copy


def _read(code: str) -> sheetcode.SheetCode:
    try:
        return sheetcode.read(code, key=sheets.code_key())
    except RuleViolation as refusal:  # whoever scans paper need not know what is wrong with a code that is not ours
        raise RuleViolation("paper.unread") from refusal


@transaction.atomic
def take_back_copy(*, copy_id: int, by: Actor, at: datetime) -> PaperCopy:
    """Take back a booking that was made by mistake; the row stays for the record.

    Side effects in order: PaperCopy.taken_back_at; journal entry.
    Raises: NotFound; NotAllowed.
    """
    found = PaperCopy.objects.filter(pk=copy_id, taken_back_at__isnull=True).first()
    if found is None:
        raise NotFound
    application: Application = lifecycle.lock(found.application_id)
    permissions.require(by, application, Verb.RECEIVE, Field.CASE)
    found.taken_back_at = at
    found.save(update_fields=["taken_back_at"])
    _write("applications.take_back_copy", found, by, at)
    return found


def _write(act: str, copy: PaperCopy, by: Actor, at: datetime) -> None:
    subject, key = f"application:{copy.application_id}", copy.application.edition.key
    journal.write(act, subject=subject, edition_key=key, by=by, at=at, copy=copy.number, version=copy.version)
