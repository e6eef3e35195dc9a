"""Several cases recommended in one step: first what would become of each, then, confirmed, done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiping.core.bulk import MOST
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.journey.actions import start_run
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.recommender.views.registers import chosen_register
from zhiping.web.shared.arrival import arrived_at, at_edition
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import numbers
from zhiping.web.shared.http import Request
from zhiping.web.shared.lots import NAMED, Lot, told
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusal_texts import text_of
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.uploads import sent


@dataclass
class Batch:
    """The waiting cases that a person ticked, and what would become of each."""

    request: Request
    register: Any

    @cached_property
    def tried(self) -> list[queries.Tried]:
        """Return each case ticked that still waits, best first."""
        at = at_edition(self.request, self.register.edition)
        return queries.try_recommending(self.register, numbers(self.request, "rows"), self.request.actor, at)

    @property
    def ready(self) -> list[queries.Tried]:
        """Return those that the act would take."""
        return [one for one in self.tried if not one.refusals]

    @cached_property
    def shown(self) -> Shown:
        """Return what is to be confirmed: each case that the act would take as it was handed in, its points and places."""
        outcome = [[one.case.pk, self.read[one.case.pk], str(one.points), _places(one)] for one in self.ready]
        return Shown(self.request, "recommendation.recommend", f"recommender:{self.register.pk}", outcome)

    @cached_property
    def read(self) -> dict[int, str]:
        """Return each case that the act would take as it was handed in, best first."""
        return {one.case.pk: queries.handed_in(one.case) for one in self.ready}

    @cached_property
    def rule(self) -> Any:
        """Return the edition's rule for the sealed page of each case; the association's own needs none."""
        return queries.seal_rule(self.tried[0].case) if self.tried else None

    @property
    def needs_pages(self) -> bool:
        """Tell whether each case must come with its sealed page."""
        return self.rule is not None and self.rule.required and not self.register.is_virtual

    @property
    def is_long(self) -> bool:
        """Tell whether it is left to a job; not where pages come along, of which a request holds no more than it can do."""
        return len(self.ready) > MOST and not self.request.FILES

    def page_of(self, pk: int) -> tuple[str, bytes] | None:
        """Return the sealed page sent for a case."""
        return sent(self.request.FILES.get(f"sealed-{pk}"))


def recommend_many(request: Request) -> HttpResponse:
    """Show what recommending the cases ticked would do and refuse; do it once that very outcome is confirmed."""
    register, _registers = chosen_register(request)
    if register is None:
        raise NotFound
    back = f"{reverse('recommender:ranking')}?edition={register.edition_id}"
    batch = Batch(request, register)
    if request.method != "POST" or not batch.tried:
        if request.method == "POST":
            messages.error(request, _("请先勾选等待意见的成果。"))
        return redirect(back)
    answer = _done(request, batch, back) if batch.shown.is_confirmed else batch.shown.reasons
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, "recommender/batch.html", _context(batch, answer, back), status=409 if answer else 200)


def _done(request: Request, batch: Batch, back: str) -> HttpResponse | list[str]:
    """Do the act and lead to what came of it, or to the page of the job that does it; else return what is in its way."""
    if batch.needs_pages and (lacking := [one.case.title for one in batch.ready if not _is_sent(request, one)]):
        label = in_language(batch.rule.label, batch.rule.label_en)
        return [_("请为每项上传“%(label)s”，还缺：%(titles)s。") % {"label": label, "titles": _("、").join(lacking)}]
    read, opinion = batch.read, request.POST.get("opinion", "")
    who: dict[str, Any] = {"application_ids": list(read), "read": read, "by": request.actor}
    try:
        if batch.is_long:
            given = {"opinion": opinion}
            run = start_run(act="recommendation.recommend", given=given, at=arrived_at(request), **who)
            return redirect("run", run.pk)
        at = at_edition(request, batch.register.edition)
        outcome = actions.recommend_all(opinion=opinion, sealed=batch.page_of, at=at, **who)
    except RuleViolation as why:
        return reasons(why)
    messages.success(request, _("已推荐 %(n)s 项，进入形式审查。") % {"n": len(outcome.done)})
    for reason, count in told(outcome.refused.values()).items():
        messages.warning(request, _("%(n)s 项未推荐：%(reason)s") % {"n": count, "reason": reason})
    return redirect(back)


def _is_sent(request: Request, one: queries.Tried) -> bool:
    return f"sealed-{one.case.pk}" in request.FILES


def _places(one: queries.Tried) -> list[list[Any]]:
    return [[answer.limit.id, answer.used, answer.at_most] for answer in one.answers if answer.applies]


def _context(batch: Batch, faults: list[str], back: str) -> dict[str, Any]:
    definition = programmes.definition_of(batch.register.edition)
    rules = {rule.id: rule for rule in definition.quotas}
    return {
        "batch": batch,
        "register": batch.register,
        "back": back,
        "faults": faults,
        "definition": definition,
        "rows": [{"one": one, "quotas": [_quota(answer, rules) for answer in one.answers]} for one in batch.ready],
        "hindered": len(batch.tried) - len(batch.ready),
        "passed_by": _passed_by(batch),
    }


def _quota(answer: Any, rules: dict[str, Any]) -> dict[str, Any]:
    return {"rule": rules[answer.limit.id], "answer": answer, "with_this": answer.used + 1}


def _passed_by(batch: Batch) -> list[Lot]:
    """Return the cases that would be refused, by reason, the most frequent first."""
    found: dict[str, list[Any]] = {}
    for one in batch.tried:
        for why in one.refusals:
            found.setdefault(text_of(why), []).append(one.case)
    lots = [Lot(why, len(cases), [_called(case) for case in cases[:NAMED]]) for why, cases in found.items()]
    return sorted(lots, key=lambda lot: -lot.count)


def _called(case: Any) -> dict[str, Any]:
    return {"pk": case.pk, "title": case.title, "number": case.number, "organisation__name": case.organisation.name}
