"""Code → sentence, one module a package. Every RuleViolation code of the house has its sentence (a test compares)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhiping.web.shared.refusal_texts import (
    accounts,
    applications,
    decision,
    experts,
    files,
    journey,
    organisations,
    programmes,
    recommendation,
    review,
    screening,
    showcase,
)

if TYPE_CHECKING:
    from zhiping.core.errors import RuleViolation

TEXTS: dict[str, str] = {
    **accounts.TEXTS,
    **applications.TEXTS,
    **decision.TEXTS,
    **experts.TEXTS,
    **files.TEXTS,
    **journey.TEXTS,
    **organisations.TEXTS,
    **programmes.TEXTS,
    **recommendation.TEXTS,
    **review.TEXTS,
    **screening.TEXTS,
    **showcase.TEXTS,
}


def text_of(violation: RuleViolation) -> str:
    """Return the sentence for a violation, its facts filled in (`%(name)s`)."""
    text = TEXTS.get(violation.code)
    if text is None:
        return _("这一步不能办理（%(code)s）。") % {"code": violation.code}
    return _(text) % violation.facts
