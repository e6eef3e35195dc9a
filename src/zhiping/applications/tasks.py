"""Large bundles are bound in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.applications import actions
from zhiping.jobs.ports import periodic, task
from zhiping.programmes import queries as programmes


@task("applications.build_bundle")
def build_bundle(bundle_id: int) -> None:
    """Bind one bundle."""
    actions.build_bundle(bundle_id=bundle_id, at=timezone.now())


@periodic("applications.forget_snapshots", cron="27 4 * * *")
def forget_snapshots() -> None:
    """Delete earlier states of drafts that are too old to be kept."""
    for edition in programmes.editions():
        actions.forget_snapshots(edition=edition, at=programmes.now(edition))
