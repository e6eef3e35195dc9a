"""The review's official acts, one module a verb group."""

from zhiping.review.actions.assignment import assign, assign_by_hand, end_assignment
from zhiping.review.actions.conflicts import declare_conflict, declare_for, find_conflicts, judge_conflict
from zhiping.review.actions.deliberation import conclude_deliberation, convene, vote
from zhiping.review.actions.panels import appoint, create_panel
from zhiping.review.actions.presentations import draw_order, hand_in, open_session
from zhiping.review.actions.rounds import conclude_round, decide
from zhiping.review.actions.scorecards import reopen_scorecard, save_scorecard, submit_scorecard

__all__ = [
    "appoint",
    "assign",
    "assign_by_hand",
    "conclude_deliberation",
    "conclude_round",
    "convene",
    "create_panel",
    "decide",
    "declare_conflict",
    "declare_for",
    "draw_order",
    "end_assignment",
    "find_conflicts",
    "hand_in",
    "judge_conflict",
    "open_session",
    "reopen_scorecard",
    "save_scorecard",
    "submit_scorecard",
    "vote",
]
