"""What a recommending unit recommends, side by side: points, places, and the summary sheet made from them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.sheets import xlsx_response
from zhiping.web.shared.templatetags.zhiping import points as shown_points

LONGEST = 4


def comparison(request: Request) -> HttpResponse:
    """Show the recommended cases of an edition category by category; keep the order the unit puts them in."""
    register, registers = chosen_register(request)
    compared = queries.comparison(register) if register is not None else []
    refused: list[str] = []
    if request.method == "POST" and register is not None:
        refused = _keep(request, register, compared)
        if not refused:
            messages.success(request, _("名次已保存。"))
            return redirect(f"{request.path}?edition={register.edition_id}")
    context = {
        "register": register,
        "registers": registers,
        "groups": _groups(register, compared, request),
        "window": queries.recommending_window(register.edition) if register is not None else None,
        "refused": refused,
    }
    return render(request, "recommender/ranking.html", context, status=409 if refused else 200)


def sheet(request: Request) -> HttpResponseBase:
    """Hand out the summary of the unit's own review, with what the page shows."""
    register, _registers = chosen_register(request)
    if register is None:
        raise NotFound
    called = _names(register, "category"), _names(register, "domain")
    heading = [
        _("序号"), _("编号"), _("成果名称"), _("小组"), _("单位"), _("类别"), _("领域"), _("得分"), _("名次"), _("推荐意见"),
    ]  # fmt: skip
    rows = [_line(number, one.given, *called) for number, one in enumerate(queries.comparison(register), start=1)]
    return xlsx_response(f"recommendations-{register.edition.key.replace('/', '-')}", heading, rows)


def _line(number: int, given: Any, categories: dict[str, str], domains: dict[str, str]) -> list[str]:
    case = given.application
    who = case.team.name if case.team else case.person_name
    where = [categories.get(case.category, ""), domains.get(case.domain, "")]
    points = shown_points(given.points) if given.points is not None else ""
    named = [str(number), case.number or "", case.title, who, case.organisation.name]
    return [*named, *where, points, str(given.rank or ""), given.opinion]


def _keep(request: Request, register: Any, compared: list[queries.Compared]) -> list[str]:
    """Keep the places typed; return the sentences of what is wrong with them."""
    typed = {one.given.application_id: _typed(request, one.given.application_id) for one in compared}
    unread = [text for text in typed.values() if text and not _is_number(text)]
    if unread:
        return [_("“%(text)s”不是名次，请填整数或留空。") % {"text": text} for text in unread]
    places = {pk: int(text) if text else None for pk, text in typed.items()}
    at = at_edition(request, register.edition)
    try:
        actions.rank(recommender_id=register.pk, places=places, by=request.actor, at=at)
    except RuleViolation as refusal:
        return reasons(refusal)
    return []


def _typed(request: Request, application_id: int) -> str:
    return request.POST.get(f"place-{application_id}", "").strip()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def _groups(register: Any, compared: list[queries.Compared], request: Request) -> list[dict[str, Any]]:
    if register is None:
        return []
    names, found = _names(register, "category"), {}
    for category, members in groupby(compared, key=lambda one: one.given.application.category):
        rows = [{"one": one, "place": _shown(one.given, request)} for one in members]
        found[category] = {"label": names.get(category, ""), "rows": rows}
    return [found[category] for category in [*names, *(found.keys() - names.keys())] if category in found]


def _shown(given: Any, request: Request) -> str:
    return _typed(request, given.application_id) if request.method == "POST" else str(given.rank or "")


def _names(register: Any, dimension: str) -> dict[str, str]:
    options = programmes.definition_of(register.edition).dimensions.get(dimension, ())
    return {option.id: in_language(option.label, option.label_en) for option in options}
