"""What waits for those who speak for a recommender: opinions, the package, and the office's own words."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from zhiping.applications.models import Application
from zhiping.applications.queries import visible_to
from zhiping.core.calendar import Window
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Package
from zhiping.recommendation.queries import opinions, sheets, ways
from zhiping.recommendation.queries.complaints import complaints_waiting
from zhiping.recommendation.rules import package as rules

SHOWN = 200


def waiting_for(actor: Actor) -> list[Item]:
    """Return what waits for this person: opinions and packages of the own unit; for the office its word on ways.

    The office has the package of the virtual recommender, once cases were sent to it.
    """
    if actor.role is Role.SECRETARIAT:
        return [*_packages(actor), *ways.to_confirm(actor), *complaints_waiting(actor)]
    if actor.role is not Role.RECOMMENDER:
        return []
    cases = visible_to(actor).filter(phase="recommendation").prefetch_related("edition__windows")
    return [*(_item(case) for case in cases.order_by("submitted_at")[:SHOWN]), *_packages(actor)]


def _item(case: Application) -> Item:
    closes_at = next((w.closes_at for w in case.edition.windows.all() if w.stage_id == case.state), None)
    return Item(
        title=case.title,
        what="recommend",
        href_name="recommender:case",
        href_args=(case.pk,),
        application_id=case.pk,
        detail=case.organisation.name,
        due_at=closes_at,
        since=case.submitted_at,
    )


def _packages(actor: Actor) -> list[Item]:
    """Return the packages that can be handed in now and were not; two queries, however many editions."""
    found = []
    for mine in opinions.with_windows(list(_unsent(actor))):
        again = mine.again_until  # type: ignore[attr-defined] # annotated
        window = rules.prolonged(opinions.recommending_window(mine.edition), again)
        if (again or _is_asked(mine.edition)) and window.contains(programmes.now(mine.edition)):
            found.append(_package(mine, window))
    return found


def _is_asked(edition: Edition) -> bool:
    """Tell whether the edition needs a package; where every part of it is optional, nobody is pressed for one.

    What the office gave back to be mended is asked for all the same.
    """
    definition = programmes.definition_of(edition)
    return bool(definition.route.preconditions) or any(rule.required for rule in sheets.package_rules(definition))


def _unsent(actor: Actor) -> QuerySet[Recommender]:
    """Return the register entries without a standing package, each with `again_until` of the one returned last."""
    packages = Package.objects.filter(recommender=OuterRef("pk"))
    mine = opinions.recommenders_of(actor).filter(edition__status=Edition.Status.OPEN)
    if actor.role is Role.SECRETARIAT:
        sent = Application.objects.filter(recommender=OuterRef("pk")).exclude(phase="draft")
        mine = mine.filter(Exists(sent))
    standing = Exists(packages.filter(returned_at__isnull=True))
    returned = packages.filter(returned_at__isnull=False).order_by("-pk")
    return mine.exclude(standing).annotate(again_until=Subquery(returned.values("again_until")[:1]))


def _package(mine: Recommender, window: Window) -> Item:
    return Item(
        title=mine.edition.title,
        what="hand_in_package",
        href_name="recommender:package",
        href_query=f"edition={mine.edition_id}",
        detail=mine.label,
        due_at=window.closes_at,
        of_edition=True,
    )
