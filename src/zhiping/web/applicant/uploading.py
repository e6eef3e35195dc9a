"""Large files in pieces, for the pages of a draft and of what is handed in later: what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from zhiping.applications import actions as applications
from zhiping.applications.queries import uploading
from zhiping.core.definition.schema import FileRule
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.words import Verb
from zhiping.files import actions as files
from zhiping.files import queries as kept_files
from zhiping.review import actions as review
from zhiping.review.queries import handing_in
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from zhiping.applications.models import Application
    from zhiping.files.models import Upload

UNUSABLE = ("file.", "upload.changed")
"""Refusals of the content itself: sending the rest, or the same again, would change nothing."""


@dataclass(frozen=True, slots=True)
class Door:
    """One place where files come in by pieces.

    verb: the right it needs; purpose: (case, rule) → what an upload is for; rule: refuses what is not taken now;
    finish: the act that hands the whole file in; address: name of the page it belongs to; replaces: whether a file may
    take another one's place.
    """

    verb: Verb
    purpose: Callable[[int, str], str]
    rule: Callable[..., FileRule]
    finish: Callable[..., Any]
    address: str
    replaces: bool


DRAFT = Door(
    Verb.EDIT, uploading.purpose, uploading.takes, applications.attach_uploaded, "applicant:files", replaces=True
)
LATER = Door(
    Verb.HAND_IN,
    handing_in.purpose,
    lambda case, rule_id, at: handing_in.takes(case, rule_id, at).rule,
    review.hand_in_uploaded,
    "applicant:hand-in",
    replaces=False,
)


def begin(request: SignedIn, door: Door, case: Application, at: datetime) -> Upload:
    """Begin, or go on with, the file that a page announces."""
    rule = door.rule(case, request.POST.get("rule", ""), at, **_replaced(request, door))
    size = request.POST.get("size", "")
    return files.begin(
        purpose=door.purpose(case.pk, rule.id),
        name=request.POST.get("name", ""),
        size=int(size) if size.isdecimal() else 0,
        mark=request.POST.get("mark", ""),
        max_bytes=rule.max_bytes,
        by=request.actor,
        at=timezone.now(),
    )


def replaced(request: SignedIn) -> int | None:
    """Return the id of the attachment whose place the file takes."""
    told = request.POST.get("replaces", "")
    return int(told) if told.isdecimal() else None


def _replaced(request: SignedIn, door: Door) -> dict[str, int | None]:
    return {"replaces": replaced(request)} if door.replaces else {}


def receive(request: SignedIn, upload: Upload) -> Upload:
    """Take one piece: the body of the request, never more than a piece of it."""
    offset = request.headers.get("Upload-Offset", "")
    return files.receive(
        upload_id=upload.pk,
        purpose=upload.purpose,
        offset=int(offset) if offset.isdecimal() else -1,
        content=request.read(files.PIECE + 1),
        digest=request.headers.get("Upload-Digest", ""),
        by=request.actor,
        at=timezone.now(),
    )


def finish(request: SignedIn, door: Door, case: Application, upload: Upload, at: datetime) -> None:
    """Hand in the whole file; one whose content is refused is thrown away."""
    rule_id = upload.purpose.removeprefix(door.purpose(case.pk, ""))
    try:
        door.finish(
            application_id=case.pk,
            rule_id=rule_id,
            upload_id=upload.pk,
            root=request.POST.get("root", ""),
            **_replaced(request, door),
            by=request.actor,
            at=at,
        )
    except RuleViolation as refusal:
        if refusal.code.startswith(UNUSABLE):
            give_up(request, upload)
        raise


def give_up(request: SignedIn, upload: Upload) -> None:
    """Throw away what has come of a file."""
    files.abandon(upload_id=upload.pk, purpose=upload.purpose, by=request.actor, at=timezone.now())


def find(request: SignedIn, door: Door, case: Application, upload_id: int) -> Upload:
    """Return one of this person's uploads for this case."""
    return kept_files.upload(upload_id, door.purpose(case.pk, ""), request.actor.person_id)


def unfinished(request: SignedIn, door: Door, case: Application) -> dict[str, list[Upload]]:
    """Return what this person has begun to send for this case, by the file rule."""
    prefix = door.purpose(case.pk, "")
    found: dict[str, list[Upload]] = {}
    for upload in kept_files.open_uploads(prefix, request.actor.person_id):
        found.setdefault(upload.purpose.removeprefix(prefix), []).append(upload)
    return found


def state(upload: Upload) -> JsonResponse:
    """Tell a page where to go on."""
    told = {"id": upload.pk, "received": upload.received, "size": upload.size, "piece": files.PIECE}
    return JsonResponse(told | {"done": upload.file_id is not None})


def refused(refusal: RuleViolation) -> HttpResponse:
    """Tell a page why, in words and as a code, and where to go on."""
    told = {"refused": reasons(refusal)[0], "code": refusal.code, "offset": refusal.facts.get("offset")}
    return JsonResponse(told, status=409)
