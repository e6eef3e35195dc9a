"""What a recommending unit recommends, side by side: points, places, and the summary sheet made from them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.doing import read_id
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.sheets import xlsx_response
from zhiping.web.shared.templatetags.zhiping import points as shown_points

LONGEST = 4
PAGE = 100
PLACE = "place-"
COMPLETE = "complete"
STEPS = {"up": -1, "down": 1}


def comparison(request: Request) -> HttpResponse:
    """Show the recommended cases of an edition category by category; keep the order the unit puts them in."""
    register, registers = chosen_register(request)
    refused: list[str] = []
    if request.method == "POST" and register is not None:
        refused, without = _act(request, register)
        if not refused:
            _tell(request, without)
            return redirect(f"{request.path}?{_address(request, register)}")
    context = {"register": register, "registers": registers, "refused": refused}
    if register is not None:
        page = Paginator(queries.compared(register), PAGE).get_page(request.GET.get("page"))
        cases: list[Any] = list(page.object_list)
        context |= {
            "page": page,
            "groups": _groups(register, cases, request),
            "has_waiting": any(case.is_waiting for case in cases),
            "has_unplaced": any(case.place is None and not case.is_waiting for case in cases),
            "address": _address(request, register),
            "query": f"&edition={register.edition_id}",
            "window": queries.recommending_window(register.edition),
        }
    return render(request, "recommender/ranking.html", context, status=409 if refused else 200)


def _address(request: Request, register: Any) -> str:
    page = request.GET.get("page", "")
    return f"edition={register.edition_id}" + (f"&page={page}" if page.isdecimal() else "")


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


def _tell(request: Request, without: int) -> None:
    """Say that the places are kept, and how many cases still have none: the package is not complete without."""
    if without:
        said = ngettext("已保存；还有 %(n)s 项没有名次。", "已保存；还有 %(n)s 项没有名次。", without)
        messages.warning(request, said % {"n": without})
    else:
        messages.success(request, _("名次已保存。"))


def _act(request: Request, register: Any) -> tuple[list[str], int]:
    """Keep the places typed, and do what the button pressed asks.

    Returns: the sentences of what is wrong, and how many recommended cases have no place now.
    """
    unread = [text for text in _typed(request).values() if text and not _is_number(text)]
    if unread:
        return [_("“%(text)s”不是名次，请填整数或留空。") % {"text": text} for text in unread], 0
    places = {pk: int(text) if text else None for pk, text in _typed(request).items()}
    who: dict[str, Any] = {
        "recommender_id": register.pk,
        "by": request.actor,
        "at": at_edition(request, register.edition),
    }
    try:
        given = actions.rank(places=places, move=_moved(request), complete=request.POST.get("act") == COMPLETE, **who)
    except RuleViolation as refusal:
        return reasons(refusal), 0
    return [], sum(one.rank is None for one in given)


def _moved(request: Request) -> tuple[int, int] | None:
    """Return the case whose button was pressed and which way it goes."""
    way, _dash, pk = request.POST.get("act", "").partition("-")
    return (read_id(pk), STEPS[way]) if way in STEPS else None


def _typed(request: Request) -> dict[int, str]:
    """Return what stands in the fields of places, by case."""
    sent = ((name.removeprefix(PLACE), text) for name, text in request.POST.items() if name.startswith(PLACE))
    return {read_id(pk): str(text).strip() for pk, text in sent if read_id(pk)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def _groups(register: Any, cases: Iterable[Any], request: Request) -> list[dict[str, Any]]:
    """Return a page's cases by category, each with the place typed or kept."""
    names, typed, found = _names(register, "category"), _typed(request), []
    for category, members in groupby(cases, key=lambda case: case.category):
        rows = [{"case": case, "place": typed.get(case.pk, str(case.place or ""))} for case in members]
        found.append({"label": names.get(category, ""), "rows": rows, "first": rows[0]["case"].at_row})
    return found


def _names(register: Any, dimension: str) -> dict[str, str]:
    options = programmes.definition_of(register.edition).dimensions.get(dimension, ())
    return {option.id: in_language(option.label, option.label_en) for option in options}
