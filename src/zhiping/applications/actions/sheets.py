"""The unit's sheet before the opinion is given: typed, printed, sealed, handed in and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.actions.attachments import check_against
from zhiping.applications.models import Application, OpinionDraft, SealedSheet
from zhiping.applications.queries import completeness, sheets, window_of
from zhiping.core.definition.schema import FileRule
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import actions as documents
from zhiping.documents.ports import Trust
from zhiping.files import actions as files
from zhiping.files import queries as stored_files
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes

LONGEST_ENTRY = 12


@transaction.atomic
def draft_opinion(
    *, application_id: int, opinion: str, scores: Mapping[str, str], by: Actor, at: datetime
) -> OpinionDraft:
    """Keep what the unit has typed, as typed, so that its sheet can be printed with it.

    Side effects in order: OpinionDraft row; journal entry.
    Raises: NotFound; NotAllowed.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.ENDORSE, Field.ENDORSEMENT)
    kept = {item: typed[:LONGEST_ENTRY] for item, typed in scores.items()}
    draft, _made = OpinionDraft.objects.update_or_create(
        application=application,
        defaults={"opinion": opinion.strip(), "scores": kept, "saved_at": at, "saved_by_id": by.person_id},
    )
    journal.write(
        "applications.draft_opinion",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
    )
    return draft


@transaction.atomic
def hand_in_sheet(*, application_id: int, name: str, content: bytes, by: Actor, at: datetime) -> SealedSheet:
    """Hand in the sealed sheet, as scan, photo or PDF with an electronic seal; say what was seen on it.

    Side effects in order: StoredFile; SealedSheet row; journal entry. Nothing is kept of a sheet that is refused.
    Raises: NotFound; NotAllowed; RuleViolation of files.store, "file.kind_not_taken" | "file.too_many_pages" |
    "window.*" | "sheet.foreign" | "sheet.forged" | "sheet.other_case" | "sheet.other_version" |
    "sheet.signature_broken".
    Source: qc-2020 二.2(1); excellence-2024 附件2 五.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.ENDORSE, Field.ENDORSEMENT)
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)
    return keep_sheet(application, name=name, content=content, by=by, at=at)


def keep_sheet(application: Application, *, name: str, content: bytes, by: Actor, at: datetime) -> SealedSheet:
    """Look at a sheet of a locked case and keep it. Raises: as hand_in_sheet."""
    rule = sheets.seal_rule(application)
    stored = files.store(name=name, content=content, by=by, at=at, **_limit(rule))
    if rule is not None:
        check_against(rule, stored)
    seen = documents.look_at(content, is_pdf=stored_files.kind_of(stored) == "pdf", at=at)
    digest = completeness.current_hash(application)
    is_ours = rules.check_codes(seen.codes, case=application.pk, digest=digest, key=sheets.code_key())
    signed = seen.signature
    if signed is not None:
        rules.check_signature(is_broken=signed.trust is Trust.BROKEN, signer=signed.signer)
    sheet = SealedSheet.objects.create(
        application=application,
        file=stored,
        content_hash=digest,
        code_read=is_ours,
        seal_seen=seen.seal,
        signer=signed.signer[:200] if signed is not None and signed.trust is Trust.VALID else "",
        handed_in_at=at,
        handed_in_by_id=by.person_id,
    )
    journal.write(
        "applications.hand_in_sheet",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        sha256=stored.sha256,
        code_read=sheet.code_read,
        seal_seen=sheet.seal_seen,
        signer=sheet.signer,
    )
    return sheet


def _limit(rule: FileRule | None) -> dict[str, int]:
    return {"max_bytes": rule.max_bytes} if rule is not None else {}
