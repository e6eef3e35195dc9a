"""The office's acts on many cases: first what would happen and what would not, then, confirmed, done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.core.errors import RuleViolation
from zhiping.screening import queries as screening
from zhiping.screening import rules
from zhiping.web.secretariat.bulk import CONSEQUENCES, LABELS, Choice, lots
from zhiping.web.shared.doing import numbers
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons


def bulk(request: Request) -> HttpResponse:
    """Show what an act on the cases chosen would do and refuse; do it once that very outcome is confirmed."""
    choice = Choice.of(request) if request.method == "POST" else None
    if choice is None:
        return redirect("secretariat:applications")
    if not choice.chosen:
        messages.error(request, _("请先在列表中勾选，或选择全部。"))
        return redirect(choice.back)
    answer = _done(request, choice) if choice.shown.is_confirmed else choice.shown.reasons
    if isinstance(answer, HttpResponse):
        return answer
    context = _context(request, choice, answer)
    return render(request, "secretariat/lists/bulk.html", context, status=409 if answer else 200)


def _done(request: Request, choice: Choice) -> HttpResponse | list[str]:
    """Do the act and lead to what came of it, or to the page of the job that does it; else return what is in its way."""
    if choice.is_long:
        return redirect("run", choice.start().pk)
    try:
        done, refused = choice.run(numbers(request, "officers"))
    except RuleViolation as why:
        return reasons(why)
    messages.success(request, _("%(act)s：已办理 %(n)s 项。") % {"act": _(LABELS[choice.act]), "n": done})
    for reason, count in refused.items():
        messages.warning(request, _("%(n)s 项未办理：%(reason)s") % {"n": count, "reason": reason})
    return redirect(choice.back)


def _context(request: Request, choice: Choice, faults: list[str]) -> dict[str, Any]:
    taken, passed_by = lots(choice)
    sharing = choice.act in rules.SHARING
    return {
        "choice": choice,
        "label": _(LABELS[choice.act]),
        "consequence": _(CONSEQUENCES[choice.act]),
        "taken": taken,
        "passed_by": passed_by,
        "faults": faults,
        "colleagues": screening.colleagues() if sharing else [],
        "picked": numbers(request, "officers"),
    }
