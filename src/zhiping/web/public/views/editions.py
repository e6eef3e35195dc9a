"""Home, editions, and who sees what."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.core.permissions import table
from zhiping.decision.queries import notices as notice_queries
from zhiping.decision.queries import publications as publication_queries
from zhiping.decision.queries.strip import stands
from zhiping.programmes import queries as programmes
from zhiping.showcase import queries as stories
from zhiping.web.public import calendars, presenting
from zhiping.web.shared.calendars import calendar_response
from zhiping.web.shared.http import Request

SHORT = 5


def home(request: Request) -> HttpResponse:
    """Show the running editions with their strips, the newest notices and stories."""
    running = [presenting.row(stand) for stand in stands(list(programmes.running()))]
    context = {
        "rows": running,
        "feed": presenting.feed(notice_queries.public_notices()[:SHORT], publication_queries.released()[:SHORT])[
            :SHORT
        ],
        "stories": presenting.stories(stories.stories()[:3]),
    }
    return render(request, "public/home.html", context)


def editions(request: Request) -> HttpResponse:
    """List every edition, running ones first."""
    rows = [presenting.row(stand) for stand in stands(list(programmes.editions()))]
    rows.sort(key=lambda row: row.finished)
    return render(request, "public/editions.html", {"rows": rows})


def edition(request: Request, programme: str, year: int) -> HttpResponse:
    """Show one edition: what it is, where it stands, who may apply and recommend, its documents, whom to ask."""
    found = programmes.get(f"{programme}/{year}")
    [stand] = stands([found])
    context = {
        "row": presenting.row(stand),
        "edition": found,
        "definition": stand.definition,
        "stages": presenting.stages(stand, programmes.stage_rows(found)),
        "recommenders": programmes.recommenders(found),
        "texts": presenting.texts(stand.definition),
        "notice": stand.notice,
        "publications": publication_queries.released_of(found),
        "association": settings.ASSOCIATION,
    }
    return render(request, "public/edition.html", context)


def edition_calendar(request: Request, programme: str, year: int) -> HttpResponse:
    """Hand out the edition's stages and closings for a person's own calendar."""
    found = programmes.get(f"{programme}/{year}")
    entries = list(calendars.entries(found, programmes.stage_rows(found)))
    return calendar_response(found.title, entries, f"{programme}-{year}.ics")


def who_sees_what(request: Request) -> HttpResponse:
    """Print the permission table, from the very rows the code asks."""
    return render(request, "public/who_sees_what.html", {"roles": presenting.rights(table.ROWS)})
