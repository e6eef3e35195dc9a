"""The office books bound paper copies with a scanner that types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.applications import actions
from zhiping.applications.queries import bundles
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.web.shared.doing import number
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


def paper_copies(request: Request) -> HttpResponse:
    """Take the code that was scanned and book the copy; show the last ones, to be taken back."""
    refused: list[str] = []
    if request.method == "POST":
        try:
            messages.success(request, _booked(request))
            return redirect("secretariat:paper-copies")
        except RuleViolation as refusal:
            refused = reasons(refusal)
        except NotFound:
            refused = [_("没有这件申报，或它不在可以登记的阶段。")]
    context = {"copies": bundles.last_copies(), "refused": refused, "typed": request.POST.get("code", "")}
    return render(request, "secretariat/screening/copies.html", context, status=409 if refused else 200)


def _booked(request: Request) -> str:
    taken_back, at = number(request, "take_back"), timezone.now()
    if taken_back:
        copy = actions.take_back_copy(copy_id=taken_back, by=request.actor, at=at)
        said = _("已撤销“%(title)s”第 %(n)s 份的登记。")
    else:
        copy = actions.receive_copy(code=request.POST.get("code", ""), by=request.actor, at=at)
        said = _("已登记“%(title)s”第 %(n)s 份。")
    return said % {"title": copy.application.title, "n": copy.number}
