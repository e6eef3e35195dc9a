"""The search for conflicts in the background."""

from __future__ import annotations

from zhiping.jobs.ports import task
from zhiping.review import actions


@task("review.search_again")
def search_again(edition_id: int) -> None:
    """Bring the conflicts of one edition up to date."""
    actions.search_after_merger(edition_id=edition_id)
