"""The pool of experts, and whom an edition has asked (F1-F2)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.accounts import queries as accounts
from zhiping.core.errors import RuleViolation
from zhiping.experts import actions, queries
from zhiping.organisations import queries as organisations
from zhiping.review import actions as review
from zhiping.web.secretariat import review_case_forms as forms
from zhiping.web.secretariat import review_words as words
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.shared.doing import done
from zhiping.web.shared.http import Request

PAGE = 50


def pool(request: Request) -> HttpResponse:
    """List the experts of the pool by name; search by name, unit or method, and by what they know."""
    names = words.every_field()
    asked = _asked_of_pool(request, names)
    if (answered := asked.answered()) is not None:
        return answered
    page = Paginator(queries.search(asked.text, asked.chosen["field"]), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "field_names": names} | asked.context(file="secretariat:pool-file")
    return render(request, "secretariat/review/pool.html", context)


def pool_file(request: Request, kind: str) -> HttpResponseBase:
    """Hand out the pool as it is shown."""
    names = words.every_field()
    asked = _asked_of_pool(request, names)
    heading = [_("专家"), _("职称"), _("单位"), _("领域"), _("方法"), _("任务上限")]
    rows = (
        [
            one.user.name,
            one.title,
            one.organisation.name if one.organisation else "",
            _("、").join(dict.fromkeys(names.get(field, field) for field in one.fields)),
            _("、").join(one.methods),
            str(one.max_load),
        ]
        for one in queries.search(asked.text, asked.chosen["field"])
    )
    return table_response(kind, "experts", heading, rows)


def _asked_of_pool(request: Request, names: dict[str, str]) -> Filtered:
    selects = [Select("field", _("领域"), sorted(names.items()))]
    return Filtered(request, "pool", _("姓名、单位、职称或方法"), selects)


def enrol(request: Request) -> HttpResponse:
    """Take a person with an account into the pool."""
    form = forms.EnrolForm(request.POST or None, fields=sorted(words.every_field().items()))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(request, partial(_enrol, request, form), _("已入库。"), form)
    ):
        return redirect("secretariat:pool")
    return render(request, "secretariat/review/enrol.html", {"form": form})


def _enrol(request: Request, form: forms.EnrolForm) -> None:
    given = form.cleaned_data
    person = accounts.find(given["person"])
    if person is None:
        raise RuleViolation("expert.no_account")
    actions.enrol(
        user_id=person.pk,
        organisation_id=_unit(given["uscc"]),
        title=given["title"],
        fields=given["fields_known"],
        methods=form.methods_known(),
        max_load=given["max_load"],
        by=request.actor,
        at=timezone.now(),
    )


def _unit(uscc: str) -> int | None:
    """Return the unit with this code, None for no code. Raises: RuleViolation("expert.unit_not_registered")."""
    if not uscc:
        return None
    found = organisations.by_uscc(uscc)
    if found is None:
        raise RuleViolation("expert.unit_not_registered")
    return found.pk


def expert(request: Request, expert_id: int) -> HttpResponse:
    """Show an expert with the facts from which conflicts follow; add one, or end the membership."""
    found = queries.get(expert_id)
    asked = {name: request.POST if name in request.POST else None for name in ("employment", "tie", "deactivate")}
    employment, tie = forms.EmploymentForm(asked["employment"]), forms.TieForm(asked["tie"])
    ending = forms.ReasonForm(asked["deactivate"])
    acts = {"employment": (employment, _employment), "tie": (tie, _tie), "deactivate": (ending, _deactivate)}
    for name, (form, act) in acts.items():
        doing = partial(_keep, request, expert_id, form, act)
        if asked[name] is not None and form.is_valid() and done(request, doing, _("已记录。"), form):
            return redirect("secretariat:expert", expert_id)
    context = {
        "expert": found,
        "employment": employment,
        "tie": tie,
        "ending": ending,
        "field_names": words.every_field(),
    }
    return render(request, "secretariat/review/expert.html", context)


def _keep(request: Request, expert_id: int, form: Any, act: Any) -> None:
    act(request, expert_id, form.cleaned_data)


def _employment(request: Request, expert_id: int, given: dict[str, Any]) -> None:
    review.record_employment(
        expert_id=expert_id,
        organisation_name=given["organisation_name"],
        organisation_id=_unit(given["uscc"]),
        from_on=given["from_on"],
        until_on=given["until_on"],
        by=request.actor,
        at=timezone.now(),
    )


def _tie(request: Request, expert_id: int, given: dict[str, Any]) -> None:
    review.record_tie(
        expert_id=expert_id,
        kind=given["kind"],
        organisation_id=_unit(given["tied_uscc"]) or 0,
        note=given["note"],
        on=given["on"],
        by=request.actor,
        at=timezone.now(),
    )


def _deactivate(request: Request, expert_id: int, given: dict[str, Any]) -> None:
    actions.deactivate(expert_id=expert_id, reason=given["reason"], by=request.actor, at=timezone.now())
