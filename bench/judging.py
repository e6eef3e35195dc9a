"""Panels, assignments, scorecards, results and published outcomes of the measured season, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from random import Random

from bench.cases import DAY, Season
from bench.people import BATCH
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.core.cards import specs
from zhiping.decision.models import Certificate, Proposal, Publication, Resolution
from zhiping.decision.queries.outcomes import outcome
from zhiping.decision.rules import lists
from zhiping.experts.models import Expert
from zhiping.review.models import Assignment, Panel, PanelMember, RoundResult, Scorecard
from zhiping.review.queries.cards import card_for
from zhiping.showcase.models import Story

ROUND = "desk"


def panel(season: Season, experts: Sequence[Expert], by: User) -> Panel:
    """Return the panel in which every expert sits."""
    found = Panel.objects.create(edition=season.edition, round_id=ROUND, name="资料评审组", created_at=season.at)
    PanelMember.objects.bulk_create(
        [
            PanelMember(panel=found, expert=e, is_leader=n == 0, appointed_at=season.at, appointed_by=by)
            for n, e in enumerate(experts)
        ]
    )
    return found


def assign(
    season: Season, seats: Panel, cases: Sequence[Application], experts: Sequence[Expert], *, each: int, by: User
) -> list[Assignment]:
    """Return the assignments of so many experts to each case, everybody the same load."""
    rows = []
    for place, case in enumerate(cases):
        for turn in range(each):
            expert = experts[(place * each + turn) % len(experts)]
            rows.append(
                Assignment(
                    application=case,
                    expert=expert,
                    panel=seats,
                    round_id=ROUND,
                    stage_id=ROUND,
                    origin="solver",
                    alias=f"D-{place + 1:04d}",
                    assigned_at=season.at + 2 * DAY,
                    assigned_by=by,
                    due_at=season.at + 3650 * DAY,
                )
            )
    return Assignment.objects.bulk_create(rows, batch_size=BATCH)


def score(season: Season, rows: Sequence[Assignment], rng: Random, *, open_share: float = 0.0) -> None:
    """Write a card for each assignment; this share of them is begun and not handed in."""
    cards = []
    for row in rows:
        lines = specs(_card(season, row))
        share = Decimal(70 + rng.randrange(25)) / 100
        entries = {one.id: one.maximum * share // (one.step or 1) * (one.step or 1) for one in lines}
        is_open = rng.random() < open_share
        cards.append(
            Scorecard(
                assignment=row,
                entries={name: str(points) for name, points in entries.items()},
                total_points=sum(entries.values(), Decimal(0)),
                opinion="程序完整，数据真实，建议加强原因分析的逻辑性。",
                strengths="选题贴近现场，对策可操作。",
                improvements="部分末端原因的确认可增加对比数据。",
                revision=1,
                saved_at=season.at + 3 * DAY,
                submitted_at=None if is_open else season.at + 3 * DAY,
            )
        )
    Scorecard.objects.bulk_create(cards, batch_size=BATCH)


def _card(season: Season, row: Assignment):  # type: ignore[no-untyped-def] # noqa: ANN202 -- a definition's card
    card = card_for(season.definition, ROUND, row.application.dimensions)
    assert card is not None
    return card


def conclude(season: Season, cases: Sequence[Application], by: User, rng: Random) -> None:
    """Write the merged result of the round for each case."""
    RoundResult.objects.bulk_create(
        [
            RoundResult(
                application=case,
                round_id=ROUND,
                merged_points=Decimal(7000 + rng.randrange(2500)) / 100,
                rank=place + 1,
                advanced=True,
                concluded_at=season.at + 4 * DAY,
                concluded_by=by,
            )
            for place, case in enumerate(cases)
        ],
        batch_size=BATCH,
    )


def resolve(season: Season, cases: Sequence[Application], by: User, counts: Sequence[int]) -> None:
    """Propose and resolve so many cases for each level, the best first; an edition with fewer levels ends earlier."""
    known = season.definition.levels
    levels = [known[min(place, len(known) - 1)].id for place, n in enumerate(counts) for _ in range(n)]
    at: datetime = season.at + 5 * DAY
    propose(season, cases, levels, by)
    Resolution.objects.bulk_create(
        [Resolution(application=c, level=x, resolved_at=at, resolved_by=by) for c, x in zip(cases, levels, strict=True)]
    )


def propose(season: Season, cases: Sequence[Application], levels: Sequence[str], by: User) -> None:
    """Propose a level for each case to the committee."""
    at = season.at + 5 * DAY
    Proposal.objects.bulk_create(
        [Proposal(application=c, level=x, proposed_at=at, proposed_by=by) for c, x in zip(cases, levels, strict=True)],
        batch_size=BATCH,
    )


def publish(season: Season, cases: Sequence[Application], first: User, second: User, stories: int) -> None:
    """Release the list of these resolved cases, with certificates, and tell so many stories."""
    shown = Application.objects.filter(pk__in=[c.pk for c in cases]).select_related(
        "organisation", "team", "recommender", "resolution"
    )
    rows = lists.rows(season.definition, [outcome(case) for case in shown])
    at = season.at + 6 * DAY
    Publication.objects.create(
        edition=season.edition,
        title=lists.publication_title(season.definition),
        document_number="测〔2020〕1号",
        rows=rows,
        list_hash=lists.list_hash(season.edition.key, rows),
        prepared_at=at,
        prepared_by=first,
        released_at=at,
        released_by=second,
    )
    Certificate.objects.bulk_create(
        [
            Certificate(
                application=c,
                number=f"B-{c.pk:06d}",
                code=f"BENCH{c.pk:08d}",
                facts={"title": c.title},
                facts_hash="0" * 64,
                issued_at=at,
                issued_by=first,
            )
            for c in cases
        ]
    )
    text = (
        "选题来自班组每日的缺陷记录。小组按班次、设备和批次分层，用排列图锁定症结，再用因果图和现场试验确认主要原因。"
        * 6
    )
    Story.objects.bulk_create(
        [
            Story(
                application=c,
                title=c.title,
                summary="小组从现场数据出发，找到症结，逐条验证原因，指标稳定达到目标。",
                body=text,
                consented_at=at,
                consented_by_id=c.created_by_id,
                published_at=at,
                published_by=first,
            )
            for c in cases[:stories]
        ]
    )
