"""The office's screening desk: counts by edition, and the cases behind each count, oldest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.screening.queries import desk as desks
from zhiping.web.shared.http import Request

PAGE = 100
KIND_LABELS = {
    desks.FIRST: gettext_noop("待初审"),
    desks.SUPPLEMENT: gettext_noop("补正中"),
    desks.OVERDUE: gettext_noop("逾期未补"),
    desks.CONFIRM: gettext_noop("待第二人确认"),
}
KIND_CLASSES = {desks.FIRST: "wait", desks.OVERDUE: "stop", desks.CONFIRM: "stop"}


def desk(request: Request) -> HttpResponse:
    """Show the counts of every running edition and the cases of one of them."""
    rows = sorted(desks.desk_rows(), key=lambda row: not any(row.counts.values()))  # what waits stands first
    shown, kind = _chosen(request, rows), request.GET.get("kind", "")
    labels = [(name, _(label)) for name, label in KIND_LABELS.items()]
    context: dict[str, Any] = {"rows": rows, "kind": kind, "labels": labels, "named": dict(labels)}
    context["classes"] = KIND_CLASSES
    if shown is not None:
        page = Paginator(desks.desk_cases(shown, kind), PAGE).get_page(request.GET.get("page"))
        query = "&" + urlencode({"edition": shown.pk, "kind": kind})
        context |= {"shown": shown, "page": page, "query": query, "now": programmes.now(shown)}
    return render(request, "secretariat/screening/desk.html", context)


def _chosen(request: Request, rows: list[desks.DeskRow]) -> Any:
    """Return the edition asked for, otherwise the first one with cases. Raises: NotFound."""
    wanted = request.GET.get("edition", "")
    if wanted:
        found = next((row.edition for row in rows if str(row.edition.pk) == wanted), None)
        if found is None:
            raise NotFound
        return found
    busy = [row.edition for row in rows if any(row.counts.values())]
    return next(iter(busy or [row.edition for row in rows]), None)
