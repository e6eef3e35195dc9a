"""What a recommending unit hands in, says and is told."""

from zhiping.recommendation.models.complaints import Complaint, ComplaintNote
from zhiping.recommendation.models.opinions import PreApproval, Recommendation
from zhiping.recommendation.models.package import Package, PackageFile
from zhiping.recommendation.models.preconditions import Precondition
from zhiping.recommendation.models.scores import OwnScore

__all__ = [
    "Complaint",
    "ComplaintNote",
    "OwnScore",
    "Package",
    "PackageFile",
    "PreApproval",
    "Precondition",
    "Recommendation",
]
