"""A round as an assignment to be solved, for the preview and for the act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiping.applications.models import Application
from zhiping.core import draw
from zhiping.core.assignment import explain as explaining
from zhiping.core.assignment import request as core
from zhiping.core.assignment.solve import Assignment as Solved
from zhiping.core.definition.schema import Definition, Round
from zhiping.core.definition.vocabulary import RoundKind
from zhiping.experts.models import Expert
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Conflict, PanelMember
from zhiping.review.queries import solving
from zhiping.review.queries.rounds import participants

METHOD = "method"
FIELDS = ("domain", "category")
QUICK = 100_000
"""Pairs of a case with an empty seat and an expert that are tried whenever the page is opened: a second at most."""
TOGETHER = (RoundKind.DELIBERATION, RoundKind.SITE_VISIT)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the solver, and on which panel each expert sits. together: whether all of a panel judge each case."""

    request: core.Request
    panels: dict[int, int]
    together: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether there are no experts or no cases."""
        return not self.request.experts or not self.request.entries

    @property
    def is_quick(self) -> bool:
        """Tell whether it is solved in the time that a page may take."""
        held = Counter(case for case, _expert in self.request.keep)
        free = sum(held[entry.id] < entry.reviewers for entry in self.request.entries)
        return free * len(self.request.experts) <= QUICK


@dataclass(frozen=True, slots=True)
class Preview:
    """What an assignment would do: loads by expert, new pairs, and every shortage explained."""

    solved: Solved
    new: int
    kept: int
    loads: dict[int, int]
    shortages: tuple[explaining.Shortage, ...]
    remedies: tuple[explaining.Remedy, ...]


def plan(edition: Edition, round_id: str, seed: str, cases: Sequence[Application] | None = None) -> Plan:
    """Return the round as the solver sees it: members of its panels, participating cases, conflicts, what stands.

    cases: those that take part, where the caller has read them.
    """
    definition = programmes.definition_of(edition)
    judged = definition.rounds[round_id]
    cases = participants(edition, round_id)[0] if cases is None else cases
    members = list(
        PanelMember.objects.filter(panel__edition=edition, panel__round_id=round_id, expert__is_active=True)
        .select_related("expert", "panel")
        .order_by("expert_id")
    )
    ids = [case.pk for case in cases]
    conflicts = Conflict.objects.filter(application__in=ids).exclude(state=Conflict.State.DISMISSED)
    standing = Assignment.objects.filter(application__in=ids, round_id=round_id, ended_at__isnull=True)
    on_panels = {member.expert_id for member in members}
    asked_in = {member.expert_id: _fields(definition, member.panel.domains) for member in members}
    entries = tuple(_entry(case, judged, asked_in.values()) for case in cases)
    request = core.Request(
        experts=tuple(_expert(member, judged, asked_in[member.expert_id]) for member in members),
        entries=entries,
        seed=seed,
        forbidden=frozenset(conflicts.values_list("application_id", "expert_id")),
        same_field_only=any(member.panel.domains for member in members),
        skill=METHOD if judged.reviewers.method_experts else "",
        skilled=judged.reviewers.method_experts,
        keep=frozenset(p for p in standing.values_list("application_id", "expert_id") if p[1] in on_panels),
    )
    return Plan(request, {member.expert_id: member.panel_id for member in members}, judged.kind in TOGETHER)


def field_of(case: Application) -> str:
    """Return what a panel's fields are compared with: the case's domain, or its category where there is none."""
    return case.domain or case.category


def _fields(definition: Definition, served: Sequence[str]) -> frozenset[str]:
    """Return the domains a panel serves; one that names none serves all."""
    if served:
        return frozenset(served)
    return frozenset(option.id for name in FIELDS for option in definition.dimensions.get(name, ())) | {""}


def _entry(case: Application, judged: Round, panels: Iterable[frozenset[str]]) -> core.Entry:
    """Return a case with the reviewers it needs: as the definition says, or the whole panel where all sit together."""
    field = field_of(case)
    seats = sum(field in served for served in panels) if judged.kind in TOGETHER else judged.reviewers.at_least
    return core.Entry(case.pk, max(seats, 1), field)


def _expert(member: PanelMember, judged: Round, served: frozenset[str]) -> core.Expert:
    expert, together = member.expert, judged.kind in TOGETHER
    groups = set() if together or expert.organisation_id is None else {f"organisation:{expert.organisation_id}"}
    return core.Expert(
        id=expert.pk,
        at_most=10_000 if together else expert.max_load,
        fields=frozenset(expert.fields),
        asked_in=served,
        skills=frozenset({METHOD} if expert.methods else ()),
        groups=frozenset(groups),
    )


def preview(asked: Plan) -> Preview:
    """Solve without writing, for the dry run. Raises: RuleViolation("assignment.too_large")."""
    solved = solving.solved(asked.request)
    shortages = () if asked.together else explaining.explain(asked.request, solved)
    return Preview(
        solved=solved,
        new=len([pair for pair in solved.pairs if pair not in asked.request.keep]),
        kept=len(asked.request.keep),
        loads=dict(solved.loads),
        shortages=shortages,
        remedies=explaining.plan(shortages),
    )


def aliases(edition: Edition, round_id: str, cases: Sequence[int]) -> dict[int, str]:
    """Return how a blind page calls each of these cases in a round, such as "A-07": kept once given, new ones drawn.

    The order is drawn, because the order of submission would tell who applied.
    """
    given = Assignment.objects.filter(application__edition=edition, round_id=round_id).order_by()
    known = dict(given.values_list("application_id", "alias").distinct())
    letter = chr(ord("A") + list(programmes.definition_of(edition).rounds).index(round_id) % 26)
    new = draw.order([pk for pk in cases if pk not in known], f"{edition.key} {round_id}")
    taken = max((int(alias.rpartition("-")[2]) for alias in known.values()), default=0)
    return known | {pk: f"{letter}-{place:02d}" for place, pk in enumerate(new, start=taken + 1)}


def user_of(expert_id: int) -> int:
    """Return the person behind an expert."""
    return Expert.objects.values_list("user_id", flat=True).get(pk=expert_id)
