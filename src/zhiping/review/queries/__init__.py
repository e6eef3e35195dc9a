"""Read the review. Experts reach cases only through visible_to."""

from zhiping.review.queries.casefile import facts_for_case
from zhiping.review.queries.rounds import cases_in, participants, round_at, stage_of_round
from zhiping.review.queries.standing import relation, standing_assignments, visible_to
from zhiping.review.queries.waiting import waiting_for

__all__ = [
    "cases_in",
    "facts_for_case",
    "participants",
    "relation",
    "round_at",
    "stage_of_round",
    "standing_assignments",
    "visible_to",
    "waiting_for",
]
