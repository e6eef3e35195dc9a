"""The ways past the ordinary recommenders: the virtual one and applying directly, where the office has a word."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet

from zhiping.applications.models import Application
from zhiping.applications.queries import visible_to
from zhiping.asking import prepared
from zhiping.core.definition.citing import cited
from zhiping.core.definition.entry import Direct, Route, Virtual
from zhiping.core.definition.vocabulary import Confirmation
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import Package, PreApproval

ASKING = (Q(recommender__is_virtual=True) | ~Q(direct_route="")) & Q(phase__in=("draft", "recommendation"))


def cases_to_confirm(actor: Actor) -> list[Application]:
    """Return the cases that go by the virtual recommender or directly and may still be decided on by the office.

    The undecided ones come first, the oldest first; ways that need no confirmation are left out. One query.
    """
    if actor.role is not Role.SECRETARIAT:
        return []
    cases = visible_to(actor).filter(ASKING).select_related("pre_approval")
    undecided_first = cases.order_by(F("pre_approval__decided_at").desc(nulls_first=True), "created_at", "pk")
    return [case for case in undecided_first if _needs_office(case)]


def reasons_against_way(application: Application) -> list[RuleViolation]:
    """Return why a case may not go the way it has chosen.

    The recommender has lost its right or has handed its package in (an act asks under its lock, a page that only shows
    does not); or the office has to confirm going directly first, or has refused. Source: qc-2020 二.2(2), 三.4; site-2023 二(五).
    """
    chosen = _chosen.first(application.recommender_id or 0, transaction.get_connection().in_atomic_block)
    if chosen is not None and chosen.disqualified_at is not None:
        return [RuleViolation("route.recommender_gone", label=chosen.label)]
    if chosen is not None and _packages_handed_in(chosen.pk):
        return [RuleViolation("route.recommender_done", label=chosen.label)]
    way = way_of(application)
    if way is None or not application.direct_route or way.needs != Confirmation.OFFICE_APPROVAL:
        return []
    decided = PreApproval.objects.filter(application=application).first()
    if decided is None:
        clause = cited(programmes.definition_of(application.edition), way.source)
        return [RuleViolation("route.awaits_office", label=way.label, label_en=way.label_en, **clause)]
    if decided.approved:
        return []
    return [RuleViolation("route.refused", label=way.label, label_en=way.label_en, reason=decided.reason)]


@prepared
def _chosen(recommender_id: int, locked: bool) -> QuerySet[Recommender]:  # noqa: FBT001 -- a part of the question
    asked = Recommender.objects.filter(pk=recommender_id).order_by()
    return asked.select_for_update(no_key=True) if locked else asked


@prepared
def _packages_handed_in(recommender_id: int) -> QuerySet[Package, int]:
    given = Package.objects.filter(recommender_id=recommender_id, returned_at__isnull=True)
    return given.order_by().values_list("pk", flat=True)[:1]


def way_of(application: Application) -> Virtual | Direct | None:
    """Return the edition's rule of the way past the ordinary recommenders that the case takes, if it takes one."""
    virtual = application.recommender is not None and application.recommender.is_virtual
    return _way(programmes.definition_of(application.edition).route, application.direct_route, virtual=virtual)


def _way(route: Route, direct_route: str, *, virtual: bool) -> Virtual | Direct | None:
    if virtual:
        return route.virtual
    return next((rule for rule in route.direct if direct_route == f"direct.{rule.id}"), None)


def _needs_office(application: Application) -> bool:
    way = way_of(application)
    return way is not None and way.needs == Confirmation.OFFICE_APPROVAL


def to_confirm(actor: Actor) -> list[Item]:
    """Return how many cases of each edition wait for the office's word; one query, however many cases."""
    undecided = visible_to(actor).filter(ASKING, pre_approval__isnull=True).order_by()
    rows = undecided.values("edition_id", "recommender__is_virtual", "direct_route").annotate(
        n=Count("pk"), since=Min("created_at")
    )
    editions = {edition.pk: edition for edition in programmes.editions()} if rows else {}
    found: dict[int, Item] = {}
    for row in rows:
        edition = editions[row["edition_id"]]
        route = programmes.definition_of(edition).route
        way = _way(route, row["direct_route"], virtual=bool(row["recommender__is_virtual"]))
        if way is None or way.needs != Confirmation.OFFICE_APPROVAL:
            continue
        before = found.get(edition.pk)
        found[edition.pk] = Item(
            title=edition.title,
            what="approve_direct",
            href_name="secretariat:pre-approval",
            count=row["n"] + (before.count if before else 0),
            since=min(row["since"], before.since) if before and before.since else row["since"],
            of_edition=True,
        )
    return list(found.values())
