"""The acts of the decision, one module per group of verbs."""

from zhiping.decision.actions.approval import amend, resolve, resolve_as_voted, vote
from zhiping.decision.actions.certificates import build_certificate, issue_certificates, revoke_certificate
from zhiping.decision.actions.forwarding import forward
from zhiping.decision.actions.notices import close_notice, open_notice
from zhiping.decision.actions.objections import file_objection, settle_objection
from zhiping.decision.actions.proposals import change_proposal, propose
from zhiping.decision.actions.publication import prepare_publication, release
from zhiping.decision.actions.sign_off import sign_off

__all__ = [
    "amend",
    "build_certificate",
    "change_proposal",
    "close_notice",
    "file_objection",
    "forward",
    "issue_certificates",
    "open_notice",
    "prepare_publication",
    "propose",
    "release",
    "resolve",
    "resolve_as_voted",
    "revoke_certificate",
    "settle_objection",
    "sign_off",
    "vote",
]
