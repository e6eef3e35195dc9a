"""Tables of the decision, split by verb group."""

from zhiping.decision.models.approval import CommitteeVote, Proposal, Resolution, SignOff
from zhiping.decision.models.notice import NoticeItem, Objection, PublicNotice
from zhiping.decision.models.publication import Certificate, CertificateSeries, Forwarding, Publication

__all__ = [
    "Certificate",
    "CertificateSeries",
    "CommitteeVote",
    "Forwarding",
    "NoticeItem",
    "Objection",
    "Proposal",
    "PublicNotice",
    "Publication",
    "Resolution",
    "SignOff",
]
