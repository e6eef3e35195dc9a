"""Read publications, certificates, forwardings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhiping.applications.models import Application
from zhiping.core import identifiers
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotFound
from zhiping.decision.models import Certificate, Forwarding, Publication
from zhiping.decision.queries import outcomes
from zhiping.decision.rules import certificates, lists
from zhiping.files import queries as files
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def released() -> QuerySet[Publication]:
    """Return every list that has been released, newest first."""
    return (
        Publication.objects.filter(released_at__isnull=False).select_related("edition").order_by("-released_at", "-pk")
    )


def released_of(edition: Edition) -> QuerySet[Publication]:
    """Return the edition's released lists."""
    return released().filter(edition=edition)


def publication(publication_id: int) -> Publication:
    """Return one released list. Raises: NotFound for an unreleased one, too."""
    found = released().filter(pk=publication_id).first()
    if found is None:
        raise NotFound
    return found


def prepared(edition: Edition) -> Publication | None:
    """Return the list that waits for a second person's release."""
    return Publication.objects.filter(edition=edition, released_at__isnull=True).select_related("prepared_by").first()


def read_of(prepared: Publication | None) -> list[str]:
    """Return what a second person reads before releasing it: preparing again replaces the list under the same id."""
    return [prepared.title, prepared.document_number, prepared.list_hash] if prepared is not None else []


def ready_rows(edition: Edition) -> list[lists.ListRow]:
    """Return the rows of the cases that wait for publication."""
    cases = outcomes.resolved_in(edition, outcomes.states_of(edition, StageKind.PUBLICATION))
    return lists.rows(programmes.definition_of(edition), [outcomes.outcome(case) for case in cases])


def certificate_by_code(typed: str) -> Certificate | None:
    """Return the certificate with this verification code or number, revoked ones too; None for an unknown one."""
    by = Q(code=identifiers.read_verification_code(typed)) | Q(number=typed.strip())
    return Certificate.objects.select_related("application__edition").filter(by).order_by("pk").first()


def hash_agrees(certificate: Certificate) -> bool:
    """Tell whether the stored facts are those the certificate was issued with."""
    return certificates.facts_hash(certificate.facts) == certificate.facts_hash


def certificates_of(
    edition: Edition, text: str = "", level: str = "", *, valid: bool | None = None
) -> QuerySet[Certificate]:
    """Return the edition's certificates, in the order of their numbers.

    Args: text: what its number or its holder's name holds. level: as it is called on the certificate. valid: None for
    revoked ones too.
    """
    found = Certificate.objects.filter(application__edition=edition)
    if text:
        held = Q(facts__recipient__icontains=text) | Q(facts__recipient_note__icontains=text)
        found = found.filter(held | Q(number__icontains=text))
    if level:
        found = found.filter(facts__level=level)
    if valid is not None:
        found = found.filter(revoked_at__isnull=valid)
    return found.select_related("application__organisation", "application__team", "pdf").order_by("number")


def without_certificate(edition: Edition) -> QuerySet[Application]:
    """Return the published cases that have no valid certificate."""
    valid = Certificate.objects.filter(revoked_at__isnull=True).values("application_id")
    return outcomes.resolved_in(edition, ["published"]).exclude(pk__in=valid)


def certificate_of(application: Application) -> Certificate | None:
    """Return the case's valid certificate."""
    return Certificate.objects.filter(application=application, revoked_at__isnull=True).select_related("pdf").first()


def certificate(certificate_id: int) -> Certificate:
    """Return one certificate. Raises: NotFound."""
    found = Certificate.objects.select_related("application__edition", "pdf").filter(pk=certificate_id).first()
    if found is None:
        raise NotFound
    return found


def pdf_bytes(found: Certificate) -> bytes | None:
    """Return the certificate's PDF, or None while it has not been built."""
    if found.pdf is None:
        return None
    with files.open_stored(found.pdf) as opened:
        return bytes(opened.read())


def forwardings(edition: Edition) -> QuerySet[Forwarding]:
    """Return what the edition has sent on to the next level."""
    return Forwarding.objects.filter(application__edition=edition).select_related("application").order_by("pk")
