"""The home of every role: its worklist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiping.core.ical import Entry
from zhiping.core.permissions.actor import Role
from zhiping.core.worklist import Item
from zhiping.journey.queries import worklists
from zhiping.programmes import queries as programmes
from zhiping.web.shared import phases
from zhiping.web.shared.calendars import address_of, calendar_response, uid
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import phase_label
from zhiping.web.shared.worklist_texts import text_of

SHOWN = 100
BETWEEN = " · "
"""Between the parts of what a line tells."""
LISTS = {
    Role.APPLICANT: "applicant:applications",
    Role.UNIT: "unit:applications",
    Role.RECOMMENDER: "recommender:applications",
    Role.EXPERT: "expert:assignments",
    Role.SECRETARIAT: "secretariat:applications",
}
BY_PHASE = (Role.RECOMMENDER, Role.SECRETARIAT)
"""Whose lists show the cases of one phase."""


@login_required
def home(request: Request) -> HttpResponse:
    """Show what waits on the capacity in use, soonest due first, and how many cases wait on others."""
    items = worklists.worklist(request.actor)
    counted = worklists.standing_by_phase(request.actor) if request.actor.role in LISTS else {}
    context = {
        "items": _in_language([_row(item) for item in items[:SHOWN]]),
        "more": max(0, len(items) - SHOWN),
        "elsewhere": [_counted(LISTS[request.actor.role], request.actor.role, *one) for one in counted.items()],
        "others": [_waiting(case) for case in worklists.waiting_on_others(request.actor)],
    }
    return render(request, "ui/home.html", context)


@login_required
def deadlines(request: Request) -> HttpResponse:
    """Hand out what waits until a date, for the person's own calendar."""
    due = [item for item in worklists.worklist(request.actor) if item.due_at is not None][:SHOWN]
    entries = [_entry(item, item.due_at) for item in due if item.due_at is not None]
    return calendar_response(_("我的待办"), entries, "zhiping.ics")


def _entry(item: Item, due_at: datetime) -> Entry:
    address = address_of(_row(item)["href"])
    title = _("%(what)s截止：%(title)s") % {"what": text_of(item.what), "title": item.title}
    return Entry(uid(item.what, *item.href_args), title, due_at, None, item.detail, address)


def _counted(page: str, role: Role, phase: str, n: int) -> dict[str, Any]:
    """Return how many cases stand in a phase, and the list behind the number."""
    query = f"?phase={phase}" if role in BY_PHASE else ""
    return {"label": phase_label(phase), "count": n, "href": reverse(page) + query}


def _waiting(case: Any) -> dict[str, Any]:
    state = phases.state_label(case.state, case.phase)
    colour = phases.state_class(case.phase)
    return {"case": case, "state": state, "state_class": colour, "waiting_for": phases.waiting_for(case.phase)}


def _in_language(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let lines name editions in the reader's language: a line holds no more of an edition than its title."""
    english = programmes.english_titles() if rows and get_language() == "en" else {}
    return [row | {name: _named(row[name], english) for name in ("title", "detail")} for row in rows]


def _named(words: str, english: dict[str, str]) -> str:
    return BETWEEN.join(english.get(part, part) for part in words.split(BETWEEN))


def _row(item: Item) -> dict[str, Any]:
    query = f"?{item.href_query}" if item.href_query else ""
    about = {"title": item.title, "detail": item.detail}
    return about | {
        "item": item,
        "what": text_of(item.what),
        "href": reverse(item.href_name, args=item.href_args) + query,
    }
