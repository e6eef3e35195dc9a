"""Where editions stand, for the public pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from zhiping.core.definition.schema import Definition
from zhiping.decision.models import Publication, PublicNotice
from zhiping.decision.rules import strip
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class EditionStand:
    """One edition with its rules, its instant, its strip and the segment it is in."""

    edition: Edition
    definition: Definition
    at: datetime
    segments: list[strip.Segment]
    current: strip.Segment | None
    notice: PublicNotice | None
    released_at: datetime | None


def stands(editions: Sequence[Edition]) -> list[EditionStand]:
    """Return where each edition stands at its own instant; three queries however many there are."""
    prefetch_related_objects(editions, "windows")
    notices = {n.edition_id: n for n in PublicNotice.objects.filter(edition__in=editions).order_by("opened_at")}
    released = dict(
        Publication.objects.filter(edition__in=editions, released_at__isnull=False)
        .order_by("-released_at")
        .values_list("edition_id", "released_at")
    )
    return [_stand(edition, notices.get(edition.pk), released.get(edition.pk)) for edition in editions]


def _stand(edition: Edition, notice: PublicNotice | None, released_at: datetime | None) -> EditionStand:
    definition, at = programmes.definition_of(edition), programmes.now(edition)
    windows = {window.stage_id: (window.opens_at, window.closes_at) for window in edition.windows.all()}
    bounds = (notice.opened_at, notice.closes_at) if notice else None
    segments = strip.strip(definition, windows, at, notice=bounds, released_at=released_at)
    return EditionStand(edition, definition, at, segments, strip.current(segments), notice, released_at)
