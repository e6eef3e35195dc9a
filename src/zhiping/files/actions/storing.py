"""Keep a file: its bytes under their own hash, its facts in the table."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import ports, rules
from zhiping.files.actions import previews, scanning
from zhiping.files.models import StoredFile
from zhiping.files.rules import HEAD
from zhiping.files.rules.found import as_stream, part, size_of

LARGEST = 64 * 1024 * 1024
"""How large a document or picture may be; only videos, known by their head, may be larger."""
CHUNK = 1024 * 1024
BYTES_LOCK = 7_302
"""The first number of the locks on bytes of the storage; the second is of their hash."""


@transaction.atomic
def store(*, name: str, content: BinaryIO | bytes, max_bytes: int = LARGEST, by: Actor, at: datetime) -> StoredFile:
    """Keep a file for whoever handed it in, after finding out what it really is.

    The same bytes are kept once; two rows may share them. Nothing is kept of what is refused. Whatever its size, only
    a piece at a time is in memory.
    Side effects in order: the bytes in the storage; StoredFile row; jobs for the virus scan, where it has to wait, and
    for a preview.
    Args: content: bytes, or an open file that can be read twice; an `uploads.Assembled` is moved instead of copied.
    Raises: RuleViolation("file.too_large" | "file.empty" | "file.unknown_type" | "file.broken" | "file.encrypted" |
    "file.has_script" | "file.has_macro" | "file.has_attachment" | "file.bomb" | "file.polyglot" | "file.infected").
    """
    stream = as_stream(content)
    size = size_of(stream)
    _check_size(stream, size, max_bytes)
    found = ports.inspect(stream)
    state = scanning.first_look(stream, size)
    stored = _keep(name, content, found, scan=state, by=by, at=at)
    scanning.ask_for_scan(stored)
    previews.ask_for_preview(stored)
    return stored


@transaction.atomic
def store_own(*, name: str, content: bytes, by: Actor, at: datetime) -> StoredFile:
    """Keep a document that the platform made itself: it needs neither virus scan nor preview."""
    return _keep(name, content, rules.inspect(content), scan=StoredFile.Scan.UNSCANNED, by=by, at=at)


def _keep(
    name: str, content: BinaryIO | bytes, found: rules.Found, *, scan: StoredFile.Scan, by: Actor, at: datetime
) -> StoredFile:
    stream = as_stream(content)
    sha256 = getattr(content, "sha256", "") or _hash(stream)
    path = f"{sha256[:2]}/{sha256}"
    hold_bytes(sha256)
    if not default_storage.exists(path):
        stream.seek(0)
        default_storage.save(path, content if isinstance(content, File) else File(stream))
    return StoredFile.objects.create(
        name=rules.name_of(name, found.kind),
        path=path,
        sha256=sha256,
        size=size_of(stream),
        content_type=found.content_type,
        pages=found.pages,
        seconds=found.seconds,
        scan=scan,
        stored_at=at,
        stored_by_id=by.user_id,
    )


def hold_bytes(sha256: str, *, alone: bool = False) -> None:
    """Hold the bytes under this hash until the transaction ends: many may name them at once, who deletes is alone."""
    key = int.from_bytes(bytes.fromhex(sha256[:8]), signed=True)
    with connection.cursor() as cursor:
        if alone:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [BYTES_LOCK, key])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [BYTES_LOCK, key])


def _check_size(stream: BinaryIO, size: int, max_bytes: int) -> None:
    limit = max_bytes if rules.is_video(part(stream, 0, HEAD)) else min(max_bytes, LARGEST)
    if size > limit:
        raise RuleViolation("file.too_large", limit_mb=max(1, limit // 1024**2))


def _hash(stream: BinaryIO) -> str:
    """Return the SHA-256 of a file, read a piece at a time, so that a video of gigabytes needs no memory."""
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()
