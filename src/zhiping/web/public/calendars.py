"""An edition's calendar: what the office has set or the notice says to the day, and nothing more exact than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiping.core.calendar import civil_day
from zhiping.core.definition.schema import Stage
from zhiping.core.definition.vocabulary import Precision
from zhiping.core.ical import Entry
from zhiping.web.shared.calendars import address_of, uid
from zhiping.web.shared.phases import in_language

MOMENT = timedelta(microseconds=1)


def entries(edition: Any, rows: Iterable[tuple[Stage, Any]]) -> Iterator[Entry]:
    """Yield each stage as its days, and its closing as a moment where it is known to the second."""
    address = address_of(reverse("public:edition", args=[edition.programme, edition.year]))
    for stage, window in rows:
        opens, closes = (window.opens_at, window.closes_at) if window else (None, None)
        known = [at for at in (opens, closes - MOMENT if closes else None) if at is not None]
        if not known:
            continue
        label = in_language(stage.label, stage.label_en)
        first, last = civil_day(known[0]), civil_day(known[-1])
        when = {part.text: None for part in (stage.opens, stage.closes) if part is not None}
        said = _("通知原文：%(when)s") % {"when": " – ".join(when)} if when else ""
        is_set = [now != told for now, told in zip((opens, closes), stage.window(), strict=True)]
        yield Entry(uid(edition.key, stage.id), label, first, last, "" if any(is_set) else said, address)
        exact = stage.closes is not None and stage.closes.precision is Precision.INSTANT
        if closes is not None and (is_set[1] or exact):
            title = _("%(stage)s截止") % {"stage": label}
            yield Entry(
                uid(edition.key, stage.id, "closes"),
                title,
                closes,
                None,
                said if exact and not is_set[1] else "",
                address,
            )
