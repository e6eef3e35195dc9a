"""Bytes that no row names: of what was refused after it was stored, or of an act that was rolled back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.files.actions.storing import hold_bytes
from zhiping.files.models import StoredFile

KEPT = timedelta(days=1)
FOLDER, HASH = re.compile("[0-9a-f]{2}"), re.compile("[0-9a-f]{64}")


def sweep_orphans(*, at: datetime) -> int:
    """Delete what lies in the storage for a day and belongs to no kept file.

    Who stores the same bytes at that moment holds them: either the row is there when it is looked for, or the bytes
    are written anew. Returns: how many were deleted. Args: at: real instant.
    """
    return sum(_delete(sha256, path) for sha256, path in _orphans(at))


def _orphans(at: datetime) -> Iterator[tuple[str, str]]:
    """Yield hash and path of each, a folder at a time."""
    folders, _files = default_storage.listdir("")
    for folder in sorted(name for name in folders if FOLDER.fullmatch(name)):
        names = [name for name in default_storage.listdir(folder)[1] if HASH.fullmatch(name)]
        kept = StoredFile.objects.filter(path__startswith=f"{folder}/", sha256__in=names)
        known = set(kept.values_list("sha256", flat=True))
        for name in sorted(set(names) - known):
            if default_storage.get_modified_time(f"{folder}/{name}") < at - KEPT:
                yield name, f"{folder}/{name}"


@transaction.atomic
def _delete(sha256: str, path: str) -> bool:
    hold_bytes(sha256, alone=True)
    if StoredFile.objects.filter(path=path).exists():
        return False
    default_storage.delete(path)
    return True
