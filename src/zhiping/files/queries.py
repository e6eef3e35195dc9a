"""Read kept files. Whether somebody may is asked by the stage that the file belongs to."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.storage import default_storage

from zhiping.core.errors import NotFound
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
    """Return the open bytes. Raises: NotFound when the storage lost them."""
    if not default_storage.exists(stored.path):
        raise NotFound
    return default_storage.open(stored.path, "rb")


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
