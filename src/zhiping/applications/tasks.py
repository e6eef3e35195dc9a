"""Large bundles are bound in the background."""

from __future__ import annotations

from django.utils import timezone

from zhiping.applications import actions
from zhiping.jobs.ports import task


@task("applications.build_bundle")
def build_bundle(bundle_id: int) -> None:
    """Bind one bundle."""
    actions.build_bundle(bundle_id=bundle_id, at=timezone.now())
