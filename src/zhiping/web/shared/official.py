"""The form that a notice prints, filled in with a case, as a file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhiping.applications.queries import official
from zhiping.core.errors import NotFound
from zhiping.documents import actions as documents
from zhiping.web.shared.downloads import bytes_response, pdf_response

if TYPE_CHECKING:
    from zhiping.applications.models import Application

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": "Word", "pdf": "PDF"}


def form_file(case: Application, kind: str, *, private: bool, at: datetime) -> HttpResponse:
    """Return the form as Word or PDF, private values in full or masked.

    Raises: NotFound for another kind; RuleViolation("word.no_form").
    """
    if kind not in KINDS:
        raise NotFound
    data, photo = official.official_data(case, private=private), official.photo_of(case)
    if kind == "docx":
        from zhiping.documents.actions.official import official_docx  # noqa: PLC0415 -- slow import

        return bytes_response(official_docx(data, photo=photo), WORD, f"{_('申报表')}.docx")
    data["photo"] = list(photo) if photo is not None else None
    return pdf_response(documents.typeset("official_form", data, at=at), f"{_('申报表')}.pdf")
