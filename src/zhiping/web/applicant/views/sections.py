"""One section of the form a page: saves itself, saves plainly, keeps what was typed whatever happens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.applications.queries import pages
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.web.applicant import saving
from zhiping.web.applicant.presenting import form_page, head
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons

if TYPE_CHECKING:
    from zhiping.applications.models import Application


@login_required
def section(request: SignedIn, application_id: int, section_id: str) -> HttpResponse:
    """Show one section, or keep what was typed into it."""
    case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    page = pages.section_page(case, section_id, at)
    if request.method != "POST":
        return _show(request, case, page, at)
    if not saving.is_writers_own(request):
        raise NotAllowed
    try:
        saved = saving.keep(request, case, page.section, at)
    except RuleViolation as refusal:
        return _refused(request, case, page, at, refusal)
    if request.FILES:
        case, at = open_case(request, application_id, Verb.EDIT, Field.CONTENT)
    if saving.is_autosave(request):
        return JsonResponse(saved | {"saved": _said(at), "shows": sorted(pages.visible(case, at))})
    return redirect(_next(request, case, page, at))


def _said(at: datetime) -> str:
    return _("已保存 %(time)s") % {"time": timezone.localtime(at).strftime("%H:%M:%S")}


def _next(request: SignedIn, case: Application, page: pages.SectionPage, at: datetime) -> str:
    """Return where a plain save leads: on, unless rows are wanted or something typed is wrong."""
    here = reverse("applicant:section", args=[case.pk, page.section.id])
    if wanted := request.POST.get("more_rows"):
        return f"{here}?more={wanted}#q-{wanted}"
    if removed := request.POST.get("remove"):
        return f"{here}#q-{removed.rpartition('-')[0]}"
    appeared = pages.visible(case, at) & {f.id for f in page.section.fields} - page.shown
    if appeared or pages.places(case, at, complete=False, section_id=page.section.id):
        return f"{here}#faults"
    if request.FILES and request.POST.get("then") != "next":  # choosing a picture sends the form by itself
        return f"{here}#q-{next(iter(request.FILES))}"
    if request.POST.get("then") == "next" and page.after is not None:
        return reverse("applicant:section", args=[case.pk, page.after.id])
    return reverse("applicant:draft", args=[case.pk])


def _refused(
    request: SignedIn, case: Application, page: pages.SectionPage, at: datetime, refusal: RuleViolation
) -> HttpResponse:
    """Answer a refused save with everything that was typed still on the page."""
    clashes = saving.clashes(page.section, refusal)
    if saving.is_autosave(request):
        return JsonResponse({"refused": reasons(refusal)[0], **_choice(request, case, page, at, clashes)}, status=409)
    if not clashes:  # the words may be kept and only a photo refused: the next save starts from them
        case, at = open_case(request, case.pk)
    typed = saving.typed(request, page.section)
    return _show(request, case, page, at, typed=typed, refusal=reasons(refusal)[0], clashes=clashes)


def _choice(
    request: SignedIn, case: Application, page: pages.SectionPage, at: datetime, clashes: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return both texts for a page that saved itself, and what its next save starts from."""
    if not clashes:
        return {}
    case, at = open_case(request, case.pk)
    start = form_page(case, pages.section_page(case, page.section.id, at), at, {}, check=False, more="")
    shown = render_to_string("applicant/_clashes.html", {"clashes": clashes}, request)
    return {"clash": shown, "revision": start["revision"], "base": start["base"]}


def _show(
    request: SignedIn,
    case: Application,
    page: pages.SectionPage,
    at: datetime,
    *,
    typed: dict[str, Any] | None = None,
    refusal: str = "",
    clashes: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    shown = form_page(case, page, at, typed or {}, check="check" in request.GET, more=request.GET.get("more", ""))
    context = head(case, at) | shown | {"refusal": refusal, "clashes": clashes or []}
    return render(request, "applicant/section.html", context, status=409 if refusal else 200)
