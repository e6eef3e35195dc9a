"""Tables of the review, split by verb group."""

from zhiping.review.models.conflicts import Conflict
from zhiping.review.models.rounds import HandIn, RoundResult, Session, SessionItem, Vote
from zhiping.review.models.scorecards import Assignment, Panel, PanelMember, Scorecard

__all__ = [
    "Assignment",
    "Conflict",
    "HandIn",
    "Panel",
    "PanelMember",
    "RoundResult",
    "Scorecard",
    "Session",
    "SessionItem",
    "Vote",
]
