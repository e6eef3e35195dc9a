"""What recommenders have handed in and said, and what waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When, prefetch_related_objects

from zhiping.applications.models import Application
from zhiping.applications.queries import visible_to
from zhiping.applications.queries.quotas import AFTER_RECOMMENDING, answers_for
from zhiping.asking import prepared
from zhiping.core.calendar import Window
from zhiping.core.definition.entry import Precondition as Asked
from zhiping.core.definition.entry import Quota
from zhiping.core.definition.schema import FileRule
from zhiping.core.definition.vocabulary import Party, QuotaMoment, StageKind
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.files.models import StoredFile
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Precondition, Recommendation

FLAG = "recommender.flag"


@dataclass(frozen=True, slots=True)
class Meter:
    """How one quota of recommending stands for one unit."""

    unit: str
    quota: Quota
    category: str
    taken: int
    at_most: int

    @property
    def full(self) -> bool:
        """Tell whether no further case of this unit can be recommended."""
        return self.taken >= self.at_most


def missing_preconditions(recommender: Recommender) -> list[Asked]:
    """Return what this recommender must still hand in before it may recommend."""
    given = set(Precondition.objects.filter(recommender=recommender).values_list("kind", flat=True))
    return [p for p in programmes.definition_of(recommender.edition).route.preconditions if p.id not in given]


def faults_of_preconditions(recommender: Recommender) -> list[RuleViolation]:
    """Return the refusal that names what is still to be handed in, in both languages; nothing when all is."""
    missing = missing_preconditions(recommender)
    named = {
        "missing": "、".join(p.label for p in missing),
        "missing_en": ", ".join(p.label_en or p.label for p in missing),
    }
    return [RuleViolation("recommendation.precondition_missing", **named)] if missing else []


def preconditions_of(recommender: Recommender) -> dict[str, Precondition]:
    """Return what was handed in, by kind."""
    return {p.kind: p for p in Precondition.objects.filter(recommender=recommender).select_related("file")}


def speaks_for(actor: Actor, application: Application) -> bool:
    """Tell whether this person speaks for the case's recommender: an officer of it, or the office for the virtual one."""
    chosen = application.recommender
    if chosen is None:
        return False
    return actor.role is Role.RECOMMENDER or (actor.role is Role.SECRETARIAT and chosen.is_virtual)


def recommenders_of(actor: Actor) -> QuerySet[Recommender]:
    """Return the register entries for which this person speaks, one an edition, newest first; the office's are the virtual ones.

    Each carries `waiting`: how many cases wait for its opinion; and `preparing`: how many are with their applicants,
    of which it may know no more than that.
    """
    standing = Recommender.objects.filter(disqualified_at__isnull=True).select_related("edition", "organisation")
    waiting = Count("applications", filter=Q(applications__phase="recommendation"))
    if actor.role is Role.SECRETARIAT:
        mine = standing.filter(is_virtual=True)
    elif actor.role is Role.RECOMMENDER and actor.scope_id is not None:
        mine = standing.filter(organisation__in=organisations.identity(actor.scope_id))
    else:
        return standing.none()
    preparing = Count("applications", filter=Q(applications__phase="draft"))
    return mine.annotate(waiting=waiting, preparing=preparing).order_by("-edition__year", "pk")


def with_windows(registers: list[Recommender]) -> list[Recommender]:
    """Return register entries whose editions' windows are at hand: one query for all of them."""
    prefetch_related_objects(registers, "edition__windows")
    return registers


def get_recommender(actor: Actor, recommender_id: int) -> Recommender:
    """Return one of the register entries of this person. Raises: NotFound."""
    found = recommenders_of(actor).filter(pk=recommender_id).first()
    if found is None:
        raise NotFound
    return found


def get_registered(edition_id: int, recommender_id: int, *, virtual: bool = False) -> Recommender:
    """Return an entry of an edition's register for the office, with `waiting` cases. Raises: NotFound.

    Args: virtual: whether it may be the association's own, too, of which nobody complains.
    """
    waiting = Count("applications", filter=Q(applications__phase="recommendation"))
    registered = Recommender.objects.filter(edition_id=edition_id, is_virtual__in=(virtual, False))
    found = registered.select_related("edition", "organisation").annotate(waiting=waiting).filter(pk=recommender_id)
    if (one := found.first()) is None:
        raise NotFound
    return one


