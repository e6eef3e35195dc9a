"""Issue certificates with exactly-once numbers, build their PDFs, revoke them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications.models import Application
from zhiping.core import identifiers
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import permissions, ports
from zhiping.decision.actions import telling
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.models import Certificate, CertificateSeries
from zhiping.decision.queries import outcomes, publications
from zhiping.decision.rules import certificates, lists
from zhiping.documents import actions as documents
from zhiping.files import actions as files
from zhiping.jobs import actions as jobs
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@transaction.atomic
def issue_certificates(*, edition_id: int, by: Actor, at: datetime) -> list[Certificate]:
    """Issue a certificate to every published case that has no valid one; asking twice gives nobody two.

    Side effects in order: per case: Certificate with the next number of its series, a verification code and the hash
    of everything it states; journal entry; message to the applicant; a job that builds the PDF after commit.
    Raises: NotAllowed; RuleViolation("certificate.none_here" | "certificate.nobody_waits").
    Source: excellence-2024 二(三)4, 附件1 第十九条; requirements H4.
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    certificates.check_issued_here(programmes.definition_of(edition))
    waiting = list(publications.without_certificate(edition).values_list("pk", flat=True))
    lists.check_not_empty(waiting, "certificate.nobody_waits")
    cases = outcomes.with_members(outcomes.resolved_in(edition, ["published"]).filter(pk__in=waiting))
    locked = (
        cases.select_related("edition", *outcomes.SHOWN).select_for_update(of=("self",), no_key=True).order_by("number")
    )
    series = _Series(edition)
    issued = [_issue(case, series, by=by, at=at) for case in locked]
    series.close()
    return issued


def _issue(case: Application, series: _Series, *, by: Actor, at: datetime) -> Certificate:
    permissions.require(by, case, Verb.ISSUE, Field.CERTIFICATE)
    edition = case.edition
    number, code = series.next(case), identifiers.verification_code(ports.random_code())
    outcome = outcomes.outcome(case)
    facts = certificates.facts(programmes.definition_of(edition), outcome, number_text=number, code=code, at=at)
    issued = Certificate.objects.create(
        application=case,
        number=number,
        code=code,
        facts=facts,
        facts_hash=certificates.facts_hash(facts),
        issued_at=at,
        issued_by_id=by.person_id,
    )
    journal.write(
        "decision.issue_certificate",
        subject=f"application:{case.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        number=number,
        facts_hash=issued.facts_hash,
    )
    telling.applicant("decision.certificate_issued", case, {"number": number}, at=at)
    jobs.enqueue("decision.build_certificate", key=f"certificate:{issued.pk}", certificate_id=issued.pk)
    return issued


class _Series:
    """The edition's rows of numbers, locked from the first to the end, so that none is given twice or lost."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.counters: dict[str, CertificateSeries] = {}

    def next(self, case: Application) -> str:
        """Take the next number of the case's series."""
        pattern = certificates.series(programmes.definition_of(self.edition), outcomes.resolved_level(case))
        if pattern not in self.counters:
            CertificateSeries.objects.get_or_create(pattern=pattern, defaults={"edition": self.edition})
            self.counters[pattern] = CertificateSeries.objects.select_for_update(no_key=True).get(pattern=pattern)
        counter = self.counters[pattern]
        counter.last_serial += 1
        return certificates.number(pattern, counter.last_serial)

    def close(self) -> None:
        """Write down how far each row has come."""
        CertificateSeries.objects.bulk_update(self.counters.values(), ["last_serial"])


@transaction.atomic
def build_certificate(*, certificate_id: int) -> Certificate:
    """Build and keep the PDF of a certificate from its stored facts; built once, it is never built again.

    Side effects in order: stored file; Certificate.pdf. Its creation date is the instant of issue.
    Raises: NotFound; RuleViolation("document.missing_glyph") when no face has a character of a name.
    Source: requirements H4.
    """
    certificate = Certificate.objects.select_for_update(of=("self",), no_key=True).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    if certificate.pdf_id is not None:
        return certificate
    address = verification_address(certificate.code)
    data = {**certificate.facts, "association": settings.ASSOCIATION, "verify_url": address, "qr": address}
    pdf = documents.typeset("certificate", data, at=certificate.issued_at)
    name = f"{certificate.number}.pdf"
    certificate.pdf = files.store_own(content=pdf, name=name, by=SYSTEM, at=certificate.issued_at)
    certificate.save(update_fields=["pdf"])
    return certificate


def verification_address(code: str) -> str:
    """Return the address in the QR code, at which a stranger checks the certificate."""
    return f"{settings.BASE_URL.rstrip('/')}/verify/{code}/"


@transaction.atomic
def revoke_certificate(*, certificate_id: int, reason: str, by: Actor, at: datetime) -> Certificate:
    """Revoke a certificate with the public reason; its number is never given again, its page says revoked.

    Side effects in order: Certificate revoked; journal entry. The case may then be issued a corrected one.
    Raises: NotAllowed; NotFound; RuleViolation("certificate.revoked_already" | "decision.reason_missing").
    Source: requirements H4 (correction and revocation).
    """
    found = Certificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise NotFound
    case = lifecycle.lock(found.application_id)
    permissions.require(by, case, Verb.REVOKE, Field.CERTIFICATE)
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate_id)
    certificates.check_revocation(reason, revoked=certificate.revoked_at is not None)
    certificate.revoked_at, certificate.revoked_by_id, certificate.revoked_reason = at, by.user_id, reason.strip()
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    journal.write(
        "decision.revoke_certificate",
        subject=f"application:{case.pk}",
        edition_key=case.edition.key,
        reason=reason.strip(),
        by=by,
        at=at,
        number=certificate.number,
    )
    return certificate
