"""Small pictures of kept files, drawn by a job: a look at the first page without opening the file."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.files import ports, queries
from zhiping.files.models import StoredFile
from zhiping.files.rules.previews import KINDS
from zhiping.jobs import actions as jobs

PREVIEWS = "previews"
"""The folder of the pictures, beside those of the bytes."""


def ask_for_preview(stored: StoredFile) -> None:
    """Have a file drawn once its row is committed; what the virus scan holds back is not opened."""
    if not stored.is_held and queries.kind_of(stored) in KINDS:
        jobs.enqueue("files.preview", key=f"files.preview:{stored.pk}", file_id=stored.pk)


def make_preview(*, file_id: int) -> bool:
    """Draw a kept file, if it can be drawn. Side effects in order: the picture in the storage; StoredFile.preview.

    Returns: whether there is a picture now.
    """
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or stored.is_held or not default_storage.exists(stored.path):
        return False
    path = f"{PREVIEWS}/{stored.sha256[:2]}/{stored.sha256}.jpg"
    if not default_storage.exists(path):
        with default_storage.open(stored.path, "rb") as stream:
            picture = ports.picture_of(stream, queries.kind_of(stored))  # type: ignore[arg-type]
        if picture is None:
            return False
        default_storage.save(path, ContentFile(picture))
    with transaction.atomic():
        StoredFile.objects.filter(pk=file_id).update(preview=path)
    return True
