"""Code → sentence, one module a package. Every RuleViolation code of the house has its sentence (a test compares)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiping.core.calendar import ENDS, end_as_said
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
    return sentence(violation.code, violation.facts)


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence for a refusal that a report keeps by its code and facts.

    A fact `x` that a definition names in both languages has its English in `x_en`.
    """
    text = TEXTS.get(code) or (TEXTS["quota.any"] if code.startswith("quota.") else None)
    if text is None:
        return _("这一步不能办理（%(code)s）。") % {"code": code}
    english = get_language() == "en"
    chosen = {name: (english and facts.get(f"{name}_en")) or fact for name, fact in facts.items()}
    return _(text) % {name: _shown(fact, name) for name, fact in chosen.items()}


def _shown(fact: object, name: str = "") -> object:
    """Instants are said in Beijing time, points without superfluous zeros, bands as "0–5, 10–25"; all else as it is.

    What is called an end (`ENDS`) and falls on midnight is 24:00 of the day before.
    """
    if isinstance(fact, datetime) and name in ENDS:
        return "{} {}".format(*end_as_said(fact))
    if isinstance(fact, datetime):
        return timezone.localtime(fact).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(fact, tuple) and all(isinstance(band, tuple) for band in fact):
        return ", ".join("–".join(str(_shown(end)) for end in band) for band in fact)
    return f"{fact.normalize():f}" if isinstance(fact, Decimal) else fact
