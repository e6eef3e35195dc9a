"""Files that come with a form."""

from __future__ import annotations

from typing import Any


def sent(upload: Any) -> tuple[str, bytes] | None:
    """Return an uploaded file as the actions take it: name and bytes; None when nothing was sent."""
    return (upload.name, upload.read()) if upload else None
