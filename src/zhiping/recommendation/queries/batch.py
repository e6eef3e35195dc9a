"""What recommending several cases at once would do: the same facts and rules as the act, with a few queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhiping.applications import rules as windows
from zhiping.applications.models import Application
from zhiping.applications.queries import windows_of
from zhiping.applications.queries.quotas import Trial, quota_trial
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.quota import QuotaAnswer
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import rules
from zhiping.recommendation.models import PreApproval
from zhiping.recommendation.queries import comparing, opinions, package
from zhiping.recommendation.queries.scores import highest_points


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of one case. points: the mean of its own experts; answers: its quotas, before its own place."""

    case: Application
    points: Decimal | None
    answers: tuple[QuotaAnswer, ...]
    refusals: tuple[RuleViolation, ...]


def try_recommending(
    recommender: Recommender, application_ids: Collection[int], viewer: Actor, at: datetime
) -> list[Tried]:
    """Try to recommend those of these cases that wait for a unit, best first, each after those before it.

    The opinion and the sealed pages come only with the act.
    """
    waiting = comparing.compared(recommender).filter(pk__in=application_ids, phase="recommendation")
    cases = list(
        waiting.select_related(None).select_related("edition", "team", "recommender", "organisation__merged_into")
    )
    common, late = _of_the_unit(recommender), _late(recommender, cases, at)
    unconfirmed = _unconfirmed(recommender, cases)
    held = {case.pk: [*late.get(case.pk, ()), *common, *unconfirmed.get(case.pk, ()), *_points(case)] for case in cases}
    fit = quota_trial([case for case in cases if not held[case.pk]], QuotaMoment.RECOMMEND, viewer)
    tried = {trial.case.pk: trial for trial in fit}
    return [_tried(case, held[case.pk], tried.get(case.pk)) for case in cases]


def _tried(case: Application, held: list[RuleViolation], trial: Trial | None) -> Tried:
    refusals = (*held, *(trial.refusals if trial is not None else ()))
    return Tried(case, case.shown_points, trial.answers if trial is not None else (), refusals)  # type: ignore[attr-defined] # annotated


def _late(recommender: Recommender, cases: Collection[Application], at: datetime) -> dict[int, list[RuleViolation]]:
    """Return why it is too late for a case: the package has gone, or the window has closed, its own extension too."""
    try:
        package.check_open(recommender)
    except RuleViolation as gone:
        return {case.pk: [gone] for case in cases}
    found: dict[int, list[RuleViolation]] = {}
    of_edition = opinions.recommending_window(recommender.edition)
    if of_edition.contains(at):  # then no extension makes a difference
        return found
    for state in {case.state for case in cases}:
        here = [case for case in cases if case.state == state]
        for pk, window in windows_of(of_edition, state, here).items():
            try:
                windows.check_window(window, at)
            except RuleViolation as closed:
                found[pk] = [closed]
    return found


def _of_the_unit(recommender: Recommender) -> list[RuleViolation]:
    """Return what stands against every case of the unit alike."""
    return [] if recommender.is_virtual else opinions.faults_of_preconditions(recommender)


def _unconfirmed(recommender: Recommender, cases: Collection[Application]) -> dict[int, list[RuleViolation]]:
    """Return the cases of the virtual recommender that the office has not confirmed."""
    if not recommender.is_virtual:
        return {}
    confirmed = PreApproval.objects.filter(application__in=[case.pk for case in cases], approved=True)
    known = set(confirmed.values_list("application_id", flat=True))
    return {case.pk: [RuleViolation("recommendation.not_approved")] for case in cases if case.pk not in known}


def _points(case: Application) -> list[RuleViolation]:
    asked = programmes.definition_of(case.edition).route.recommender_scores
    try:
        rules.check_points(case.shown_points, asked=asked, maximum=highest_points(case))  # type: ignore[attr-defined] # annotated
    except RuleViolation as wrong:
        return [wrong]
    return []
