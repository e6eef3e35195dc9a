"""The review's part of the case page: only what the given fields allow."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiping.applications.models import Application
from zhiping.asking import prepared
from zhiping.core.permissions.words import Field
from zhiping.review.models import Assignment, Conflict, RoundResult


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return assignments, cards, conflicts and results as far as the fields allow."""
    facts: dict[str, Any] = {}
    if Field.EXPERT_NAMES in fields:
        facts["assignments"] = _assignments(application.pk)
        facts["shows_points"] = Field.SCORECARDS in fields
    if Field.CONFLICTS in fields:
        facts["conflicts"] = _conflicts(application.pk)
    if Field.RESULTS in fields:
        facts["results"] = _results(application.pk)
    return facts


@prepared
def _assignments(application_id: int) -> QuerySet[Assignment]:
    found = Assignment.objects.filter(application_id=application_id).select_related("expert__user", "scorecard")
    shown = ("round_id", "ended_at", "end_reason", "scorecard__submitted_at", "scorecard__total_points")
    return found.only("expert__user__name", "scorecard__assignment", *shown).order_by("round_id", "pk")


@prepared
def _conflicts(application_id: int) -> QuerySet[Conflict]:
    found = Conflict.objects.filter(application_id=application_id).select_related("expert__user")
    shown = ("kind", "source", "state", "reason")
    return found.only("expert__user__name", *shown).order_by("state", "pk")


@prepared
def _results(application_id: int) -> QuerySet[RoundResult]:
    return RoundResult.objects.filter(application_id=application_id).order_by("concluded_at", "pk")
