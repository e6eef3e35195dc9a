"""The review's official acts, one module a verb group."""

from zhiping.review.actions.assignment import assign, assign_by_hand, end_assignment
from zhiping.review.actions.conflicts import (
    ask_for_search,
    declare_conflict,
    declare_for,
    find_conflicts,
    judge_conflict,
    search_after_merger,
)
from zhiping.review.actions.deliberation import conclude_deliberation, convene, vote
from zhiping.review.actions.panels import appoint, appoint_all, create_panel, discharge
from zhiping.review.actions.presentations import draw_order, hand_in, hand_in_uploaded, open_session
from zhiping.review.actions.rounds import conclude_round, decide
from zhiping.review.actions.scorecards import reopen_scorecard, save_scorecard, submit_scorecard
from zhiping.review.actions.ties import record_employment, record_tie

__all__ = [
    "appoint",
    "appoint_all",
    "ask_for_search",
    "assign",
    "assign_by_hand",
    "conclude_deliberation",
    "conclude_round",
    "convene",
    "create_panel",
    "decide",
    "declare_conflict",
    "declare_for",
    "discharge",
    "draw_order",
    "end_assignment",
    "find_conflicts",
    "hand_in",
    "hand_in_uploaded",
    "judge_conflict",
    "open_session",
    "record_employment",
    "record_tie",
    "reopen_scorecard",
    "save_scorecard",
    "search_after_merger",
    "submit_scorecard",
    "vote",
]
