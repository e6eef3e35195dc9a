"""The office's screening desk: counts by edition, and the cases behind each count, oldest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.screening import queries as screening
from zhiping.screening.queries import desk as desks
from zhiping.web.secretariat.bulk import choices
from zhiping.web.secretariat.column_choice import Choice
from zhiping.web.secretariat.saved_views import Views
from zhiping.web.shared.http import Request

PAGE = 100
KIND_LABELS = {
    desks.FIRST: gettext_noop("待初审"),
    desks.SUPPLEMENT: gettext_noop("补正中"),
    desks.OVERDUE: gettext_noop("逾期未补"),
    desks.CONFIRM: gettext_noop("待第二人确认"),
}
WHOSE_LABELS = {
    "": gettext_noop("全部"),
    desks.MINE: gettext_noop("由我承办"),
    desks.NOBODYS: gettext_noop("尚未分派"),
    desks.OTHERS: gettext_noop("同事承办"),
}
COLUMNS = {
    "unit": gettext_noop("单位"),
    "recommender": gettext_noop("推荐单位"),
    "officer": gettext_noop("审查承办人"),
    "standing": gettext_noop("办理情况"),
    "findings": gettext_noop("待处理问题"),
    "since": gettext_noop("进入时间"),
    "due": gettext_noop("补正期限"),
}
KIND_CLASSES = {desks.FIRST: "wait", desks.OVERDUE: "stop", desks.CONFIRM: "stop"}


def desk(request: Request) -> HttpResponse:
    """Show the counts of every running edition and the cases of one of them: all, one's own, or nobody's."""
    rows = sorted(desks.desk_rows(request.actor), key=lambda row: not any(row.counts.values()))  # what waits first
    row, kind, whose = _chosen(request, rows), request.GET.get("kind", ""), request.GET.get("whose", "")
    asked = [("edition", str(row.edition.pk) if row else ""), ("kind", kind), ("whose", whose)]
    columns = Choice.of(request.GET, COLUMNS)
    address = urlencode([pair for pair in asked if pair[1]] + columns.pairs())
    views = Views(request, "screening", address)
    answered = views.answered()
    if answered is not None:
        return answered
    labels = [(name, capfirst(_(label))) for name, label in KIND_LABELS.items()]
    context = views.context() | {"rows": rows, "kind": kind, "labels": labels, "named": dict(labels)}
    context |= columns.context() | {"chosen": f"&{urlencode(columns.pairs())}" if columns.pairs() else ""}
    context |= {"classes": KIND_CLASSES, "address": address, "list_name": "screening", "acts": choices()}
    if row is not None:
        context |= _shown(request, row, kind, whose, columns) | {"query": f"&{address}"}
    return render(request, "secretariat/screening/desk.html", context)


def _shown(request: Request, row: desks.DeskRow, kind: str, whose: str, columns: Choice) -> dict[str, Any]:
    """Return the cases of the edition shown, a page of them, and how many are whose."""
    paginator = Paginator(desks.desk_cases(row.edition, request.actor, kind, whose), PAGE)
    if not whose.isdecimal():  # the counts above know whose of four, not which colleague's
        paginator.count = row.count(kind if kind in KIND_LABELS else "", whose if whose in desks.WHOSE else "")
    here = [("edition", str(row.edition.pk)), *([("kind", kind)] if kind else [])]
    whoses = [
        {
            "id": name,
            "label": _(label),
            "n": row.count(kind if kind in KIND_LABELS else "", name),
            "href": "?" + urlencode([*here, *([("whose", name)] if name else []), *columns.pairs()]),
        }
        for name, label in WHOSE_LABELS.items()
    ]
    page = paginator.get_page(request.GET.get("page"))
    shown = {"shown": row.edition, "page": page, "now": programmes.now(row.edition), "whose": whose, "whoses": whoses}
    return shown | {"colleagues": screening.colleagues()}


def _chosen(request: Request, rows: list[desks.DeskRow]) -> desks.DeskRow | None:
    """Return the edition asked for, otherwise the first one with cases. Raises: NotFound."""
    wanted = request.GET.get("edition", "")
    if wanted:
        found = next((row for row in rows if str(row.edition.pk) == wanted), None)
        if found is None:
            raise NotFound
        return found
    busy = [row for row in rows if any(row.counts.values())]
    return next(iter(busy or rows), None)