def standing(application: Application) -> Recommendation | None:
    """Return the opinion that stands on a case."""
    found = Recommendation.objects.filter(application=application, ended_at__isnull=True)
    return found.select_related("recommender", "sealed_file").first()


def cases_sent_to(actor: Actor, edition_id: int) -> QuerySet[Application]:
    """Return the cases of an edition sent to this recommending unit, the waiting ones first, oldest first.

    Each carries `given`: the opinions that stand, none or one. Two queries.
    """
    waiting_first = Case(When(phase="recommendation", then=Value(0)), default=Value(1))
    cases = visible_to(actor).filter(edition_id=edition_id).prefetch_related(standing_opinions())
    if actor.role is Role.SECRETARIAT:  # sees all cases, and speaks for the virtual recommender alone
        cases = cases.filter(recommender__is_virtual=True).exclude(phase="draft")
    return cases.order_by(waiting_first, "submitted_at", "pk")


def cases_in_phase(actor: Actor, phase: str) -> QuerySet[Application]:
    """Return the cases sent to this recommending unit in any edition that stand in one phase, the newest edition first."""
    cases = visible_to(actor).filter(phase=phase).select_related("edition", "organisation", "team")
    return cases.order_by("-edition__year", "edition__programme", "submitted_at", "pk")


def standing_opinions() -> Prefetch[str]:
    """Return how to read the opinions that stand on many cases at once, as `case.given`: none or one."""
    return Prefetch("recommendations", Recommendation.objects.filter(ended_at__isnull=True), to_attr="given")


def meters(cases: Sequence[Application]) -> list[Meter]:
    """Return how the quotas of recommending stand for the units of these cases of one edition; one query.

    Source: qc-2020 三.3.
    """
    found: dict[tuple[str, tuple[str, ...]], Meter] = {}
    if not cases:
        return []
    definition = programmes.definition_of(cases[0].edition)
    rules = {rule.id: rule for rule in definition.quotas}
    names = {option.id: option.label for option in definition.dimensions.get("category", ())}
    for case, answers in answers_for(cases, QuotaMoment.RECOMMEND):
        for answer in answers:
            if answer.group is None:
                continue
            category = names.get(case.category, "") if "category" in answer.limit.per else ""
            taken = answer.used + (case.phase in AFTER_RECOMMENDING)
            meter = Meter(case.organisation.name, rules[answer.limit.id], category, taken, answer.at_most)
            found.setdefault((answer.limit.id, answer.group), meter)
    return sorted(found.values(), key=lambda meter: (meter.unit, meter.quota.id, meter.category))


def lifted(recommender: Recommender) -> list[Quota]:
    """Return the edition's quotas that do not hold for cases of this recommender, because it is one of co-creation.

    Source: qc-2022 三.2 (共建…推荐成果名额不受限制).
    """
    if not recommender.is_co_creation:
        return []
    rules = programmes.definition_of(recommender.edition).quotas
    return [rule for rule in rules if (test := rule.unless.get(FLAG)) is not None and test.passes(["co_creation"])]


def recommending_window(edition: Edition) -> Window:
    """Return when this edition's recommending units may act; without bounds where the office has set none."""
    stages = programmes.definition_of(edition).stages_of(StageKind.RECOMMENDATION)
    found = next((w for w in programmes.windows(edition) if stages and w.stage_id == stages[0].id), None)
    return Window(found.opens_at, found.closes_at) if found is not None else Window(None, None)


def handed_in(application: Application) -> str:
    """Return what tells the application that is read from an earlier one: it can be returned and come again."""
    return str(application.submitted_at)


def seal_rule(application: Application) -> FileRule | None:
    """Return the edition's rule for the recommender's sealed page, or None."""
    definition = programmes.definition_of(application.edition)
    return next(
        (r for r in definition.files if r.by == Party.RECOMMENDER and r.sealed and r.per == "application"), None
    )


def file_of(application: Application, file_id: int) -> StoredFile | None:
    """Return a sealed page of the case's recommender by its id, or None."""
    given = Recommendation.objects.filter(application=application, sealed_file=file_id).select_related("sealed_file")
    return next((one.sealed_file for one in given), None)


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return every opinion given on the case, newest last, as far as the fields allow."""
    if Field.RECOMMENDATION not in fields:
        return {}
    return {"recommendations": _given(application.pk)}


@prepared
def _given(application_id: int) -> QuerySet[Recommendation]:
    given = Recommendation.objects.filter(application_id=application_id)
    return given.select_related("recommender").order_by("id")
