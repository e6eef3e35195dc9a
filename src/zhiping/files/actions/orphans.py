"""Bytes that no row names: of what was refused after it was stored, of an act that was rolled back; their pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.files.actions.previews import PREVIEWS
from zhiping.files.actions.storing import hold_bytes
from zhiping.files.models import StoredFile

KEPT = timedelta(days=1)
FOLDER, NAME = re.compile("[0-9a-f]{2}"), re.compile(r"([0-9a-f]{64})(\.jpg)?")


def sweep_orphans(*, at: datetime) -> int:
    """Delete what lies in the storage for a day and belongs to no kept file: its bytes and the picture drawn of them.

    Who stores the same bytes at that moment holds them: either the row is there when it is looked for, or the bytes
    are written anew, and a picture is drawn only once the row is there. Returns: how many were deleted. Args: at: real
    instant.
    """
    folders = default_storage.listdir("")[0]
    pictures = [f"{PREVIEWS}/{name}" for name in default_storage.listdir(PREVIEWS)[0]] if PREVIEWS in folders else []
    found = (one for folder in [*folders, *pictures] for one in _orphans(folder, at))
    return sum(_delete(sha256, path) for sha256, path in found)


def _orphans(folder: str, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield hash and path of each in a folder."""
    if not FOLDER.fullmatch(folder.removeprefix(f"{PREVIEWS}/")):
        return
    names = {name: match[1] for name in default_storage.listdir(folder)[1] if (match := NAME.fullmatch(name))}
    known = set(StoredFile.objects.filter(sha256__in=names.values()).values_list("sha256", flat=True))
    for name, sha256 in sorted(names.items()):
        path = f"{folder}/{name}"
        if sha256 not in known and default_storage.get_modified_time(path) < at - KEPT:
            yield sha256, path


@transaction.atomic
def _delete(sha256: str, path: str) -> bool:
    hold_bytes(sha256, alone=True)
    if StoredFile.objects.filter(sha256=sha256).exists():
        return False
    default_storage.delete(path)
    return True
