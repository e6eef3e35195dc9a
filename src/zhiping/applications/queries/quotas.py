"""Quotas of an edition counted by identity, for the refusal and for the meter that people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from zhiping.applications.models import Application
from zhiping.applications.queries.visible import visible_to
from zhiping.asking import beside, prepared
from zhiping.core import quota
from zhiping.core.definition.citing import cited
from zhiping.core.definition.schema import Definition, Quota
from zhiping.core.definition.vocabulary import QuotaMoment
from zhiping.core.errors import RuleViolation, listing
from zhiping.core.permissions.actor import Actor
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes

TAKEN = ("recommendation", "screening", "supplement", "round", "approval", "notice", "published")
AFTER_RECOMMENDING = TAKEN[1:]
USED = ("organisation__merged_into", "recommender")


def limits(definition: Definition, moment: QuotaMoment) -> list[quota.Limit]:
    """Return the edition's limits that are counted at this act."""
    return [limit_of(rule) for rule in definition.quotas if rule.at == moment]


def limit_of(rule: Quota) -> quota.Limit:
    """Return an edition's rule as the core counts it."""
    return quota.Limit(
        id=rule.id,
        at_most=rule.at_most,
        per=tuple(rule.per),
        source=rule.source,
        where={key: frozenset(map(str, test.any_of or ())) for key, test in rule.only.items()},
        unless=frozenset(f"{key}:{value}" for key, test in rule.unless.items() for value in test.any_of or ()),
        when_exceeded="refuse" if rule.when_exceeded == "refuse" else "warn",
    )


def use_of(case: Application) -> quota.Use:
    """Return a case as quotas see it: identities, never names; a merged unit counts as its survivor."""
    unit, chosen = case.organisation, case.recommender
    standing = unit.merged_into or unit
    keys: dict[str, str | None] = {
        "edition": str(case.edition_id),
        "organisation": str(standing.pk),
        "group_parent": str(standing.parent_id or standing.pk),
        "team": str(case.team_id) if case.team_id else None,
        "person": case.person_name or None,
        "recommender": str(case.recommender_id) if case.recommender_id else None,
        "level": None,
        **{name: str(value) for name, value in case.dimensions.items()},
    }
    flags = {"recommender.flag:co_creation"} if chosen is not None and chosen.is_co_creation else set()
    return quota.Use(case.pk, keys, frozenset(flags))


def quota_answers(case: Application, moment: QuotaMoment) -> list[quota.QuotaAnswer]:
    """Return how each limit of the act stands for this case: places taken, by whom, what is left.

    At submission every submitted case takes a place; at recommendation every recommended one does.
    """
    rules = limits(programmes.definition_of(case.edition), moment)
    if not rules:
        return []
    per_unit = all("organisation" in rule.per for rule in rules)
    survivor = case.organisation.merged_into_id or case.organisation_id
    others = beside(case, _others, case.edition_id, moment, survivor if per_unit else None)
    return list(quota.check_all(rules, [use_of(other) for other in others], use_of(case)))


@prepared
def _others(case_id: int, edition_id: int, moment: QuotaMoment, unit_id: int | None) -> QuerySet[Application]:
    """Return the other cases that take places of the edition; with a unit, only those of it."""
    phases = TAKEN if moment == QuotaMoment.SUBMIT else AFTER_RECOMMENDING
    taken = Application.objects.filter(edition_id=edition_id, phase__in=phases).exclude(pk=case_id)
    if unit_id is not None:
        taken = taken.filter(organisation__in=organisations.identity(unit_id))
    return taken.select_related(*USED).order_by("submitted_at", "pk")


def quota_refusals(case: Application, moment: QuotaMoment, viewer: Actor) -> list[RuleViolation]:
    """Return why the case no longer fits, each with the clause and `cases`: the applications that fill the places.

    Those that this person may see are named by title and number, the others by number only.
    """
    refused = quota.violations(quota_answers(case, moment))
    for violation in refused:
        violation.facts |= cited(programmes.definition_of(case.edition), str(violation.facts["source"]))
    return _named(refused, viewer)


def _named(refused: list[RuleViolation], viewer: Actor) -> list[RuleViolation]:
    ids = {int(pk) for violation in refused for pk in _filled_by(violation)}
    seen = set(visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    filling = Application.objects.filter(pk__in=ids).only("number", "title") if ids else ()
    named = {one.pk: f"{one.number}“{one.title}”" if one.pk in seen else str(one.number) for one in filling}
    for violation in refused:
        violation.facts |= listing("cases", [named[int(pk)] for pk in _filled_by(violation)])
    return refused


def _filled_by(violation: RuleViolation) -> tuple[int, ...]:
    filled: tuple[int, ...] = violation.facts["filled_by"]  # type: ignore[assignment]
    return filled


def answers_for(
    cases: Sequence[Application], moment: QuotaMoment
) -> list[tuple[Application, tuple[quota.QuotaAnswer, ...]]]:
    """Return the same answers for many cases of one edition, for lists; one query however many cases."""
    rules = limits(programmes.definition_of(cases[0].edition), moment) if cases else []
    if not rules:
        return []
    phases = TAKEN if moment == QuotaMoment.SUBMIT else AFTER_RECOMMENDING
    taken = Application.objects.filter(edition_id=cases[0].edition_id, phase__in=phases)
    taken = taken.select_related(*USED).order_by("submitted_at", "pk")
    uses = [use_of(one) for one in taken]
    return [(case, quota.check_all(rules, uses, use_of(case))) for case in cases]


@dataclass(frozen=True, slots=True)
class Trial:
    """How the quotas would stand for one of several cases, those before it that fit having taken their places."""

    case: Application
    answers: tuple[quota.QuotaAnswer, ...]
    refusals: list[RuleViolation]


def quota_trial(cases: Sequence[Application], moment: QuotaMoment, viewer: Actor) -> list[Trial]:
    """Tell what would become of cases of one edition that come one after the other, as the act would; three queries.

    Refusals name the applications that fill the places, those that would be taken just before among them.
    """
    rules = limits(programmes.definition_of(cases[0].edition), moment) if cases else []
    if not rules:
        return [Trial(case, (), []) for case in cases]
    phases = TAKEN if moment == QuotaMoment.SUBMIT else AFTER_RECOMMENDING
    taken = Application.objects.filter(edition_id=cases[0].edition_id, phase__in=phases)
    uses = [use_of(one) for one in taken.select_related(*USED).order_by("submitted_at", "pk")]
    tried = []
    for case in cases:
        answers = quota.check_all(rules, uses, use_of(case))
        tried.append(Trial(case, answers, quota.violations(answers)))
        if not tried[-1].refusals:
            uses.append(use_of(case))
    _named([refused for trial in tried for refused in trial.refusals], viewer)
    return tried
