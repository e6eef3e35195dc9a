"""The unit's own review: what its experts, or its contest, gave each case; typed or imported from a sheet."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiping.applications.queries import scorecards
from zhiping.core import figures
from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.documents import queries as documents
from zhiping.recommendation import actions, queries
from zhiping.recommendation.rules import scores as rules
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.score_words import on_card
from zhiping.web.shared.sheets import xlsx_response
from zhiping.web.shared.uploads import sent

if TYPE_CHECKING:
    from zhiping.applications.models import Application

SALT = "recommender.scores"
AN_HOUR = 3600


def scores(request: Request, application_id: int) -> HttpResponse:
    """Show what the own experts gave one case; add, replace or take back one of them."""
    found, at = open_case(request, application_id, Verb.SEE, Field.RECOMMENDATION)
    who: dict[str, Any] = {"by": request.actor, "at": at}
    status = 200
    if request.method == "POST":
        if request.POST.get("act") == "remove":
            act = partial(actions.remove_score, score_id=number(request, "score"), **who)
            said = _("评分已撤下。")
        else:
            act = partial(_score, request, found, who)
            said = _("评分已记入。")
        if done(request, act, said):
            return redirect(request.path)
        status = 409
    return render(request, "recommender/scores.html", _shown(request, found), status=status)


def _score(request: Request, found: Application, who: dict[str, Any]) -> None:
    try:
        _keep(request, found, who)
    except (RuleViolation, RuleViolations) as refused:
        raise on_card(refused, scorecards.first_card(found)) from refused


def _keep(request: Request, found: Application, who: dict[str, Any]) -> None:
    typed = {line.id: request.POST.get(f"s-{line.id}", "").strip() for line in scorecards.lines(found)}
    actions.score(
        application_id=found.pk,
        reviewer=request.POST.get("reviewer", ""),
        entries={item: _number(item, text) for item, text in typed.items() if text},
        points=_number(_("总分"), request.POST["points"].strip()) if request.POST.get("points", "").strip() else None,
        **who,
    )


def _number(item: str, text: str) -> Decimal:
    found = figures.read(text)
    if found is None:
        raise RuleViolation("score.wrong_kind", item=item)
    return found


def _shown(request: Request, found: Application) -> dict[str, Any]:
    scored = queries.own_scores_of(found)
    lines = [{"line": line, "points": request.POST.get(f"s-{line.id}", "")} for line in scorecards.lines(found)]
    return {
        "case": found,
        "scored": scored,
        "mean": queries.own_mean(scored),
        "lines": lines,
        "highest": queries.highest_points(found),
        "may_act": found.phase == "recommendation" and queries.speaks_for(request.actor, found),
    }


def template(request: Request) -> HttpResponseBase:
    """Hand out a sheet with the unit's cases, ready to be filled in with a column a reviewer."""
    register, _registers = chosen_register(request)
    if register is None:
        raise NotFound
    rows = [[name, case.title] for name, case in queries.scorable(register).items() if case.is_open]
    heading = [rules.NUMBER, rules.TITLE, "评委一", "评委二", "评委三"]  # the words that the import knows
    return xlsx_response(f"scores-{register.edition.key.replace('/', '-')}", heading, rows)


def imported(request: Request) -> HttpResponse:
    """Try a sheet of scores and show what is wrong or what would change; take it once that is confirmed."""
    register, registers = chosen_register(request)
    context: dict[str, Any] = {"register": register, "registers": registers}
    status = 200
    if request.method == "POST" and register is not None:
        try:
            rows = _rows(request)
            given = _given(register, rows)
            shown = Shown(request, "recommendation.import_scores", f"recommender:{register.pk}", _plain(given))
            if shown.is_confirmed:
                return _import(request, register, rows)
            context |= {"given": given, "shown": shown, "sheet": signing.dumps(rows, salt=SALT, compress=True)}
            status = 409 if shown.reasons else 200
        except (RuleViolation, RuleViolations) as refusal:
            context["refused"], status = reasons(refusal), 409
    return render(request, "recommender/scores_import.html", context, status=status)


def _rows(request: Request) -> list[list[str]]:
    """Return the cells of the file sent, or of the sheet that was tried before and comes back signed."""
    if "sheet" in request.POST:
        try:
            rows: list[list[str]] = signing.loads(request.POST["sheet"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature as spoilt:
            raise NotFound from spoilt
        return rows
    _name, content = sent(request.FILES.get("file")) or ("", b"")
    return documents.first_sheet(content)


def _import(request: Request, register: Any, rows: list[list[str]]) -> HttpResponse:
    at = at_edition(request, register.edition)
    changed = actions.import_scores(recommender_id=register.pk, rows=rows, by=request.actor, at=at)
    said = ngettext("已导入 %(n)s 个评分。", "已导入 %(n)s 个评分。", changed) % {"n": changed}
    messages.success(request, said)
    return redirect(f"/recommender/ranking/?edition={register.edition_id}")


def _given(register: Any, rows: list[list[str]]) -> list[tuple[str, str, str, Decimal]]:
    """Return what the sheet gives: number and title of the case, who gave the score, the points."""
    known = queries.scorable(register)
    sheet = rules.read(rows, known)
    if sheet.faults:
        raise RuleViolations(list(sheet.faults))
    numbers = {case.case_id: (name, case.title) for name, case in known.items()}
    return [(*numbers[one.case_id], one.reviewer, one.points) for one in sheet.given]


def _plain(given: list[tuple[str, str, str, Decimal]]) -> list[list[str]]:
    return [[number, title, reviewer, str(points)] for number, title, reviewer, points in given]
