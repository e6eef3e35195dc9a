"""Files that come with a form: never more than some page takes, and never all of a large one in memory."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from zhiping.files.actions import LARGEST

MEGABYTE = 1024 * 1024
MOST, MOST_OF_A_STRANGER = 2200 * MEGABYTE, 40 * MEGABYTE
"""The largest video, and the largest evidence of an objection, with room for the rest of the form."""


class BoundedUpload(FileUploadHandler):
    """Turn away a form that brings more than any page takes, before a byte of it is kept; the first of the handlers."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 -- the name that Django gives it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at the announced length: what is longer is never read."""
        user = getattr(self.request, "user", None)
        most = MOST if user is not None and user.is_authenticated else MOST_OF_A_STRANGER
        if content_length > most:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the bytes to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def sent(upload: Any) -> tuple[str, bytes] | None:
    """Return an uploaded file as the actions take it: name and bytes, one more than they take of one that is too large.

    Returns: None when nothing was sent.
    """
    return (upload.name, upload.read(LARGEST + 1)) if upload else None
