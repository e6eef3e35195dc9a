"""The recommending unit's official acts, one module a verb group."""

from zhiping.recommendation.actions.opinions import decline, recommend, return_to_applicant
from zhiping.recommendation.actions.preconditions import hand_in_precondition
from zhiping.recommendation.actions.ranking import rank
from zhiping.recommendation.actions.register import approve_direct, disqualify_recommender

__all__ = [
    "approve_direct",
    "decline",
    "disqualify_recommender",
    "hand_in_precondition",
    "rank",
    "recommend",
    "return_to_applicant",
]
