"""Lock an edition for an act on its list."""

from __future__ import annotations

from zhiping.core.errors import NotFound
from zhiping.programmes.models import Edition


def lock_edition(edition_id: int) -> Edition:
    """Return the edition, its row locked until the transaction ends: one act on its lists at a time. Raises: NotFound."""
    # no_key: a stronger lock would make rows that merely point to the edition wait, and two acts could block each other
    try:
        return Edition.objects.select_for_update(no_key=True).get(pk=edition_id)
    except Edition.DoesNotExist as absent:
        raise NotFound from absent
