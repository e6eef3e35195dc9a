"""A round as an assignment to be solved, for the preview and for the act."""

from __future__ import annotations

from dataclasses import dataclass

from zhiping.applications.models import Application
from zhiping.core.assignment import explain as explaining
from zhiping.core.assignment import request as core
from zhiping.core.assignment.solve import Assignment as Solved
from zhiping.core.assignment.solve import solve
from zhiping.core.definition.vocabulary import RoundKind
from zhiping.experts.models import Expert
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict, PanelMember
from zhiping.review.queries.rounds import participants

METHOD = "method"
TOGETHER = (RoundKind.DELIBERATION, RoundKind.SITE_VISIT)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the solver, and on which panel each expert sits."""

    request: core.Request
    panels: dict[int, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an assignment would do: loads by expert, new pairs, and every shortage explained."""

    solved: Solved
    new: int
    kept: int
    loads: dict[int, int]
    shortages: tuple[explaining.Shortage, ...]
    remedies: tuple[explaining.Remedy, ...]


def plan(edition: Edition, round_id: str, seed: str) -> Plan:
    """Return the round as the solver sees it: members of its panels, participating cases, conflicts, what stands."""
    definition = programmes.definition_of(edition)
    judged = definition.rounds[round_id]
    cases, _passing = participants(edition, round_id)
    members = list(
        PanelMember.objects.filter(panel__edition=edition, panel__round_id=round_id, expert__is_active=True)
        .select_related("expert", "panel")
        .order_by("expert_id")
    )
    ids = [case.pk for case in cases]
    conflicts = Conflict.objects.filter(application__in=ids).exclude(state=Conflict.State.DISMISSED)
    standing = Assignment.objects.filter(application__in=ids, round_id=round_id, ended_at__isnull=True)
    on_panels = {member.expert_id for member in members}
    together = judged.kind in TOGETHER
    seats = len(members) if together else judged.reviewers.at_least
    request = core.Request(
        experts=tuple(_expert(member, together=together) for member in members),
        entries=tuple(core.Entry(case.pk, max(seats, 1), case.domain or case.category) for case in cases),
        seed=seed,
        forbidden=frozenset(conflicts.values_list("application_id", "expert_id")),
        skill=METHOD if judged.reviewers.method_experts else "",
        skilled=judged.reviewers.method_experts,
        keep=frozenset(p for p in standing.values_list("application_id", "expert_id") if p[1] in on_panels),
    )
    return Plan(request, {member.expert_id: member.panel_id for member in members})


def _expert(member: PanelMember, *, together: bool) -> core.Expert:
    expert = member.expert
    groups = set() if together or expert.organisation_id is None else {f"organisation:{expert.organisation_id}"}
    return core.Expert(
        id=expert.pk,
        at_most=10_000 if together else expert.max_load,
        fields=frozenset(member.panel.domains or expert.fields),
        skills=frozenset({METHOD} if expert.methods else ()),
        groups=frozenset(groups),
    )


def preview(edition: Edition, round_id: str, seed: str) -> Preview | None:
    """Solve without writing, for the dry run; None while there are no experts or no cases."""
    asked = plan(edition, round_id, seed).request
    if not asked.experts or not asked.entries:
        return None
    solved = solve(asked)
    together = programmes.definition_of(edition).rounds[round_id].kind in TOGETHER
    shortages = () if together else explaining.explain(asked, solved)
    return Preview(
        solved=solved,
        new=len([pair for pair in solved.pairs if pair not in asked.keep]),
        kept=len(asked.keep),
        loads=dict(solved.loads),
        shortages=shortages,
        remedies=explaining.plan(shortages),
    )


def aliases(edition: Edition, round_id: str) -> dict[int, str]:
    """Return how a blind page calls each case of a round: a letter for the round and the case's place by number."""
    cases = (
        Application.objects.filter(edition=edition, number__isnull=False)
        .order_by("number")
        .values_list("pk", flat=True)
    )
    letter = chr(ord("A") + list(programmes.definition_of(edition).rounds).index(round_id) % 26)
    return {pk: f"{letter}-{place:02d}" for place, pk in enumerate(cases, start=1)}


def user_of(expert_id: int) -> int:
    """Return the person behind an expert."""
    return Expert.objects.values_list("user_id", flat=True).get(pk=expert_id)
