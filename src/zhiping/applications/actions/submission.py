"""Submit: one small idempotent act, complete or refused with every reason at once (C5)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length

from zhiping.applications import lifecycle, permissions, ports, rules
from zhiping.applications.actions.versions import freeze
from zhiping.applications.models import Application, Receipt, Version
from zhiping.applications.queries import (
    confirming,
    eligibility_of,
    faults_of,
    missing_files,
    quota_refusals,
    standing_endorsement,
    window_of,
)
from zhiping.applications.queries.completeness import current_hash, needs_endorsement
from zhiping.asking import prepared
from zhiping.core.definition.citing import cited
from zhiping.core.definition.limits import limits_at
from zhiping.core.definition.vocabulary import QuotaMoment, Severity, StageKind
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations.actions import locking as register
from zhiping.programmes import queries as programmes
from zhiping.programmes.actions.editions import lock_edition
from zhiping.programmes.models import Edition


@transaction.atomic
def submit(*, application_id: int, key: str, confirmed: str, by: Actor, at: datetime) -> Receipt:
    """Hand the case in, judged by the server's clock; the same key twice gives the same receipt.

    Side effects in order: Version frozen; number at the first submission; state draft → the next stage; Receipt;
    journal entry; message to the author.
    Args: key: made by the page, once for each intention to submit. confirmed: digest of the words of the certificate
    that the person has confirmed (queries.confirming); empty where the edition issues none.
    Raises: NotFound; NotAllowed; RuleViolations with every reason: "window.*", "form.*", "files.missing",
    "eligibility.*", "endorsement.missing", "endorsement.outdated", "route.*", "quota.*", "certificate.unconfirmed".
    Source: qc-2020 二.3, 三.3; qc-2022 三.2; excellence-2024 二(三)1.
    """
    application = lifecycle.lock(application_id)
    own_key = _own_key(application, key)
    # asked under the lock: a second click waits here and then finds what the first one got
    repeated = _receipt.first(own_key)
    if repeated is not None:
        permissions.require(by, application, Verb.SEE, Field.RECEIPT)
        return repeated
    permissions.require(by, application, Verb.SUBMIT, Field.CASE)
    lock_places(application)
    lifecycle.read_along(application)
    violations = reasons_against(application, at, by)
    if confirmed != confirming.digest_of(application):
        violations.append(RuleViolation("certificate.unconfirmed"))
    if violations:
        raise RuleViolations(violations)
    version = _version_to_submit(application, by, at)
    if application.number is None:
        application.number = _next_number(application.edition)
    application.submitted_at = at
    application.save(update_fields=["number", "submitted_at"])
    lifecycle.move(application, "submit", by=by, at=at)
    receipt = Receipt.objects.create(
        application=application,
        version=version,
        key=own_key,
        number=application.number,
        content_hash=version.content_hash,
        at=at,
        by_id=by.person_id,
    )
    _write(application, receipt, confirmed, by, at)
    _tell(application, receipt)
    return receipt


@prepared
def _receipt(key: str) -> QuerySet[Receipt]:
    return Receipt.objects.filter(key=key).select_related("version").order_by()


def reasons_against(application: Application, at: datetime, viewer: Actor) -> list[RuleViolation]:
    """Return every reason why the case cannot be submitted now, in the order a person mends them.

    Args: viewer: who reads them; other applications are named only as far as this person may see them.
    """
    found: list[RuleViolation] = []
    definition = programmes.definition_of(application.edition)
    for stage in definition.stages_of(StageKind.APPLICATION):
        try:
            rules.check_window(window_of(application, stage.id), at)
        except RuleViolation as closed:
            found.append(closed)
    for finding in eligibility_of(application, at):
        if finding.severity == Severity.REFUSE:
            code = "eligibility.not_met" if finding.answered else "eligibility.unanswered"
            found.append(RuleViolation(code, label=finding.label, **cited(definition, finding.source)))
    found += [
        RuleViolation("form.fault", field=fault.field_path, fault=fault.code, **fault.facts)
        for fault in faults_of(application, complete=True, at=at)
    ]
    found += [
        RuleViolation("files.missing", label=rule.label, label_en=rule.label_en, **cited(definition, rule.source))
        for rule in missing_files(application, at)
    ]
    found += _endorsement_reasons(application)
    found += ports.reasons_of_others(application)
    found += quota_refusals(application, QuotaMoment.SUBMIT, viewer)
    return found


def _endorsement_reasons(application: Application) -> list[RuleViolation]:
    if not needs_endorsement(application):
        return []
    standing = standing_endorsement(application)
    if standing is None:
        return [RuleViolation("endorsement.missing")]
    if standing.version.content_hash != current_hash(application):
        return [RuleViolation("endorsement.outdated", version=standing.version.number)]
    return []


def _own_key(application: Application, key: str) -> str:
    """Return the key within its case, so that nobody's key can collide with another case's."""
    return hashlib.sha256(f"{application.pk}:{key}".encode()).hexdigest()


def lock_places(application: Application) -> None:
    """Let submissions that fill the same places wait for each other, so that a quota is exact.

    Places counted per unit wait on the unit (survivors before duplicates); any other count waits on the edition.
    """
    application.organisation = register.identity(application.organisation_id)
    limits = limits_at(programmes.definition_of(application.edition), QuotaMoment.SUBMIT)
    if any("organisation" not in limit.per for limit in limits):
        lock_edition(application.edition_id)


def _version_to_submit(application: Application, by: Actor, at: datetime) -> Version:
    version = freeze(application, occasion="submission", by=by, at=at)
    if not _receipts_of(version.pk):
        return version
    return Version.objects.create(
        application=application,
        number=version.number + 1,
        answers=version.answers,
        dimensions=version.dimensions,
        attachments=version.attachments,
        content_hash=version.content_hash,
        occasion="submission",
        frozen_at=at,
        frozen_by_id=by.user_id,
    )


@prepared
def _receipts_of(version_id: int) -> QuerySet[Receipt, int]:
    return Receipt.objects.filter(version_id=version_id).order_by().values_list("pk", flat=True)[:1]


def _next_number(edition: Edition) -> str:
    """Return the edition's next number without a gap: the edition's row is locked until the act is done."""
    lock_edition(edition.pk)
    last = _last_number.first(edition.pk)
    serial = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    return rules.application_number(edition.programme, edition.year, serial)


@prepared
def _last_number(edition_id: int) -> QuerySet[Application, str | None]:
    numbered = Application.objects.filter(edition_id=edition_id, number__isnull=False)
    # the longer number is the greater one: after 9999 comes 10000
    return numbered.order_by(Length("number").desc(), "-number").values_list("number", flat=True)[:1]


def _write(application: Application, receipt: Receipt, confirmed: str, by: Actor, at: datetime) -> None:
    journal.write(
        "applications.submit",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        number=receipt.number,
        content_hash=receipt.content_hash,
        version=receipt.version.number,
        confirmed=confirmed,
    )


def _tell(application: Application, receipt: Receipt) -> None:
    messages.send(
        "applications.submitted",
        to=[application.created_by_id],
        key=f"applications.submitted:{receipt.pk}",
        facts={
            "title": application.title,
            "edition": application.edition.title,
            "number": receipt.number,
            "submitted_at": receipt.at,
            "content_hash": receipt.content_hash,
        },
        link=f"/applications/{application.pk}/receipt/",
        wording=programmes.wording(application.edition),
        at=receipt.at,
    )
