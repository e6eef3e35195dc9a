"""Public notices, objections, and following an objection."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.identifiers import read_verification_code
from zhiping.decision import actions
from zhiping.decision.actions.objections import Evidence, Identity
from zhiping.decision.queries import notices as queries
from zhiping.programmes import queries as programmes
from zhiping.web.public import long_lists, presenting
from zhiping.web.public.forms import ObjectionForm, StatusForm
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import list_headings, list_words
from zhiping.web.shared.refusals import into_form

FILED = "objection_code"
FIELDS = {
    "objection.without_name": "name",
    "objection.without_contact": "contact",
    "objection.without_grounds": "grounds",
    "objection.too_long": "grounds",
    "objection.without_evidence": "evidence",
}
"""By the code of a reason: the field that it is about."""


def notices(request: Request) -> HttpResponse:
    """List the public notices, newest first."""
    rows = [presenting.notice_row(n, programmes.now(n.edition)) for n in queries.public_notices()]
    return render(request, "public/notices.html", {"rows": rows})


def notice(request: Request, notice_id: int) -> HttpResponse:
    """Show a notice: its frozen list, a page of it where it is long, its end, how to object."""
    found = queries.notice(notice_id)
    definition, places = programmes.definition_of(found.edition), queries.told(found)
    context: dict[str, Any] = {
        "row": presenting.notice_row(found, programmes.now(found.edition)),
        "notice": found,
        "columns": list_headings(definition, places),
    } | long_lists.page_of(request, queries.items(found, long_lists.asked(request)))
    context["groups"] = presenting.groups(
        [(item, item.row) for item in context["page"]], places, list_words(definition)
    )
    return render(request, "public/notice.html", context)


def objection(request: Request, item_id: int) -> HttpResponse:
    """Take an objection to one row of a notice."""
    item = queries.item(item_id)
    at = at_edition(request, item.notice.edition)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            filed = _file(form, item_id, at)
        except (RuleViolation, RuleViolations) as refused:
            into_form(form, refused, FIELDS)
        else:
            request.session[FILED] = filed.code
            return redirect("public:objection-status")
    row = presenting.notice_row(item.notice, at)
    return render(request, "public/objection.html", {"form": form, "item": item, "row": row})


def _file(form: ObjectionForm, item_id: int, at: Any) -> Any:
    given = form.cleaned_data
    sent = given["evidence"]
    return actions.file_objection(
        item_id=item_id,
        identity=Identity(given["name"], given["contact"], given["unit"]),
        grounds=given["grounds"],
        evidence=Evidence(sent.name, sent.read()) if sent else None,
        at=at,
    )


def objection_status(request: Request) -> HttpResponse:
    """Tell how an objection stands to whoever holds its code; the code never stands in an address."""
    fresh = request.session.pop(FILED, "")
    form = StatusForm(request.POST or ({"code": fresh} if fresh else None))
    status = None
    if form.is_bound and form.is_valid():
        try:
            status = queries.status_by_code(read_verification_code(form.cleaned_data["code"]) or "")
        except NotFound:
            form.add_error("code", _("没有这个查询码，请核对后再试。"))
    context = {"form": form, "status": status, "fresh": fresh}
    return render(request, "public/objection_status.html", context)
