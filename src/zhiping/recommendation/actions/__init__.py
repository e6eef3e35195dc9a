"""The recommending unit's official acts, one module a verb group."""

from zhiping.recommendation.actions.batch import recommend_all
from zhiping.recommendation.actions.complaints import (
    confirm_finding,
    file_complaint,
    note_complaint,
    open_complaint,
    propose_finding,
    reveal_complainant,
    set_aside_finding,
)
from zhiping.recommendation.actions.opinions import decline, recommend, return_to_applicant
from zhiping.recommendation.actions.package import (
    attach_to_package,
    detach_from_package,
    hand_in_package,
    return_package,
)
from zhiping.recommendation.actions.preconditions import hand_in_precondition
from zhiping.recommendation.actions.ranking import rank
from zhiping.recommendation.actions.register import approve_direct, disqualify_recommender, reinstate_recommender
from zhiping.recommendation.actions.scores import import_scores, remove_score, score

__all__ = [
    "approve_direct",
    "attach_to_package",
    "confirm_finding",
    "decline",
    "detach_from_package",
    "disqualify_recommender",
    "file_complaint",
    "hand_in_package",
    "hand_in_precondition",
    "import_scores",
    "note_complaint",
    "open_complaint",
    "propose_finding",
    "rank",
    "recommend",
    "recommend_all",
    "reinstate_recommender",
    "remove_score",
    "return_package",
    "return_to_applicant",
    "reveal_complainant",
    "score",
    "set_aside_finding",
]
