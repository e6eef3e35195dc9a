"""What a recommending unit hands in, says and is told."""

from zhiping.recommendation.models.opinions import PreApproval, Recommendation
from zhiping.recommendation.models.preconditions import Precondition

__all__ = ["PreApproval", "Precondition", "Recommendation"]
