"""Sheets of a recommending unit's package as files: printed, for Word, for Excel."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from zhiping.core.errors import NotFound
from zhiping.documents import actions as documents
from zhiping.recommendation.queries.sheets import OURS, code_of
from zhiping.web.shared.downloads import bytes_response
from zhiping.web.shared.sheets import XLSX

if TYPE_CHECKING:
    from zhiping.programmes.models import Recommender
    from zhiping.recommendation.queries.sheets import Sheet

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDE = 6
"""From so many columns on a sheet lies on its side."""


def sheet_response(sheet: Sheet, recommender: Recommender, form: str, *, at: datetime) -> HttpResponse:
    """Return a sheet as pdf, docx or xlsx; its code names the content as it stands. Raises: NotFound."""
    data = asdict(sheet) | {
        "association": settings.ASSOCIATION,
        "edition": recommender.edition.title,
        "notes": [OURS],
        "signers": ["负责人（签字）", "推荐单位（盖章）"],
        "flipped": len(sheet.columns) > WIDE,
        "qr": code_of(recommender, sheet),
    }
    match form:
        case "pdf":
            return bytes_response(documents.sheet_pdf(data, at=at), "application/pdf", f"{sheet.title}.pdf")
        case "docx":
            return bytes_response(documents.sheet_docx(data), DOCX, f"{sheet.title}.docx")
        case "xlsx":
            return bytes_response(documents.sheet_xlsx(data), XLSX, f"{sheet.title}.xlsx")
    raise NotFound
