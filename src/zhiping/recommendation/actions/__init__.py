"""The recommending unit's official acts, one module a verb group."""

from zhiping.recommendation.actions.opinions import decline, recommend, return_to_applicant
from zhiping.recommendation.actions.package import (
    attach_to_package,
    detach_from_package,
    hand_in_package,
    return_package,
)
from zhiping.recommendation.actions.preconditions import hand_in_precondition
from zhiping.recommendation.actions.ranking import rank
from zhiping.recommendation.actions.register import approve_direct, disqualify_recommender
from zhiping.recommendation.actions.scores import import_scores, remove_score, score

__all__ = [
    "approve_direct",
    "attach_to_package",
    "decline",
    "detach_from_package",
    "disqualify_recommender",
    "hand_in_package",
    "hand_in_precondition",
    "import_scores",
    "rank",
    "recommend",
    "remove_score",
    "return_package",
    "return_to_applicant",
    "score",
]
