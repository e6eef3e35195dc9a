"""The conditions of applying against what is known: each unmet one, with its clause and what it does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiping.core.definition.base import Test, holds, years_between
from zhiping.core.definition.schema import Definition, EligibilityRule
from zhiping.core.definition.vocabulary import EligibilityTest, Severity

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition that is not met, or not answered yet. code: "eligibility.<rule id>"."""

    rule: str
    code: str
    severity: Severity
    source: str
    label: str
    answered: bool


def check(definition: Definition, facts: Facts) -> list[Finding]:
    """List the conditions of applying that are not met, in the order of the notice.

    facts: words of the fact vocabulary, dimension values and form answers; under "on" the civil date (Shanghai)
    that years are counted to; under "confirmed" and "files" the ids of rules confirmed (True) or denied (False)
    and of files handed in. Dates are `date`, years `int` or `Decimal`.
    Source: definitions/<programme>/<year>/eligibility.yaml#eligibility.
    """
    findings = []
    for rule in definition.eligibility:
        if holds(rule.when, facts):
            met = _meets(rule, facts)
            if not met:
                code = f"eligibility.{rule.id}"
                findings.append(Finding(rule.id, code, rule.severity, rule.source, rule.label, met is not None))
    return findings


def _meets(rule: EligibilityRule, facts: Facts) -> bool | None:
    """None: nobody has answered yet."""
    if rule.test == EligibilityTest.CONFIRMED:
        confirmed = facts.get("confirmed")
        return confirmed.get(rule.id) if isinstance(confirmed, Mapping) else None
    if rule.test == EligibilityTest.FILE_GIVEN:
        files = facts.get("files")
        return isinstance(files, Collection) and rule.file in files
    value = facts.get(rule.fact or "")
    if value is None:
        return None
    if rule.test == EligibilityTest.FACT_IS:
        return Test(any_of=rule.must_be).passes(value)
    if rule.test == EligibilityTest.YEARS_AT_LEAST:
        return _at_least(value, facts.get("on"), rule.years or 0)
    return _within(value, facts.get("on"), rule.years or 0)


def _at_least(value: object, on: object, years: int) -> bool:
    if isinstance(value, date) and isinstance(on, date):
        return years_between(value, on) >= years
    return isinstance(value, int | Decimal) and value >= years


def _within(value: object, on: object, years: int) -> bool:
    """Not later than the day itself, and not earlier than the same day so many years before."""
    if not isinstance(value, date) or not isinstance(on, date):
        return False
    full = years_between(value, on)
    same_day = (value.month, value.day) == (on.month, on.day)
    return value <= on and (full < years or (full == years and same_day))
