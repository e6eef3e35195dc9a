"""Files handed out by pages."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to be kept under an ASCII name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
