"""Addresses to which a page sends a large file in pieces: begin, ask how far, send a piece, finish, give up."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Field
from zhiping.web.applicant import uploading
from zhiping.web.applicant.uploading import DRAFT, LATER, Door
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def uploads(request: SignedIn, application_id: int) -> HttpResponse:
    """Begin to send a file of a draft, or tell which are on their way."""
    return _begin(request, DRAFT, application_id)


@login_required
@require_http_methods(["GET", "PUT", "POST", "DELETE"])
def upload(request: SignedIn, application_id: int, upload_id: int) -> HttpResponse:
    """Go on with a file of a draft."""
    return _go_on(request, DRAFT, application_id, upload_id)


@login_required
@require_http_methods(["GET", "POST"])
def hand_in_uploads(request: SignedIn, application_id: int) -> HttpResponse:
    """Begin to send a file that a later stage asks for, or tell which are on their way."""
    return _begin(request, LATER, application_id)


@login_required
@require_http_methods(["GET", "PUT", "POST", "DELETE"])
def hand_in_upload(request: SignedIn, application_id: int, upload_id: int) -> HttpResponse:
    """Go on with a file that a later stage asks for."""
    return _go_on(request, LATER, application_id, upload_id)


def _begin(request: SignedIn, door: Door, application_id: int) -> HttpResponse:
    case, at = open_case(request, application_id, door.verb, Field.ATTACHMENTS)
    if request.method == "GET":
        found = uploading.unfinished(request, door, case)
        return JsonResponse({rule: [one.pk for one in ones] for rule, ones in found.items()})
    try:
        return uploading.state(uploading.begin(request, door, case, at))
    except RuleViolation as refusal:
        return uploading.refused(refusal)


def _go_on(request: SignedIn, door: Door, application_id: int, upload_id: int) -> HttpResponse:
    case, at = open_case(request, application_id, door.verb, Field.ATTACHMENTS)
    found = uploading.find(request, door, case, upload_id)
    try:
        if request.method == "PUT":
            found = uploading.receive(request, found)
        elif request.method == "DELETE" or "give_up" in request.POST:
            uploading.give_up(request, found)
            return redirect(door.address, case.pk)
        elif request.method == "POST":
            uploading.finish(request, door, case, found, at)
            found = uploading.find(request, door, case, upload_id)
    except RuleViolation as refusal:
        return uploading.refused(refusal)
    return uploading.state(found)
