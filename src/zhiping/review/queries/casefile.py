"""The review's part of the case page: only what the given fields allow."""

from __future__ import annotations

from typing import Any

from zhiping.applications.models import Application
from zhiping.core.permissions.words import Field
from zhiping.review.models import Assignment, Conflict, RoundResult


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return assignments, cards, conflicts and results as far as the fields allow."""
    facts: dict[str, Any] = {}
    if Field.EXPERT_NAMES in fields:
        standing = Assignment.objects.filter(application=application).select_related("expert__user", "scorecard")
        facts["assignments"] = list(standing.order_by("round_id", "pk"))
        facts["shows_points"] = Field.SCORECARDS in fields
    if Field.CONFLICTS in fields:
        found = Conflict.objects.filter(application=application).select_related("expert__user")
        facts["conflicts"] = list(found.order_by("state", "pk"))
    if Field.RESULTS in fields:
        facts["results"] = list(RoundResult.objects.filter(application=application).order_by("concluded_at", "pk"))
    return facts
