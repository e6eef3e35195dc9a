"""One case before its recommending unit: the application beside the opinion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.applications.queries import quota_answers, window_of
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.core.errors import NotFound, Reasons, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import queries as journey
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.recommender.forms import OpinionForm
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.casefile import beside
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import into_form, without
from zhiping.web.shared.uploads import sent

FIELDS = {
    "recommendation.opinion_missing": "opinion",
    "recommendation.points_missing": "points",
    "recommendation.points_out_of_range": "points",
    "recommendation.seal_missing": "sealed",
}
"""By the code of a reason: the field that it is about."""


def case(request: Request, application_id: int) -> HttpResponse:
    """Show the case beside the form of the opinion; recommend, return or decline it."""
    found, _at = open_case(request, application_id, Verb.SEE, Field.RECOMMENDATION)
    definition, scored = programmes.definition_of(found.edition), queries.own_scores_of(found)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OpinionForm(*given, **_asked(found, definition, scored))
    if request.method == "POST":
        if _done(request, found, form):
            return redirect(_list_of(request))
        found, _at = open_case(request, application_id, Verb.SEE, Field.RECOMMENDATION)
    context = {
        "form": form,
        "shown": _shown(request, found),
        "may_act": _may_act(request, found),
        "is_office": request.actor.role is Role.SECRETARIAT,
        "standing": queries.standing(found),
        "scored": scored,
        "mean": queries.own_mean(scored),
        "quotas": _quotas(found, definition),
        "lifted": queries.lifted(found.recommender) if found.recommender is not None else [],
        "window": window_of(found, found.state),
    }
    return render(request, "recommender/case.html", context | beside(request.actor, found))


def _asked(found: Any, definition: Any, scored: list[Any]) -> dict[str, Any]:
    """Return what the form of the opinion has to know of the edition and of the unit's own review."""
    return {
        "scores": definition.route.recommender_scores,
        "seal": queries.seal_rule(found),
        "mean": queries.own_mean(scored),
        "highest": queries.highest_points(found),
    }


def _shown(request: Request, found: Any) -> Shown:
    return Shown(request, "recommendation.opinion", f"application:{found.pk}", [queries.handed_in(found)])


def _done(request: Request, found: Any, form: OpinionForm) -> bool:
    """Do what was posted; False when it was refused, or about another application than was read.

    A form that is wrong in itself is refused with everything else that stands against the act.
    """
    if stale := _shown(request, found).reasons:
        form.add_error(None, stale)
        return False
    against = Reasons(more=not form.is_valid())
    try:
        said = _act(request, found, form.cleaned_data, against)
    except (RuleViolation, RuleViolations) as refused:
        told = [code for code, field in FIELDS.items() if field in form.errors]
        into_form(form, without(refused, told), FIELDS)
        return False
    messages.success(request, said)
    return True


def _act(request: Request, found: Any, given: dict[str, Any], against: Reasons) -> str:
    who: dict[str, Any] = {"application_id": found.pk, "by": request.actor, "at": at_edition(request, found.edition)}
    who |= {"read": queries.handed_in(found), "against": against}
    opinion = given.get("opinion", "")
    match request.POST.get("act"):
        case "recommend":
            sealed = sent(given.get("sealed"))
            actions.recommend(opinion=opinion, points=given.get("points"), sealed=sealed, **who)
            return _("已推荐“%(title)s”，进入形式审查。") % {"title": found.title}
        case "return":
            actions.return_to_applicant(reason=opinion, **who)
            return _("已退回“%(title)s”，申报单位可以修改后重新提交。") % {"title": found.title}
        case "decline":
            actions.decline(reason=opinion, **who)
            return _("已决定不推荐“%(title)s”，理由已告知申报单位。") % {"title": found.title}
        case _:
            raise NotFound


def _may_act(request: Request, found: Any) -> bool:
    granted = journey.may(request.actor, found, Verb.RECOMMEND, Field.RECOMMENDATION)
    return granted and queries.speaks_for(request.actor, found)


def _quotas(found: Any, definition: Any) -> list[dict[str, Any]]:
    rules = {rule.id: rule for rule in definition.quotas}
    answers = quota_answers(found, QuotaMoment.RECOMMEND)
    lifted = {rule.id for rule in (queries.lifted(found.recommender) if found.recommender is not None else ())}
    return [{"answer": a, "rule": rules[a.limit.id]} for a in answers if a.limit.id not in lifted]


def _list_of(request: Request) -> str:
    return "recommender:applications" if request.actor.role is Role.RECOMMENDER else "secretariat:pre-approval"
