"""Read stories. The public sees only what is consented to and published."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhiping.applications.models import Application
from zhiping.core.errors import NotFound
from zhiping.programmes.models import Edition
from zhiping.showcase.models import Story


def stories(*, words: str = "", edition_key: str = "", level: str = "") -> QuerySet[Story]:
    """Return the public stories that contain every word, newest first.

    A word is found anywhere in title, summary, body, team or unit, so that two characters are enough.
    """
    found = Story.objects.filter(
        published_at__isnull=False, consented_at__isnull=False, application__phase="published"
    ).select_related(
        "application__edition", "application__organisation", "application__team", "application__resolution"
    )
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(body__icontains=word)
            | Q(application__organisation__name__icontains=word)
            | Q(application__team__name__icontains=word)
        )
    if edition_key:
        found = found.filter(application__edition__key=edition_key)
    if level:
        found = found.filter(application__resolution__level=level)
    return found.order_by("-published_at", "-pk")


def story(story_id: int) -> Story:
    """Return one public story. Raises: NotFound."""
    found = stories().filter(pk=story_id).first()
    if found is None:
        raise NotFound
    return found


def editions_told() -> QuerySet[Edition]:
    """Return the editions that have public stories, for the filter."""
    return Edition.objects.filter(pk__in=stories().order_by().values("application__edition_id")).order_by("-year")


def of_case(application: Application) -> Story | None:
    """Return the case's story, public or not, for its applicant and the office."""
    return Story.objects.filter(application=application).first()


def of_edition(edition: Edition) -> QuerySet[Story]:
    """Return every story of an edition for the office, consented ones first."""
    return (
        Story.objects.filter(application__edition=edition)
        .select_related("application__organisation", "application__team")
        .order_by("-consented_at", "-pk")
    )
