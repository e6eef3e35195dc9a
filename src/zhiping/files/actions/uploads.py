"""Take a large file piece by piece, so that a cut line or a closed browser costs one piece and not the whole.

The bytes stand as one growing file under settings.UPLOADS (on several machines: a folder that they share) until all
of them are here. Each piece comes with its SHA-256; the whole is checked against the SHA-256 of all pieces' SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import rules
from zhiping.files.models import StoredFile, Upload

PIECE = 4 * 1024 * 1024
"""Bytes of each piece but the last: half a minute on a slow line, and all that memory ever holds of a file."""
MOST_OPEN = 10
KEPT = timedelta(days=7)
ROOM_LEFT = 256 * 1024 * 1024


class Assembled(File):  # type: ignore[type-arg]
    """A whole upload as an open file. sha256: of all bytes; a storage on the same disk takes it without copying."""

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self.sha256 = sha256
        self._path = path

    def temporary_file_path(self) -> str:
        """Return a second name of the same bytes, which the storage may take away: the first stays until all is done."""
        twin = self._path.with_suffix(".twin")
        twin.unlink(missing_ok=True)
        os.link(self._path, twin)
        return str(twin)


def part_path(upload: Upload) -> Path:
    """Return where the bytes of an upload grow."""
    return Path(settings.UPLOADS) / f"{upload.pk}.part"


@transaction.atomic
def begin(*, purpose: str, name: str, size: int, mark: str, max_bytes: int, by: Actor, at: datetime) -> Upload:
    """Begin to take a file, or go on with the same one: the same person, purpose, size and mark.

    Args: size: bytes to come; mark: 64 hexadecimal digits by which the sender knows the file again; at: real instant.
    Side effects in order: Upload row; an empty file.
    Raises: RuleViolation("file.empty" | "file.too_large" | "upload.too_many" | "upload.no_room" | "upload.bad_mark").
    """
    if len(mark) != hashlib.sha256().digest_size * 2 or not mark.isalnum():
        raise RuleViolation("upload.bad_mark")
    if size < 1:
        raise RuleViolation("file.empty")
    if size > max_bytes:
        raise RuleViolation("file.too_large", limit_mb=max(1, max_bytes // 1024**2))
    mine = Upload.objects.filter(owner_id=by.person_id, file=None)
    known = mine.filter(purpose=purpose, mark=mark, size=size).first()
    if known is not None and part_path(known).exists():
        return known
    if mine.count() >= MOST_OPEN:
        raise RuleViolation("upload.too_many", limit=MOST_OPEN)
    folder = Path(settings.UPLOADS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_room(size)
    _drop(mine.filter(purpose=purpose, mark=mark))
    upload = Upload.objects.create(
        owner_id=by.person_id, purpose=purpose, name=rules.clean_name(name), size=size, mark=mark,
        begun_at=at, touched_at=at,
    )  # fmt: skip
    os.close(os.open(part_path(upload), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    return upload


@transaction.atomic
def receive(
    *, upload_id: int, purpose: str, offset: int, content: bytes, digest: str, by: Actor, at: datetime
) -> Upload:
    """Take the next piece of a file; it is on the disk before it is counted.

    Args: offset: where the piece begins; digest: its SHA-256 in hexadecimal; at: real instant.
    Raises: NotFound; RuleViolation("upload.damaged") for bytes that are not what their digest says;
    RuleViolation("upload.elsewhere", offset=…) for a piece that is not the next one — go on from there;
    RuleViolation("upload.no_room") before the disk is full, for others need it too.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise RuleViolation("upload.damaged")
    upload = _mine(upload_id, purpose, by)
    if offset != upload.received or upload.file_id is not None:
        raise RuleViolation("upload.elsewhere", offset=upload.received)
    if len(content) != min(PIECE, upload.size - offset):
        raise RuleViolation("upload.damaged")
    _check_room(len(content))
    try:
        with part_path(upload).open("r+b") as part:
            part.seek(offset)
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
    except FileNotFoundError as lost:
        raise NotFound from lost
    except OSError as full:
        raise RuleViolation("upload.no_room") from full
    upload.received, upload.touched_at = offset + len(content), at
    upload.save(update_fields=["received", "touched_at"])
    return upload


