"""The whole of what a recommending unit hands in: sheets to seal, files, the hand-in itself, its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.documents import actions as documents
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.recommendation.queries import sheets
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import number
from zhiping.web.shared.downloads import pdf_response, serve
from zhiping.web.shared.http import Request
from zhiping.web.shared.papers import sheet_response
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent

if TYPE_CHECKING:
    from zhiping.programmes.models import Recommender

MEGABYTE = 1024 * 1024


def package(request: Request) -> HttpResponse:
    """Show what the package holds and lacks; take files for it, hand it in."""
    register, registers = chosen_register(request)
    refused: list[str] = []
    if request.method == "POST" and register is not None:
        try:
            messages.success(request, _act(request, register))
        except (RuleViolation, RuleViolations) as refusal:
            refused = reasons(refusal)
        else:
            return redirect(f"{request.path}?edition={register.edition_id}")
    context = {"register": register, "registers": registers, "refused": refused}
    if register is not None:
        context |= _shown(request, register)
    return render(request, "recommender/package.html", context, status=409 if refused else 200)


def _act(request: Request, register: Recommender) -> str:
    who: dict[str, Any] = {
        "recommender_id": register.pk,
        "by": request.actor,
        "at": at_edition(request, register.edition),
    }
    match request.POST.get("act"):
        case "hand_in":
            handed_in = actions.hand_in_package(**who)
            return _("已整套报送，回执编号 %(number)s。") % {"number": handed_in.number}
        case "upload":
            name, content = sent(request.FILES.get("file")) or ("", b"")
            actions.attach_to_package(rule_id=request.POST.get("rule", ""), name=name, content=content, **who)
            return _("文件已上传。")
        case "remove":
            actions.detach_from_package(file_id=number(request, "file_id"), **who)
            return _("文件已撤下。")
        case _:
            raise NotFound


def _shown(request: Request, register: Recommender) -> dict[str, Any]:
    at, standing = at_edition(request, register.edition), queries.standing_package(register)
    made = sheets.Sheets(register)
    lacking = queries.reasons_against_package(register, at, made) if standing is None else []
    return {
        "standing": standing,
        "returned": queries.returned_package(register),
        "window": queries.package_window(register),
        "definition": programmes.definition_of(register.edition),
        "parts": queries.parts(register, made),
        "sheets": queries.sheets_as_they_stand(register, made),
        "lacking": reasons(RuleViolations(lacking)),
    }


def sheet(request: Request, kind_of_sheet: str, form: str) -> HttpResponseBase:
    """Hand out one of the sheets: as it was handed in, else as it stands now."""
    register = _register(request)
    made = queries.sheet_as_it_stands(register, kind_of_sheet)
    return sheet_response(made, register, form, at=at_edition(request, register.edition))


def file(request: Request, file_id: int) -> HttpResponseBase:
    """Hand out one of the package's files."""
    for register in queries.recommenders_of(request.actor):
        try:
            stored = queries.package_file(register, file_id)
        except NotFound:
            continue
        return serve(stored, stored.name)
    raise NotFound


def receipt(request: Request) -> HttpResponse:
    """Hand out the receipt of the package that stands."""
    register = _register(request)
    standing = queries.standing_package(register)
    if standing is None:
        raise NotFound
    local = timezone.localtime(standing.handed_in_at)
    data = {
        "association": settings.ASSOCIATION,
        "edition": register.edition.title,
        "title": "推荐材料报送回执",
        "number_label": "回执编号",
        "number": standing.number,
        "submitted_at": f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}",
        "content_hash": standing.content_hash,
        "facts": [["推荐单位", register.label], *_counted(standing.content)],
        "files": [[f["name"], f"{f['size'] / MEGABYTE:.1f} MB", f["sha256"]] for f in standing.content["files"]],
    }
    return pdf_response(documents.typeset("receipt", data, at=standing.handed_in_at), f"{standing.number}.pdf")


def _counted(content: dict[str, Any]) -> list[list[str]]:
    return [[made["title"], f"{len(made['rows'])} 行"] for made in content["sheets"].values()]


def _register(request: Request) -> Recommender:
    register, _registers = chosen_register(request)
    if register is None:
        raise NotFound
    found: Recommender = register
    return found
