"""What waits on experts and on the office during the review."""

from __future__ import annotations

from django.db.models import Count, Min

from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.experts import queries as experts
from zhiping.programmes.models import Edition
from zhiping.review.models import Conflict
from zhiping.review.queries.desk import SUSPICION, WAITING
from zhiping.review.queries.standing import standing_assignments


def waiting_for(actor: Actor) -> list[Item]:
    """Return an expert's invitations and open cards by edition; for the office the conflicts to be judged."""
    if actor.role is Role.EXPERT:
        return [*experts.waiting_for(actor), *_cards(actor)]
    if actor.role is Role.SECRETARIAT:
        return _conflicts()
    return []


def _cards(actor: Actor) -> list[Item]:
    due = standing_assignments(actor).exclude(scorecard__submitted_at__isnull=False)
    rows = due.values("application__edition__title").annotate(
        n=Count("pk"), due=Min("due_at"), since=Min("assigned_at")
    )
    return [
        Item(
            title=row["application__edition__title"],
            what="score",
            href_name="expert:assignments",
            due_at=row["due"],
            since=row["since"],
            count=row["n"],
            of_edition=True,
        )
        for row in rows.order_by("application__edition__title")
    ]


def _conflicts() -> list[Item]:
    found = Conflict.objects.filter(WAITING).values("application__edition_id")
    rows = found.annotate(n=Count(SUSPICION, distinct=True), since=Min("found_at")).order_by()
    titles = dict(Edition.objects.values_list("pk", "title"))
    return [
        Item(
            title=titles[row["application__edition_id"]],
            what="judge_conflict",
            href_name="secretariat:conflicts",
            href_args=(row["application__edition_id"],),
            href_query="show=waiting",
            since=row["since"],
            count=row["n"],
            of_edition=True,
        )
        for row in rows
    ]
