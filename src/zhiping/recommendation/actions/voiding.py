"""A sealed scan holds for the sheet it was made from: once that changes, it is void and its unit is told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from zhiping.applications.models import Application
from zhiping.asking import prepared
from zhiping.core.permissions.actor import SYSTEM
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import queries
from zhiping.recommendation.models import PackageFile
from zhiping.recommendation.queries import sheets


def void_after_move(application: Application) -> None:
    """Look at the sealed scans of a case's recommender, after the case has moved."""
    if application.recommender_id is not None:
        void_outdated(application.recommender_id, at=application.state_since)


def void_outdated(recommender_id: int, *, at: datetime) -> None:
    """Void the sealed scans whose sheet has changed, within the act that changed it; what was handed in stays.

    Side effects in order, for each: PackageFile.voided_at; journal entry; message to the unit's officers.
    """
    files = _scans(recommender_id)
    if not files:
        return
    recommender = Recommender.objects.select_related("edition", "organisation").get(pk=recommender_id)
    if queries.standing_package(recommender) is not None:
        return
    rules = {rule.id: rule for rule in sheets.package_rules(programmes.definition_of(recommender.edition))}
    for file in files:
        rule = rules[file.rule_id]
        if rule.sealed and rule.sheet and sheets.sheet(recommender, rule.sheet).digest != file.sheet_hash:
            _void(file, rule.label, recommender, at)


@prepared
def _scans(recommender_id: int) -> QuerySet[PackageFile]:
    """Return the scans of sheets that stand and are not void."""
    given = PackageFile.objects.filter(recommender_id=recommender_id, removed_at__isnull=True, voided_at__isnull=True)
    return given.filter(~Q(sheet_hash=""))


def _void(file: PackageFile, label: str, recommender: Recommender, at: datetime) -> None:
    file.voided_at = at
    file.save(update_fields=["voided_at"])
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    journal.write("recommendation.void_scan", subject=subject, edition_key=key, by=SYSTEM, at=at, file=file.pk)
    messages.send(
        "recommendation.scan_voided",
        to=organisations.people(recommender.organisation_id or 0, "recommender"),
        key=f"recommendation.scan_voided:{file.pk}",
        facts={"sheet": label, "edition": recommender.edition.title},
        link=f"/recommender/package/?edition={recommender.edition_id}",
        wording=programmes.wording(recommender.edition),
        at=at,
    )
