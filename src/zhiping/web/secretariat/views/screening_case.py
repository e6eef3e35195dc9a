"""One case at the formal check: findings, supplement, pass, and a refusal by two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import queries as journey
from zhiping.programmes import queries as programmes
from zhiping.screening import actions, queries
from zhiping.screening.queries import similar
from zhiping.web.secretariat.screening_forms import (
    AgainForm,
    FailForm,
    FindingForm,
    PassForm,
    ReasonForm,
    SetAsideForm,
    SupplementForm,
    usual_due,
)
from zhiping.web.shared.casefile import beside
from zhiping.web.shared.doing import number, numbers
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons, where_said

Who = dict[str, Any]


def case(request: Request, application_id: int) -> HttpResponse:
    """Show the case with its findings; do one act of the formal check."""
    read, found, findings = _opened(request, application_id)
    made = _forms(request, found, findings)
    said: list[str] = []
    if request.method == "POST":
        form = made.get(_acted(request))
        if form is None:
            raise NotFound
        if form.is_valid():
            try:
                messages.success(request, _act(request, found, form))
            except (RuleViolation, RuleViolations) as refused:
                said = reasons(refused)
                form.add_error(None, said)
                read, found, findings = _opened(request, application_id)
                made = _forms(request, found, findings) | {_acted(request): form}
            else:
                return redirect("secretariat:screening-case", application_id)
    context = _context(request, found, findings, made) | beside(request.actor, found) | {"read": read}
    return where_said(request, render(request, "secretariat/screening/case.html", context), said)


def _opened(request: Request, application_id: int) -> tuple[str, Any, list[Any]]:
    """Return the case with its findings, and before them what binds an act to them: never newer than what is shown."""
    read = queries.as_read([application_id]).get(application_id, "")
    found = journey.get_case(request.actor, application_id)
    if not journey.may(request.actor, found, Verb.SEE, Field.FINDINGS):
        raise NotFound
    return read, found, queries.findings_of(found)


def _acted(request: Request) -> str:
    """Return the name of the act's form: its act, with the finding's id where it is about one."""
    act, finding = request.POST.get("act", ""), request.POST.get("finding", "")
    return f"{act}-{finding}" if finding else act


def _forms(request: Request, found: Any, findings: list[Any]) -> dict[str, forms.Form]:
    """Return a form for every act on the page; the one that was sent is bound, the others are fresh."""
    definition = programmes.definition_of(found.edition)
    stage = programmes.graph_of(found.edition).stage_of(found.state)
    days = stage.supplement_days if stage is not None else 5
    due = {"due_at": usual_due(programmes.now(found.edition), days)}
    kinds: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
        "machine": (forms.Form, {}),
        "overdue": (forms.Form, {}),
        "confirm": (forms.Form, {}),
        "set_aside": (SetAsideForm, {}),
        "add": (FindingForm, {"definition": definition}),
        "supplement": (SupplementForm, {"initial": due}),
        "pass": (PassForm, {}),
        "fail": (FailForm, {}),
        **{f"dismiss-{finding.pk}": (ReasonForm, {}) for finding in findings},
        **{f"again-{f.pk}": (AgainForm, {"initial": {"text": f.text}}) for f in findings},
    }
    sent = _acted(request) if request.method == "POST" else ""
    return {
        name: kind(request.POST if name == sent else None, prefix=name, **more) for name, (kind, more) in kinds.items()
    }


def _act(request: Request, found: Any, form: forms.Form) -> str:
    act = ACTS[request.POST["act"]]
    who = {"application_id": found.pk, "by": request.actor, "at": programmes.now(found.edition)}
    return act(request, form, who)


def _machine(_request: Request, _form: forms.Form, who: Who) -> str:
    standing = actions.run_machine_check(**who)
    return _("自动检查完成，现有 %(n)s 项待处理。") % {"n": len(standing)}


def _add(_request: Request, form: Any, who: Who) -> str:
    actions.add_finding(**form.told(), **who)
    return _("已记入一项问题。")


def _dismiss(request: Request, form: forms.Form, who: Who) -> str:
    about = {"finding_id": number(request, "finding"), "by": who["by"], "at": who["at"]}
    actions.dismiss_finding(reason=form.cleaned_data["reason"], **about)
    return _("这一项已处理，理由记入日志。")


def _again(request: Request, form: forms.Form, who: Who) -> str:
    about = {"finding_id": number(request, "finding"), "by": who["by"], "at": who["at"]}
    actions.ask_again(text=form.cleaned_data["text"], **about)
    return _("已另列一项，可以再次要求补正。")


def _supplement(request: Request, form: forms.Form, who: Who) -> str:
    actions.return_for_supplement(finding_ids=numbers(request, "findings"), due_at=form.cleaned_data["due_at"], **who)
    return _("已通知申报单位补正。")


def _overdue(_request: Request, _form: forms.Form, who: Who) -> str:
    actions.end_overdue(**who)
    return _("逾期未补，已收回继续审查。")


def _pass(request: Request, form: forms.Form, who: Who) -> str:
    actions.pass_check(reason=form.cleaned_data["reason"], read=request.POST.get("read"), **who)
    return _("形式审查通过，已进入下一环节。")


def _fail(request: Request, form: forms.Form, who: Who) -> str:
    actions.fail_check(reason=form.cleaned_data["reason"], read=request.POST.get("read"), **who)
    return _("已提出不通过，等另一位工作人员确认。")


def _confirm(request: Request, _form: forms.Form, who: Who) -> str:
    read = number(request, "refusal") if "refusal" in request.POST else None
    actions.confirm_failure(result_id=read, **who)
    return _("已确认不通过，理由告知申报单位。")


def _set_aside(_request: Request, form: forms.Form, who: Who) -> str:
    actions.set_aside_failure(reason=form.cleaned_data["reason"], **who)
    return _("已撤销“不通过”的提议，继续审查。")


ACTS: dict[str, Callable[[Request, Any, Who], str]] = {
    "machine": _machine,
    "add": _add,
    "dismiss": _dismiss,
    "again": _again,
    "supplement": _supplement,
    "overdue": _overdue,
    "pass": _pass,
    "fail": _fail,
    "confirm": _confirm,
    "set_aside": _set_aside,
}


def _context(request: Request, found: Any, findings: list[Any], made: dict[str, forms.Form]) -> dict[str, Any]:
    now, refusal = programmes.now(found.edition), queries.pending_refusal(found)
    dues = [f.due_at for f in findings if f.state == "asked" and f.due_at]
    return {
        "findings": [
            {
                "finding": f,
                "form": made[f"dismiss-{f.pk}"],
                "again": made.get(f"again-{f.pk}"),
                "passages": similar.passages(found, f.like) if f.like else [],
            }
            for f in findings
        ],
        "forms": made,
        "picked": request.POST.getlist("findings"),
        "results": queries.results_of(found),
        "refusal": refusal,
        "is_mine": refusal is not None and refusal.given_by_id == request.actor.user_id,
        "may_screen": journey.may(request.actor, found, Verb.SCREEN, Field.FINDINGS),
        "checklist": programmes.definition_of(found.edition).screening,
        "supplements_left": queries.supplements_left(found),
        "due_at": max(dues) if dues else None,
        "is_overdue": bool(dues) and max(dues) <= now,
    }
