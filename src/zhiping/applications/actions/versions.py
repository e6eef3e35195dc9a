"""Freeze what was written, so that everybody later speaks of the same content."""

from __future__ import annotations

from datetime import datetime

from zhiping.applications.models import Application, Version
from zhiping.applications.queries import completeness
from zhiping.applications.rules import content_hash
from zhiping.core.permissions.actor import Actor


def freeze(application: Application, *, occasion: str, by: Actor, at: datetime) -> Version:
    """Return the frozen version of a locked case's content; an unchanged content keeps its version.

    Side effects in order: Version row when anything changed since the last one.
    Args: occasion: endorsement, submission or supplement.
    """
    attachments = completeness.manifest(application)
    answers = completeness.frozen_answers(application)
    digest = content_hash(answers, application.dimensions, attachments)
    last = completeness.last_version(application)
    if last is not None and last.content_hash == digest:
        return last
    return Version.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        answers=answers,
        dimensions=application.dimensions,
        attachments=attachments,
        content_hash=digest,
        occasion=occasion,
        frozen_at=at,
        frozen_by_id=by.user_id,
    )
