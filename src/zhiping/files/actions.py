"""Keep a file: its bytes under their own hash, its facts in the table."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import ports, rules
from zhiping.files.models import StoredFile

LARGEST = 64 * 1024 * 1024
"""What may be opened in memory to find out what it is; only videos, known by their head, may be larger."""
CHUNK = 1024 * 1024


@transaction.atomic
def store(*, name: str, content: BinaryIO | bytes, max_bytes: int = LARGEST, by: Actor, at: datetime) -> StoredFile:
    """Keep a file for whoever handed it in, after finding out what it really is.

    The same bytes are kept once; two rows may share them. Nothing is kept of what is refused.
    Side effects in order: the bytes in the storage; StoredFile row.
    Args: content: bytes, or an open file that can be read twice.
    Raises: RuleViolation("file.too_large" | "file.empty" | "file.unknown_type" | "file.broken" | "file.encrypted" |
    "file.has_script" | "file.has_macro" | "file.bomb").
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    found = _inspect(stream, max_bytes)
    size, sha256 = _measure(stream, max_bytes)
    path = f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(path):
        stream.seek(0)
        default_storage.save(path, File(stream))
    return StoredFile.objects.create(
        name=rules.name_of(name, found.kind),
        path=path,
        sha256=sha256,
        size=size,
        content_type=found.content_type,
        pages=found.pages,
        stored_at=at,
        stored_by_id=by.user_id,
    )


def _inspect(stream: BinaryIO, max_bytes: int) -> rules.Found:
    head = stream.read(min(max_bytes, LARGEST) + 1)
    if len(head) > max_bytes or (len(head) > LARGEST and not rules.is_video(head)):
        raise _too_large(min(max_bytes, LARGEST))
    return ports.inspect(head)


def _measure(stream: BinaryIO, max_bytes: int) -> tuple[int, str]:
    """Return size and hash, a piece at a time, so that a video of gigabytes needs no memory."""
    stream.seek(0)
    size, digest = 0, hashlib.sha256()
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > max_bytes:
            raise _too_large(max_bytes)
        digest.update(piece)
    return size, digest.hexdigest()


def _too_large(limit: int) -> RuleViolation:
    return RuleViolation("file.too_large", limit_mb=max(1, limit // 1024**2))
