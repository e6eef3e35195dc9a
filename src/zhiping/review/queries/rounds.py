"""Which cases stand in a round, and which of them take part."""

from __future__ import annotations

from collections.abc import Sequence

from zhiping.applications.models import Application
from zhiping.applications.queries import route_facts
from zhiping.core.definition.schema import Round, Stage
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotFound
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import RoundResult
from zhiping.review.rules import rounds


def stage_of_round(edition: Edition, round_id: str) -> Stage:
    """Return the stage in which a round is held. Raises: NotFound."""
    for stage in programmes.definition_of(edition).stages_of(StageKind.ROUND):
        if stage.round == round_id:
            return stage
    raise NotFound


def round_at(application: Application) -> tuple[str, Round] | None:
    """Return the round a case stands in, or None outside the rounds."""
    definition = programmes.definition_of(application.edition)
    stage = programmes.graph_of(application.edition).stage_of(application.state)
    if stage is None or stage.round is None:
        return None
    return stage.round, definition.rounds[stage.round]


def cases_in(edition: Edition, round_id: str) -> list[Application]:
    """Return the cases standing in a round, by number."""
    stage = stage_of_round(edition, round_id)
    found = Application.objects.filter(edition=edition, state=stage.id)
    return list(found.select_related("edition", "organisation", "recommender", "team").order_by("number", "pk"))


def earlier_results(cases: list[Application]) -> dict[int, dict[str, RoundResult]]:
    """Return each case's results of every round so far, by round id; one query."""
    found: dict[int, dict[str, RoundResult]] = {case.pk: {} for case in cases}
    for result in RoundResult.objects.filter(application__in=[c.pk for c in cases]).order_by("concluded_at", "pk"):
        found[result.application_id][result.round_id] = result
    return found


def latest_level(results: Sequence[RoundResult]) -> str:
    """Return the level the rounds so far propose, the latest word first; "" where none has one."""
    return next((result.proposed_level for result in reversed(results) if result.proposed_level), "")


def participants(edition: Edition, round_id: str) -> tuple[list[Application], list[Application]]:
    """Return who takes part in a round, and who only passes through it."""
    judged = programmes.definition_of(edition).rounds[round_id]
    cases = cases_in(edition, round_id)
    results = earlier_results(cases)
    taking: list[Application] = []
    passing: list[Application] = []
    for case in cases:
        so_far = list(results[case.pk].values())
        taking_part = rounds.takes_part(
            judged,
            proposed_level=latest_level(so_far),
            visit_requested=any(r.visit_requested for r in so_far),
            facts={**route_facts(case), **case.dimensions},
        )
        (taking if taking_part else passing).append(case)
    return taking, passing
