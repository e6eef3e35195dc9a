"""Read kept files. Whether somebody may is asked by the stage that the file belongs to."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.storage import default_storage

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.files.models import StoredFile, Upload

KINDS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "image/jpeg": "jpg",
    "image/png": "png",
    "video/mp4": "mp4",
}


def get(file_id: int) -> StoredFile:
    """Return a kept file's facts. Raises: NotFound."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def open_stored(stored: StoredFile) -> IO[Any]:
    """Return the open bytes, for whoever may have them.

    Raises: NotFound when the storage lost them; RuleViolation("file.waits_for_scan" | "file.infected") while the
    virus scan holds them back.
    """
    if stored.scan == StoredFile.Scan.QUARANTINED:
        raise RuleViolation("file.waits_for_scan")
    if stored.scan == StoredFile.Scan.INFECTED:
        raise RuleViolation("file.infected", found=stored.scan_found)
    if not default_storage.exists(stored.path):
        raise NotFound
    return default_storage.open(stored.path, "rb")


def open_preview(stored: StoredFile) -> IO[Any]:
    """Return the small picture of a file. Raises: NotFound while there is none, or the virus scan holds the file."""
    if not stored.preview or stored.is_held or not default_storage.exists(stored.preview):
        raise NotFound
    return default_storage.open(stored.preview, "rb")


def kind_of(stored: StoredFile) -> str:
    """Return the definition's word for the file's type, such as "pdf"."""
    return KINDS.get(stored.content_type, "")


def open_uploads(purpose: str, user_id: int) -> list[Upload]:
    """Return what a person began to send for a purpose and has not finished, oldest first."""
    return list(Upload.objects.filter(purpose__startswith=purpose, owner_id=user_id, file=None).order_by("pk"))


def upload(upload_id: int, purpose: str, user_id: int) -> Upload:
    """Return one of a person's uploads. Raises: NotFound."""
    found = Upload.objects.filter(pk=upload_id, purpose__startswith=purpose, owner_id=user_id).first()
    if found is None:
        raise NotFound
    return found


def in_quarantine() -> int:
    """Return how many files wait for the virus scan."""
    return StoredFile.objects.filter(scan=StoredFile.Scan.QUARANTINED).count()
