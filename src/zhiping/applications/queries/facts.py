"""What is known about a case in the words of the fact vocabulary, for conditions, eligibility and quotas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from zhiping.applications.models import Application, Attachment, Extension
from zhiping.asking import beside, prepared
from zhiping.core.calendar import Window, civil_day
from zhiping.core.definition import eligibility
from zhiping.core.definition.vocabulary import EligibilityTest
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender, StageWindow


def route_facts(application: Application) -> dict[str, object]:
    """Return the facts that decide which ways to the office are open: organisation and recommender."""
    unit, chosen = application.organisation, application.recommender
    facts: dict[str, object] = {
        "applicant.kind": application.applicant,
        "organisation.region": unit.region,
        "organisation.district": unit.district,
        "organisation.industry": unit.industry,
        "organisation.size": unit.size,
        "organisation.ownership": unit.ownership,
        "organisation.specialised": unit.is_specialised,
        "organisation.member": unit.is_association_member,
        "organisation.founded_on": unit.founded_on,
        "recommender.available": chosen is not None and not chosen.is_virtual,
        "route": application.direct_route or ("virtual" if chosen and chosen.is_virtual else "recommender"),
    }
    if chosen is not None:
        facts["recommender.kind"] = chosen.kind
        facts["recommender.flag"] = ["co_creation"] if chosen.is_co_creation else []
    return {name: value for name, value in facts.items() if value not in (None, "")}


def facts_of(application: Application, at: datetime) -> dict[str, object]:
    """Return everything conditions may ask: route facts, dimensions, answers, eligibility answers, files, the day."""
    content = application.content
    facts: dict[str, object] = {**route_facts(application), **application.dimensions, **content.answers}
    facts |= _eligibility_facts(application, content.eligibility)
    facts["files"] = rules_of_files(application)
    facts["on"] = civil_day(at)
    return facts


def rules_of_files(application: Application) -> list[str]:
    """Return the rule under which each standing file of the case was handed in."""
    return [str(rule) for rule, *_ in beside(application, standing_files)]


@prepared
def standing_files(application_id: int) -> QuerySet[Attachment, tuple[object, ...]]:
    """Return rule, name, hash, size and id of each file that stands, in order."""
    found = Attachment.objects.filter(application_id=application_id, removed_at=None).order_by("rule_id", "id")
    return found.values_list("rule_id", "file__name", "file__sha256", "file__size", "file_id")


def _eligibility_facts(application: Application, given: dict[str, Any]) -> dict[str, object]:
    facts: dict[str, object] = {"confirmed": {rule: v for rule, v in given.items() if isinstance(v, bool)}}
    for rule in programmes.definition_of(application.edition).eligibility:
        value = given.get(rule.id)
        if rule.fact is None or value is None or rule.test == EligibilityTest.FACT_IS:
            continue
        if rule.test == EligibilityTest.WITHIN_YEARS or (isinstance(value, str) and "-" in value):
            facts[rule.fact] = date.fromisoformat(str(value))
        else:
            facts[rule.fact] = int(value)
    return facts


def eligibility_of(application: Application, at: datetime) -> list[eligibility.Finding]:
    """Return the conditions of applying that are not met, in the order of the notice."""
    return eligibility.check(programmes.definition_of(application.edition), facts_of(application, at))


def window_of(application: Application, stage_id: str) -> Window:
    """Return the stage's window for this case: the edition's, or longer where an extension was confirmed."""
    found = _window_and_extension.first(application.edition_id, stage_id, application.pk or 0)
    if found is None:
        return Window(None, None)
    opens_at, closes_at, longer = found
    return _until(Window(opens_at, closes_at), longer)


def windows_of(window: Window, stage_id: str, applications: Collection[Application]) -> dict[int, Window]:
    """Return a stage's window for each of these cases of an edition; one query, however many. Args: window: the edition's."""
    confirmed = Extension.objects.filter(application__in=applications, stage_id=stage_id, confirmed_at__isnull=False)
    longer = dict(confirmed.order_by("until_at").values_list("application_id", "until_at"))
    return {case.pk: _until(window, longer.get(case.pk)) for case in applications}


def _until(window: Window, longer: datetime | None) -> Window:
    """Return the window, open longer where there is a bound to move and an extension lies behind it."""
    if longer is None or window.closes_at is None:
        return window
    return Window(window.opens_at, max(longer, window.closes_at))


@prepared
def _window_and_extension(
    edition_id: int, stage_id: str, application_id: int
) -> QuerySet[StageWindow, tuple[datetime | None, datetime | None, datetime | None]]:
    confirmed = Extension.objects.filter(application_id=application_id, stage_id=stage_id, confirmed_at__isnull=False)
    longer = Subquery(confirmed.order_by("-until_at").values("until_at")[:1])
    return StageWindow.objects.filter(edition_id=edition_id, stage_id=stage_id).values_list(
        "opens_at", "closes_at", longer
    )


def recommender_choices(application: Application) -> list[Recommender]:
    """Return the recommenders this case may choose from; the virtual one only where the route allows it."""
    return [r for r in programmes.recommenders(application.edition) if not r.is_virtual]
