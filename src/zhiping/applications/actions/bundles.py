"""Bind a case's form and evidence into one PDF to print: small ones at once, large ones by a job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle, permissions
from zhiping.applications.models import Application, Bundle
from zhiping.applications.queries import bundles
from zhiping.applications.queries.completeness import current_hash
from zhiping.core.definition.vocabulary import Phase
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import actions as documents
from zhiping.files import actions as files
from zhiping.jobs import actions as jobs
from zhiping.journal import actions as journal

AT_ONCE = 40
"""So many pages of evidence are bound while the person waits."""


def ask_bundle(*, application_id: int, by: Actor, at: datetime) -> Bundle:
    """Have the bundle of the content as it stands: the one there is, a small one at once, a large one by a job.

    Side effects in order: Bundle row; journal entry; for a large one a job; for a small one StoredFile and what
    build_bundle does.
    Raises: NotFound; NotAllowed.
    """
    bundle, is_small = _ask(application_id, by, at)
    if bundle.state == Bundle.State.WAITING and is_small:
        build_bundle(bundle_id=bundle.pk, at=at)
        bundle.refresh_from_db()
    return bundle


@transaction.atomic
def _ask(application_id: int, by: Actor, at: datetime) -> tuple[Bundle, bool]:
    application = lifecycle.lock(application_id)
    permissions.require(by, application, Verb.SEE, Field.RECEIPT)
    is_small = bundles.pages_to_bind(application) <= AT_ONCE
    given = {"content_hash": current_hash(application), "is_draft": application.phase == Phase.DRAFT}
    asked = {"asked_at": at, "asked_by_id": by.person_id}
    bundle, is_new = Bundle.objects.get_or_create(application=application, **given, defaults=asked)
    if bundle.state == Bundle.State.FAILED:
        bundle.state, bundle.problem = Bundle.State.WAITING, {}
        bundle.save(update_fields=["state", "problem"])
    elif not is_new:
        _enqueue(bundle, is_small=is_small)
        return bundle, is_small
    journal.write(
        "applications.ask_bundle",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=by,
        at=at,
        content_hash=bundle.content_hash,
    )
    _enqueue(bundle, is_small=is_small)
    return bundle, is_small


def _enqueue(bundle: Bundle, *, is_small: bool) -> None:
    """Have a large bundle bound by a job, again where an earlier one was set aside: asked twice, one waits."""
    if bundle.state == Bundle.State.WAITING and not is_small:
        jobs.enqueue("applications.build_bundle", key=f"applications.build_bundle:{bundle.pk}", bundle_id=bundle.pk)


def build_bundle(*, bundle_id: int, at: datetime) -> None:
    """Bind a bundle that waits; whoever looks meanwhile sees how far it is.

    A content that has changed since it was asked for is not bound: the bundle fails with "bundle.changed".
    Side effects in order: Bundle.done_pages as it goes; StoredFile; Bundle.state.
    """
    bundle = Bundle.objects.filter(pk=bundle_id, state=Bundle.State.WAITING).first()
    if bundle is None:
        return
    case = Application.objects.select_related("edition", "organisation", "team", "recommender", "content").get(
        pk=bundle.application_id
    )
    try:
        _bind(bundle, case, at)
    except RuleViolation as refusal:
        told = {"code": refusal.code, "facts": {name: str(fact) for name, fact in refusal.facts.items()}}
        Bundle.objects.filter(pk=bundle.pk).update(state=Bundle.State.FAILED, problem=told)


def _bind(bundle: Bundle, case: Application, at: datetime) -> None:
    front = bundles.front_data(case)
    if (front["content_hash"], front["draft"]) != (bundle.content_hash, bundle.is_draft):
        raise RuleViolation("bundle.changed")

    def tell(done: int, total: int) -> None:
        Bundle.objects.filter(pk=bundle.pk).update(done_pages=done, total_pages=total)

    bound = documents.bind(front, bundles.evidence_of(case), tell=tell, at=at)
    with transaction.atomic():
        stored = files.store_own(name=f"申报材料 {front['number']}.pdf", content=bound.content, by=SYSTEM, at=at)
        Bundle.objects.filter(pk=bundle.pk).update(
            state=Bundle.State.READY,
            file=stored,
            done_pages=bound.pages,
            total_pages=bound.pages,
            unprinted=list(bound.unprinted),
        )
