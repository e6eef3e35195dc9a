"""Keep a file: its bytes under their own hash, its facts in the table."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import rules
from zhiping.files.models import StoredFile

LARGEST = 64 * 1024 * 1024


@transaction.atomic
def store(*, name: str, content: BinaryIO | bytes, max_bytes: int = LARGEST, by: Actor, at: datetime) -> StoredFile:
    """Keep a file for whoever handed it in, after finding out what it really is.

    The same bytes are kept once; two rows may share them. Nothing is kept of what is refused.
    Side effects in order: the bytes in the storage; StoredFile row.
    Raises: RuleViolation("file.too_large" | "file.empty" | "file.unknown_type" | "file.broken" | "file.encrypted" |
    "file.has_script" | "file.has_macro" | "file.bomb").
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise RuleViolation("file.too_large", limit_mb=max(1, max_bytes // 1024**2))
    found = rules.inspect(data)
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return StoredFile.objects.create(
        name=rules.clean_name(name),
        path=path,
        sha256=sha256,
        size=len(data),
        content_type=found.content_type,
        pages=found.pages,
        stored_at=at,
        stored_by_id=by.user_id,
    )
