"""Results, levels and published outcomes of the measured season, in bulk: who decided them is not measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.config.demo.crowd.cases import Crowd
from zhiping.config.demo.crowd.people import BATCH
from zhiping.decision.models import Certificate, Proposal, Publication, Resolution
from zhiping.decision.queries.outcomes import outcome
from zhiping.decision.rules import lists
from zhiping.review.models import RoundResult
from zhiping.showcase.models import Story

DAY = timedelta(days=1)


def conclude(crowd: Crowd, cases: Sequence[Application], by: User, rng: Random) -> None:
    """Write the merged result of the round for each case."""
    RoundResult.objects.bulk_create(
        [
            RoundResult(
                application=case,
                round_id="desk",
                merged_points=Decimal(7000 + rng.randrange(2500)) / 100,
                rank=place + 1,
                advanced=True,
                concluded_at=crowd.at + DAY,
                concluded_by=by,
            )
            for place, case in enumerate(cases)
        ],
        batch_size=BATCH,
    )


def resolve(crowd: Crowd, cases: Sequence[Application], by: User, counts: Sequence[int]) -> None:
    """Propose and resolve so many cases for each level, the best first; an edition with fewer levels ends earlier."""
    known = crowd.definition.levels
    levels = [known[min(place, len(known) - 1)].id for place, n in enumerate(counts) for _ in range(n)]
    at: datetime = crowd.at + 2 * DAY
    propose(crowd, cases, levels, by)
    Resolution.objects.bulk_create(
        [Resolution(application=c, level=x, resolved_at=at, resolved_by=by) for c, x in zip(cases, levels, strict=True)]
    )


def propose(crowd: Crowd, cases: Sequence[Application], levels: Sequence[str], by: User) -> None:
    """Propose a level for each case to the committee."""
    at = crowd.at + 2 * DAY
    Proposal.objects.bulk_create(
        [Proposal(application=c, level=x, proposed_at=at, proposed_by=by) for c, x in zip(cases, levels, strict=True)],
        batch_size=BATCH,
    )


def publish(crowd: Crowd, cases: Sequence[Application], first: User, second: User, stories: int) -> None:
    """Release the list of these resolved cases, with certificates, and tell so many stories."""
    shown = Application.objects.filter(pk__in=[c.pk for c in cases]).select_related(
        "organisation", "team", "recommender", "resolution"
    )
    rows = lists.rows(crowd.definition, [outcome(case) for case in shown])
    at = crowd.at + 2 * DAY
    Publication.objects.create(
        edition=crowd.edition,
        title=lists.publication_title(crowd.definition),
        document_number="测〔2020〕1号",
        rows=rows,
        list_hash=lists.list_hash(crowd.edition.key, rows),
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