def _check_room(size: int) -> None:
    """Refuse what the disk cannot take and still leave room. Raises: RuleViolation("upload.no_room")."""
    if shutil.disk_usage(settings.UPLOADS).free < size + ROOM_LEFT:
        raise RuleViolation("upload.no_room")


def _drop(uploads: QuerySet[Upload]) -> None:
    """Delete unfinished uploads; their bytes go once that is committed."""
    paths = [part_path(upload) for upload in uploads]
    uploads.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def _mine(upload_id: int, purpose: str, by: Actor) -> Upload:
    found = Upload.objects.select_for_update(no_key=True).filter(
        pk=upload_id, purpose=purpose, owner_id=by.person_id
    ).first()  # fmt: skip
    if found is None:
        raise NotFound
    return found


@contextmanager
def assembled(*, upload_id: int, purpose: str, root: str, by: Actor) -> Iterator[tuple[Upload, BinaryIO | None]]:
    """Give a whole upload as an open file, checked against what its sender has; inside the caller's transaction.

    Args: root: SHA-256, in hexadecimal, of the pieces' SHA-256 one after the other.
    Gives None for the file where the upload was finished before: the answer of that time was lost, not the file.
    Raises: NotFound; RuleViolation("upload.elsewhere", offset=…) while pieces are missing; RuleViolation(
    "upload.changed") when the sender's file is another one than what came.
    """
    upload = _mine(upload_id, purpose, by)
    if upload.file_id is not None:
        yield upload, None
        return
    if upload.received < upload.size:
        raise RuleViolation("upload.elsewhere", offset=upload.received)
    try:
        sha256, found = _read_through(part_path(upload))
    except FileNotFoundError as lost:
        raise NotFound from lost
    if found != root:
        raise RuleViolation("upload.changed")
    with Assembled(part_path(upload), sha256) as whole:
        yield upload, cast("BinaryIO", whole)


def _read_through(path: Path) -> tuple[str, str]:
    """Return the SHA-256 of all bytes, and that of the pieces' SHA-256, from what is really on the disk."""
    whole, root = hashlib.sha256(), hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            whole.update(piece)
            root.update(hashlib.sha256(piece).digest())
    return whole.hexdigest(), root.hexdigest()


def conclude(upload: Upload, stored: StoredFile) -> None:
    """Note what an upload became; its bytes go once that is committed. A second finish finds the same file."""
    upload.file = stored
    upload.save(update_fields=["file"])
    transaction.on_commit(lambda: part_path(upload).unlink(missing_ok=True))


@transaction.atomic
def abandon(*, upload_id: int, purpose: str, by: Actor, at: datetime) -> None:
    """Throw away an upload that its sender gives up, or whose content was refused. Raises: NotFound."""
    upload = _mine(upload_id, purpose, by)
    if upload.file_id is None:
        _drop(Upload.objects.filter(pk=upload.pk))


@transaction.atomic
def clear(*, at: datetime) -> int:
    """Throw away uploads that nobody has gone on with for some days, and bytes of as long ago that no upload knows.

    Returns: how many uploads. Args: at: real instant.
    """
    old = list(Upload.objects.select_for_update(no_key=True, skip_locked=True).filter(touched_at__lt=at - KEPT))
    for upload in old:
        part_path(upload).unlink(missing_ok=True)
        upload.delete()
    _sweep(at)
    return len(old)


def _sweep(at: datetime) -> None:
    """Delete what an act that was cut off left in the folder: parts without their row, second names of parts."""
    folder = Path(settings.UPLOADS)
    if not folder.is_dir():
        return
    known = {part_path(upload).name for upload in Upload.objects.filter(file=None).only("pk")}
    for path in folder.iterdir():
        if path.name not in known and path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)
