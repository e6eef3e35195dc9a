"""Home, editions, and who sees what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from zhiping.applications.queries import blanks
from zhiping.core.permissions import table
from zhiping.decision.queries import notices as notice_queries
from zhiping.decision.queries import publications as publication_queries
from zhiping.decision.queries.strip import stands
from zhiping.documents import actions as documents
from zhiping.programmes import queries as programmes
from zhiping.showcase import queries as stories
from zhiping.web.public import calendars, presenting
from zhiping.web.shared.calendars import calendar_response
from zhiping.web.shared.downloads import pdf_response
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
    }
    return render(request, "public/edition.html", context)


def edition_calendar(request: Request, programme: str, year: int) -> HttpResponse:
    """Hand out the edition's stages and closings for a person's own calendar."""
    found = programmes.get(f"{programme}/{year}")
    entries = list(calendars.entries(found, programmes.stage_rows(found)))
    return calendar_response(found.title, entries, f"{programme}-{year}.ics")


def blank_form(request: Request, programme: str, year: int, form_id: str) -> HttpResponse:
    """Hand out one of the edition's application forms with nothing filled in, to print."""
    found = programmes.get(f"{programme}/{year}")
    template, data = blanks.form_template(programmes.definition_of(found), form_id)
    return _paper(request, template, data, found)


def blank_card(request: Request, programme: str, year: int, card_id: str) -> HttpResponse:
    """Hand out one of the edition's scorecards with nothing filled in, to print."""
    found = programmes.get(f"{programme}/{year}")
    return _paper(request, "blank_scorecard", blanks.card_data(programmes.definition_of(found), card_id), found)


def _paper(request: Request, template: str, data: Mapping[str, Any], edition: Any) -> HttpResponse:
    """Return the paper, set once in each process; a browser that has it is told that it still holds."""
    made = documents.typeset_once(template, data, at=edition.opened_at)
    response = pdf_response(made, f"{edition.key.replace('/', '-')}-{_('空白表')}-{data['digest'][:8]}.pdf")
    response["ETag"] = f'"{hashlib.sha256(made).hexdigest()}"'
    return cast("HttpResponse", get_conditional_response(request, etag=response["ETag"], response=response))


def who_sees_what(request: Request) -> HttpResponse:
    """Print the permission table, from the very rows the code asks."""
    return render(request, "public/who_sees_what.html", {"roles": presenting.rights(table.ROWS)})
