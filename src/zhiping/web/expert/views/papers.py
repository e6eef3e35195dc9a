"""Files of an assignment, under the names of their rules where the round is blind."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase

from zhiping.review.queries import papers
from zhiping.web.shared.downloads import bytes_response, serve
from zhiping.web.shared.http import Request


@login_required
def paper(request: Request, assignment_id: int, file_id: int) -> HttpResponseBase:
    """Hand out one file of a standing assignment; to everybody else it does not exist."""
    found = papers.paper(request.actor, assignment_id, file_id)
    if found.content is None:
        return serve(found.stored, found.name)
    return bytes_response(found.content, found.stored.content_type, found.name)
