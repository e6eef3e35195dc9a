"""Every message the platform sends, one module a package; a test compares them with the calls."""

from __future__ import annotations

from zhiping.messages.rules.templates import Template
from zhiping.messages.rules.texts import (
    accounts,
    applications,
    decision,
    experts,
    journey,
    organisations,
    recommendation,
    review,
    screening,
    showcase,
)

TEXTS: dict[str, Template] = {
    **accounts.TEXTS,
    **applications.TEXTS,
    **decision.TEXTS,
    **experts.TEXTS,
    **journey.TEXTS,
    **organisations.TEXTS,
    **recommendation.TEXTS,
    **review.TEXTS,
    **screening.TEXTS,
    **showcase.TEXTS,
}
