"""Prepare the published list, and release it by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core import stated
from zhiping.core.as_read import check_as_read
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import permissions
from zhiping.decision.actions import telling
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.actions.sign_off import require_signed_off
from zhiping.decision.models import Publication, PublicNotice
from zhiping.decision.queries import approval, outcomes, publications
from zhiping.decision.rules import lists, notices
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@transaction.atomic
def prepare_publication(
    *, edition_id: int, title: str = "", document_number: str = "", by: Actor, at: datetime
) -> Publication:
    """Prepare the list of every case that is ready, for a second person to release. Preparing again replaces it.

    Side effects in order: Publication row; journal entry with the list's hash.
    Raises: NotAllowed; RuleViolation("publication.empty" | "publication.notice_open" | "notice.unresolved" |
    "sign_off.missing").
    Source: excellence-2024 附件1 第十四条; requirements H3.
    """
    edition = lock_edition(edition_id)
    permissions.require_office(by)
    rows = publications.ready_rows(edition)
    lists.check_not_empty(rows, "publication.empty")
    _require_public_enough(edition)
    definition = programmes.definition_of(edition)
    values = {
        "title": title.strip() or lists.publication_title(definition),
        "document_number": document_number.strip(),
        "rows": rows,
        "list_hash": lists.list_hash(edition.key, rows),
        "prepared_at": at,
        "prepared_by_id": by.user_id,
    }
    publication, _ = Publication.objects.update_or_create(edition=edition, released_at=None, defaults=values)
    journal.write(
        "decision.prepare_publication",
        subject=f"publication:{publication.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        list_hash=publication.list_hash,
        cases=len(rows),
    )
    return publication


def _require_public_enough(edition: Edition) -> None:
    """Refuse before the notice is over; without a notice, before everybody is resolved and signed off."""
    if PublicNotice.objects.filter(edition=edition, closed_at__isnull=True).exists():
        raise RuleViolation("publication.notice_open")
    if PublicNotice.objects.filter(edition=edition).exists():
        return
    notices.check_resolved(approval.before_committee(edition).count())
    require_signed_off(edition, approval.resolved_hash(edition))


@transaction.atomic
def release(*, publication_id: int, read: Sequence[str] | None = None, by: Actor, at: datetime) -> Publication:
    """Release a prepared list to the public, as a second person, and publish its cases.

    Side effects in order: Publication released; every case `publish`; journal entry; message to each applicant.
    Args: read: what was read of the list, as `publications.read_of` tells; None for the list as it stands.
    Raises: NotAllowed; NotFound; RuleViolation("publication.same_person" | "publication.released_already" |
    "read.changed" | "list.changed" when a case has changed since the list was prepared).
    Source: requirements H3 (release needs two people); excellence-2024 附件1 第十四条.
    """
    found = Publication.objects.filter(pk=publication_id).first()
    if found is None:
        raise NotFound
    edition = lock_edition(found.edition_id)
    permissions.require_office(by)
    publication = Publication.objects.select_for_update(no_key=True).get(pk=publication_id)
    if publication.released_at is not None:
        raise RuleViolation("publication.released_already")
    check_as_read(read, publications.read_of(publication))
    lists.check_second_person(publication.prepared_by_id, by.user_id)
    lists.check_same_list(publication.list_hash, lists.list_hash(edition.key, publications.ready_rows(edition)))
    publication.released_at, publication.released_by_id = at, by.user_id
    publication.save(update_fields=["released_at", "released_by"])
    journal.write(
        "decision.release",
        subject=f"publication:{publication.pk}",
        edition_key=edition.key,
        by=by,
        at=at,
        list_hash=publication.list_hash,
    )
    definition = programmes.definition_of(edition)
    for row in sorted(publication.rows, key=lambda r: r["application"]):
        case = lifecycle.lock(row["application"])
        permissions.require(by, case, Verb.PUBLISH, Field.LEVEL)
        lifecycle.move(case, "publish", by=by, at=at)
        level = stated.level_label(definition, outcomes.resolved_level(case))
        telling.applicant("decision.published", case, {"level": level}, at=at)
    return publication
