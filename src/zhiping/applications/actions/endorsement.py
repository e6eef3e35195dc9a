"""The unit's word on its own outcome: self-evaluation, opinion, seal; or back to the team."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiping.applications import lifecycle, permissions, rules
from zhiping.applications.actions import voiding
from zhiping.applications.actions.sheets import keep_sheet
from zhiping.applications.actions.versions import freeze
from zhiping.applications.models import Application, Endorsement, OpinionDraft, SealedSheet
from zhiping.applications.queries import scorecards, sheets, standing_endorsement, window_of
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import Reasons, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes


@transaction.atomic
def request_endorsement(*, application_id: int, by: Actor, at: datetime) -> None:
    """Ask the own unit for its opinion, for the applicant who has finished writing.

    Side effects in order: journal entry; message to the unit's administrators.
    Raises: NotFound; NotAllowed.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.EDIT, Field.CONTENT)
    messages.send(
        "applications.endorsement_requested",
        to=organisations.people(application.organisation_id, "unit"),
        key=f"applications.endorsement_requested:{application.pk}:{application.content.revision}",
        facts={"title": application.title, "edition": application.edition.title},
        link=f"/unit/applications/{application.pk}/endorse/",
        wording=programmes.wording(application.edition),
        at=at,
    )
    _write("applications.request_endorsement", application, by, at)


@transaction.atomic
def endorse(
    *,
    application_id: int,
    opinion: str,
    scores: dict[str, Decimal] | None = None,
    sealed: tuple[str, bytes] | None = None,
    vouched: bool = False,
    read: str | None = None,
    against: Reasons | None = None,
    by: Actor,
    at: datetime,
) -> Endorsement:
    """Give the unit's opinion on the content as it stands now, or tell everything that it lacks.

    Side effects in order: sealed page looked at and kept; Version frozen; an earlier opinion voided; Endorsement row;
    the draft of the opinion removed; journal entry; message to the author.
    Args: scores: item id → points on the edition's first scorecard for this category, where the edition asks for it.
    sealed: name and bytes of the sealed sheet; without it the one handed in for this content counts. vouched: the
    person confirms a sheet on which the machine sees no code or no seal. read: hash of the content that the person
    read; None for the content as it stands. against: why a sheet handed in with the opinion was refused.
    Raises: NotFound; NotAllowed; RuleViolation or RuleViolations("endorsement.opinion_missing" | "endorsement.seal_missing" |
    "endorsement.scores_missing" | "endorsement.sheet_unread" | "endorsement.seal_unseen" | "score.*" |
    "window.closed" | "endorsement.content_changed"); RuleViolation of hand_in_sheet.
    Source: qc-2020 二.2(1); excellence-2024 附件2 五.
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.ENDORSE, Field.ENDORSEMENT)
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)
    sheets.require_read(application, read)
    against = against or Reasons()
    total, sheet, refused = None, None, bool(against.found)
    with against:
        rules.check_opinion(opinion)
    with against:
        total = _check_scores(application, scores)
    if not refused:
        with against:
            sheet = _sheet(application, sealed, by, at)
            _check_sheet(application, sheet, vouched=vouched)
    against.refuse()
    version = freeze(application, occasion="endorsement", by=by, at=at)
    earlier = standing_endorsement(application)
    if earlier is not None:
        earlier.voided_at, earlier.voided_reason = at, "重新出具意见"
        earlier.save(update_fields=["voided_at", "voided_reason"])
    endorsement = Endorsement.objects.create(
        application=application,
        version=version,
        opinion=opinion.strip(),
        scores={item: str(points) for item, points in (scores or {}).items()},
        total_points=total,
        sealed_file=sheet.file if sheet is not None else None,
        sheet=sheet,
        vouched=vouched and sheet is not None and not sheet.is_plain,
        endorsed_at=at,
        endorsed_by_id=by.person_id,
    )
    OpinionDraft.objects.filter(application=application).delete()
    facts = {"version": version.number, "content_hash": version.content_hash, "vouched": endorsement.vouched}
    _write("applications.endorse", application, by, at, **facts)
    messages.send(
        "applications.endorsed",
        to=[application.created_by_id],
        key=f"applications.endorsed:{endorsement.pk}",
        facts={"title": application.title, "edition": application.edition.title},
        link=f"/applications/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
    return endorsement


def _sheet(application: Application, sealed: tuple[str, bytes] | None, by: Actor, at: datetime) -> SealedSheet | None:
    """Return the sheet that comes with the opinion, or the one handed in before; None where none is asked for."""
    if sealed is not None:
        return keep_sheet(application, name=sealed[0], content=sealed[1], by=by, at=at)
    kept, rule = sheets.kept_sheet(application), sheets.seal_rule(application)
    if kept is None and rule is not None and rule.required:
        raise RuleViolation("endorsement.seal_missing", label=rule.label, label_en=rule.label_en)
    return kept


def _check_sheet(application: Application, sheet: SealedSheet | None, *, vouched: bool) -> None:
    if sheet is not None and sheets.seal_rule(application) is not None:
        rules.check_vouched(code_read=sheet.code_read, sealed=sheet.is_sealed, vouched=vouched)


def _check_scores(application: Application, scores: dict[str, Decimal] | None) -> Decimal | None:
    if not programmes.definition_of(application.edition).route.unit_scores:
        return None
    if not scores:
        raise RuleViolation("endorsement.scores_missing")
    return scorecards.total_on_first_card(application, scores)


@transaction.atomic
def return_to_team(*, application_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Send a draft back to its author with the reason; a standing opinion falls.

    Raises: NotFound; NotAllowed; RuleViolation("reason.missing").
    """
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.ENDORSE, Field.ENDORSEMENT)
    rules.check_reason(reason)
    voiding.void_endorsement(application, by=by, at=at)
    _write("applications.return_to_team", application, by, at, reason=reason)
    key = f"applications.endorsement_declined:{application.pk}:{at.timestamp():.0f}"
    messages.send(
        "applications.endorsement_declined",
        to=[application.created_by_id],
        key=key,
        facts={"title": application.title, "edition": application.edition.title, "reason": reason},
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )


def _write(act: str, application: Application, by: Actor, at: datetime, **facts: object) -> None:
    reason = str(facts.pop("reason", ""))
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **facts)
