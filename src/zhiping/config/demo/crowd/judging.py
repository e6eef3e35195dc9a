"""Panels, assignments and scorecards of a season of real size, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from zhiping.applications.models import Application, StateChange
from zhiping.config.demo.crowd.cases import MINUTE, Crowd
from zhiping.config.demo.crowd.people import BATCH
from zhiping.core.cards import specs
from zhiping.experts.models import Expert
from zhiping.programmes import queries as programmes
from zhiping.review.models import Assignment, Panel, PanelMember, RoundResult, Scorecard, Vote
from zhiping.review.queries.cards import card_for

OPINIONS = (
    "程序完整，数据真实，建议加强原因分析的逻辑性。",
    "选题来自现场，目标量化；现状调查的分层可以再细一层。",
    "对策落实到人，效果有三个月数据支持，巩固措施已进入标准。",
    "工具运用恰当，个别图表缺少样本量说明。",
)
STRENGTHS = ("选题贴近现场，对策可操作。", "数据完整，前后对比清楚。", "小组分工明确，全员参与。")
IMPROVEMENTS = ("部分末端原因的确认可增加对比数据。", "效益计算应写明口径。", "标准化之后宜再跟踪一个季度。")
WORTH = range(68, 93)
STRICT = 2
"""By so many points the first expert of a crowd is stricter than the others."""


def panel(crowd: Crowd, round_id: str, name: str, experts: Sequence[Expert], domains: Sequence[str] = ()) -> Panel:
    """Return a panel in which these experts sit."""
    found = Panel.objects.create(
        edition=crowd.edition, round_id=round_id, name=name, domains=list(domains), created_at=crowd.at
    )
    PanelMember.objects.bulk_create(
        [
            PanelMember(
                panel=found, expert=e, is_leader=n == 0, appointed_at=crowd.at, appointed_by_id=crowd.office.person_id
            )
            for n, e in enumerate(experts)
        ]
    )
    return found


def assign(
    crowd: Crowd,
    seats: Panel,
    cases: Sequence[Application],
    experts: Sequence[Expert],
    *,
    each: int,
    due_at: datetime | None = None,
) -> list[Assignment]:
    """Return the assignments of so many experts to each case, in turn, nobody to his own employer."""
    rows, turn = [], 0
    for place, case in enumerate(cases):
        chosen: list[Expert] = []
        while len(chosen) < each:
            expert, turn = experts[turn % len(experts)], turn + 1
            if expert.organisation_id != case.organisation_id and expert not in chosen:
                chosen.append(expert)
        rows += [
            Assignment(
                application=case,
                expert=expert,
                panel=seats,
                round_id=seats.round_id,
                stage_id=seats.round_id,
                origin="solver",
                alias=f"{seats.round_id[:1].upper()}-{seats.pk}-{place + 1:03d}",
                assigned_at=crowd.moment(case, 4),
                assigned_by_id=crowd.office.person_id,
                due_at=due_at,
            )
            for expert in chosen
        ]
    return Assignment.objects.bulk_create(rows, batch_size=BATCH)


def score(
    crowd: Crowd, rows: Sequence[Assignment], at: datetime, *, strict: Expert | None = None, open_share: float = 0.0
) -> None:
    """Write a card for each assignment, from `at` on; this share of them is begun and not handed in.

    The cards of one case lie near each other; the strict expert's lie STRICT points below.
    """
    rng, cards = crowd.rng, []
    worth: dict[int, int] = {}
    for place, row in enumerate(rows):
        base = worth.setdefault(row.application_id, rng.choice(WORTH))
        wanted = base + rng.randrange(-3, 4) - (STRICT if strict and row.expert_id == strict.pk else 0)
        entries = _entries(crowd, row, Decimal(wanted) / 100)
        is_open = rng.random() < open_share
        words = rng.randrange(12)
        saved_at = at + place * MINUTE
        cards.append(
            Scorecard(
                assignment=row,
                entries={name: str(points) for name, points in entries.items()},
                total_points=sum(entries.values(), Decimal(0)),
                opinion=OPINIONS[words % len(OPINIONS)],
                strengths=STRENGTHS[words % len(STRENGTHS)],
                improvements=IMPROVEMENTS[words % len(IMPROVEMENTS)],
                revision=1,
                saved_at=saved_at,
                submitted_at=None if is_open else saved_at,
            )
        )
    Scorecard.objects.bulk_create(cards, batch_size=BATCH)


def _entries(crowd: Crowd, row: Assignment, share: Decimal) -> dict[str, Decimal]:
    card = card_for(crowd.definition, row.round_id, row.application.dimensions)
    if card is None:
        return {}
    return {one.id: one.maximum * share // (one.step or 1) * (one.step or 1) for one in specs(card)}


def deliberated(crowd: Crowd, seats: Panel, cases: Sequence[Application], levels: dict[int, str], at: datetime) -> None:
    """Let three of a panel have voted for these levels, concluded, and sent each case on to the next state."""
    members = list(seats.members.select_related("expert"))[:3]
    Vote.objects.bulk_create(
        [
            Vote(
                application=c, round_id=seats.round_id, expert=m.expert, level=levels[c.pk], reason="同意", voted_at=at
            )
            for c in cases
            for m in members
        ],
        batch_size=BATCH,
    )
    RoundResult.objects.bulk_create(
        [
            RoundResult(
                application=c,
                round_id=seats.round_id,
                proposed_level=levels[c.pk],
                advanced=True,
                reason="评审组合议一致",
                concluded_at=at,
                concluded_by_id=crowd.office.user_id,
            )
            for c in cases
        ],
        batch_size=BATCH,
    )
    advance(crowd, cases, seats.round_id, "", at)


def advance(crowd: Crowd, cases: Sequence[Application], state: str, reason: str, at: datetime) -> None:
    """Send cases that stand in a state on to the next one."""
    graph, office = programmes.graph_of(crowd.edition), crowd.office
    there = graph.next_state(state, "advance")
    StateChange.objects.bulk_create(
        [
            StateChange(
                application=case,
                event="advance",
                from_state=state,
                to_state=there,
                at=at,
                by_id=office.user_id,
                role=office.role.value,
                actor_name=office.name,
                reason=reason,
            )
            for case in cases
        ],
        batch_size=BATCH,
    )
    ids = [case.pk for case in cases]
    Application.objects.filter(pk__in=ids).update(state=there, phase=str(graph.phase(there)), state_since=at)
