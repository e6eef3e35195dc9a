"""The unit's opinion on one of its applications: evaluate, print, seal, hand in, endorse, or give back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiping.applications import actions, queries
from zhiping.applications.queries import casefile, completeness, pages, papers, scorecards, sheets
from zhiping.core import figures
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import Reasons, RuleViolation, RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import actions as documents
from zhiping.files.actions import LARGEST
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.downloads import pdf_response
from zhiping.web.shared.http import SignedIn
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.score_words import on_card

NO_NUMBER = Decimal("NaN")

if TYPE_CHECKING:
    from datetime import datetime

    from zhiping.applications.models import Application


@login_required
def endorse(request: SignedIn, application_id: int) -> HttpResponse:
    """Evaluate, state the opinion and hand in the sealed sheet; what was typed and handed in stays after a refusal."""
    case, at = open_case(request, application_id, Verb.ENDORSE, Field.ENDORSEMENT)
    refused: list[str] = []
    if request.method == "POST":
        try:
            return _sent(request, case, at)
        except (RuleViolation, RuleViolations) as refusal:
            refused = reasons(on_card(refusal, scorecards.first_card(case)))
    return render(request, "unit/endorse.html", _shown(request, case, at, refused), status=409 if refused else 200)


def _sent(request: SignedIn, case: Application, at: datetime) -> HttpResponse:
    """Keep the opinion for printing, or look at the sheet and endorse: the button says which."""
    opinion, who = request.POST.get("opinion", ""), _who(request, case, at)
    if request.POST.get("act") == "print":
        actions.draft_opinion(opinion=opinion, scores=_typed(request, case), **who)
        return redirect("unit:opinion-sheet", case.pk)
    sealed, read = request.FILES.get("sealed"), request.POST.get("read")
    sheets.require_read(case, read)
    against = Reasons()
    if sealed:
        with against:
            actions.hand_in_sheet(name=sealed.name or "", content=sealed.read(LARGEST + 1), **who)
    given: dict[str, Any] = {"opinion": opinion, "scores": _scores(request, case), "vouched": "vouched" in request.POST}
    actions.endorse(read=read, against=against, **given, **who)
    messages.success(request, _("已出具单位意见，并通知申报人。"))
    return redirect("unit:applications")


def _who(request: SignedIn, case: Application, at: datetime) -> dict[str, Any]:
    return {"application_id": case.pk, "by": request.actor, "at": at}


def _typed(request: SignedIn, case: Application) -> dict[str, str]:
    found = {line.id: request.POST.get(f"s-{line.id}", "").strip() for line in scorecards.lines(case)}
    return {item: typed for item, typed in found.items() if typed}


def _scores(request: SignedIn, case: Application) -> dict[str, Decimal]:
    """Return the points typed; a line left empty is missing, what is no number is not one: the rule says so."""
    read = {item: figures.read(text) for item, text in _typed(request, case).items()}
    return {item: NO_NUMBER if points is None else points for item, points in read.items()}


def _shown(request: SignedIn, case: Application, at: datetime, refused: list[str]) -> dict[str, Any]:
    standing, card = queries.standing_endorsement(case), scorecards.first_card(case)
    opinion, scores = sheets.typed_opinion(case)
    asks, sheet = programmes.definition_of(case.edition).route.unit_scores, sheets.kept_sheet(case)
    lines = [
        {"line": line, "points": request.POST.get(f"s-{line.id}", scores.get(line.id, ""))}
        for line in (scorecards.lines(case) if asks else [])
    ]
    return {
        "case": case,
        "lines": lines,
        "card": card if asks else None,
        "opinion": request.POST.get("opinion", opinion),
        "standing": standing,
        "read": completeness.current_hash(case),
        "seal": sheets.seal_rule(case),
        "sheet": sheet,
        "is_stranger": _is_stranger(case, sheet.signer if sheet is not None else ""),
        "refused": refused,
        "content": casefile.content_rows(case, blind=False),
        "files": pages.file_parts(case, at),
        "sections": queries.sections(case, at),
        "closes_at": _closes_at(case),
    }


def _closes_at(case: Application) -> datetime | None:
    stages = programmes.definition_of(case.edition).stages_of(StageKind.APPLICATION)
    return queries.window_of(case, stages[0].id).closes_at if stages else None


def _is_stranger(case: Application, signer: str) -> bool:
    """Tell whether an electronic seal names nobody that the register knows the unit by."""
    return bool(signer) and not organisations.goes_by(case.organisation_id, signer)


@login_required
def opinion_sheet(request: SignedIn, application_id: int) -> HttpResponse:
    """Hand out the sheet to print and seal; its code names the content as it stands now."""
    case, at = open_case(request, application_id, Verb.ENDORSE, Field.ENDORSEMENT)
    data = papers.opinion_data(case, settings.ASSOCIATION)
    return pdf_response(documents.typeset("opinion", data, at=at), f"{_('单位意见表')}.pdf")


@login_required
@require_POST
def give_back(request: SignedIn, application_id: int) -> HttpResponse:
    """Send the draft back to its author with the reason."""
    case, at = open_case(request, application_id, Verb.ENDORSE, Field.ENDORSEMENT)
    try:
        actions.return_to_team(application_id=case.pk, reason=request.POST.get("reason", ""), by=request.actor, at=at)
    except RuleViolation as refusal:
        return render(request, "unit/endorse.html", _shown(request, case, at, reasons(refusal)), status=409)
    messages.success(request, _("已退回申报人，理由已通知。"))
    return redirect("unit:applications")
