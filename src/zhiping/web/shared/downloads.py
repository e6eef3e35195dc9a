"""Files of a case, handed out as attachments that no browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from zhiping.applications.queries import pages, sheets, standing_endorsement
from zhiping.core.errors import NotFound
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import queries as files
from zhiping.journey import queries as journey
from zhiping.recommendation import queries as recommendation
from zhiping.screening import queries as screening
from zhiping.web.shared.http import Request

if TYPE_CHECKING:
    from zhiping.applications.models import Application
    from zhiping.files.models import StoredFile


@login_required
def file(request: Request, application_id: int, file_id: int) -> FileResponse:
    """Hand out a file of a case to who may see that part of the case; to everybody else it does not exist."""
    case = journey.get_case(request.actor, application_id)
    stored = _file_of(request, case, file_id)
    if journey.may(request.actor, case, Verb.SEE, Field.IDENTITY):
        return serve(stored, stored.name)
    return serve(stored, f"{stored.sha256[:12]}.{files.kind_of(stored)}")


@login_required
def preview(request: Request, application_id: int, file_id: int) -> FileResponse:
    """Show a small picture of a file, drawn by us, to who may have the file."""
    case = journey.get_case(request.actor, application_id)
    response = FileResponse(files.open_preview(_file_of(request, case, file_id)), filename="preview.jpg")
    _close(response, "image/jpeg")
    return response


def _file_of(request: Request, case: Application, file_id: int) -> StoredFile:
    attachment = pages.file_of(case, file_id)
    if attachment is not None and journey.may(request.actor, case, Verb.SEE, Field.ATTACHMENTS):
        if not _is_portrait(attachment.rule_id) or journey.may(request.actor, case, Verb.SEE, Field.IDENTITY):
            return attachment.file
        raise NotFound
    if attachment is None and journey.may(request.actor, case, Verb.EDIT, Field.ATTACHMENTS):
        earlier = pages.earlier_file(case, file_id)
        if earlier is not None:
            return earlier.file
    opinion = standing_endorsement(case)
    sealed = opinion.sealed_file if opinion is not None else None
    if sealed is not None and sealed.pk == file_id and journey.may(request.actor, case, Verb.SEE, Field.ENDORSEMENT):
        return sealed
    kept = sheets.sheet_file(case, file_id)
    if kept is not None and journey.may(request.actor, case, Verb.SEE, Field.ENDORSEMENT):
        return kept.file
    return _file_of_a_later_stage(request, case, file_id)


def _file_of_a_later_stage(request: Request, case: Application, file_id: int) -> StoredFile:
    """Return the recommender's sealed page or the file of a supplement."""
    for field, stage in ((Field.RECOMMENDATION, recommendation), (Field.FINDINGS, screening)):
        found: StoredFile | None = (
            stage.file_of(case, file_id) if journey.may(request.actor, case, Verb.SEE, field) else None
        )
        if found is not None:
            return found
    raise NotFound


def _is_portrait(rule_id: str) -> bool:
    """A photo tells who applies, which a blind review must not learn."""
    return rule_id.startswith("photo.")


def serve(stored: StoredFile, name: str) -> FileResponse:
    """Return the bytes as a download: type as found from the content, never sniffed, never run in our origin.

    Args: name: the person's own file name, or a neutral one where a blind review must not learn it.
    """
    response = FileResponse(files.open_stored(stored), as_attachment=True, filename=name)
    _close(response, stored.content_type)
    return response


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF the platform made itself, to be kept under this name."""
    return bytes_response(content, "application/pdf", name)


def bytes_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return bytes to be kept under this name, closed like every file."""
    response = HttpResponse(content)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    _close(response, content_type)
    return response


def _close(response: HttpResponseBase, content_type: str) -> None:
    """Let no browser guess the type or run anything of the file in our origin."""
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
