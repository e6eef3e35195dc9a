"""Cases placed in any state of their edition's graph by walking it; stage facts are added by who needs them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from tests.factories.people import make_member, make_organisation, make_team
from zhiping.applications import lifecycle
from zhiping.applications.models import Application, Content
from zhiping.core.definition.lifecycle import Graph
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.organisations.models import Merger, Organisation, Team
from zhiping.programmes import queries
from zhiping.programmes.models import Edition, Recommender

AT = datetime(2022, 5, 6, 2, 0, tzinfo=UTC)


def make_case(
    edition: Edition,
    state: str = "draft",
    *,
    organisation: Organisation | None = None,
    recommender: Recommender | None = None,
    title: str = "提高差压变送器一次校验合格率",
    at: datetime = AT,
    **dimensions: str,
) -> Application:
    """Return a case in `state`, moved there event by event along the shortest way of the edition's graph."""
    organisation = organisation or make_organisation()
    author = make_member(organisation, Role.APPLICANT)
    definition = queries.definition_of(edition)
    chosen = {name: options[0].id for name, options in definition.dimensions.items()} | dimensions
    kind = definition.applicant_kinds(chosen)[0]
    case = Application.objects.create(
        edition=edition,
        applicant=kind,
        organisation=organisation,
        team=make_team(organisation, _free_name(organisation)) if kind == "team" else None,
        person_name="陈工" if kind == "person" else "",
        title=title,
        category=chosen.get("category", ""),
        domain=chosen.get("domain", ""),
        dimensions=chosen,
        recommender=recommender,
        state_since=at,
        created_at=at,
        created_by_id=author.user_id,
    )
    Content.objects.create(application=case)
    if state != "draft":
        Application.objects.filter(pk=case.pk).update(number=f"T-{edition.year}-{case.pk:04d}", submitted_at=at)
    with transaction.atomic():
        locked = lifecycle.lock(case.pk)
        for event in way(queries.graph_of(edition), state):
            lifecycle.move(locked, event, by=SYSTEM, at=at)
    return Application.objects.select_related("edition", "organisation", "team", "recommender").get(pk=case.pk)


def _free_name(organisation: Organisation) -> str:
    """Return a name that no team of the unit has; once units were merged, none anywhere: teams then move to and fro."""
    teams = Team.objects.all() if Merger.objects.exists() else organisation.teams.all()
    taken, number = set(teams.values_list("name", flat=True)), organisation.applications.count()
    while f"晨光QC小组{number}" in taken:
        number += 1
    return f"晨光QC小组{number}"


def way(graph: Graph, goal: str) -> list[str]:
    """Return the events of the shortest way from draft to the goal. Raises: KeyError when there is none."""
    ways: dict[str, list[str]] = {"draft": []}
    queue = ["draft"]
    while queue:
        here = queue.pop(0)
        for event in graph.events_from(here):
            there = graph.next_state(here, event)
            if there not in ways:
                ways[there] = [*ways[here], event]
                queue.append(there)
    return ways[goal]
