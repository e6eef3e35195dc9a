"""The pool's official acts, one module a verb group."""

from zhiping.experts.actions.invitations import answer_invitation, commit, invite
from zhiping.experts.actions.pool import deactivate, enrol, record_employment, record_tie

__all__ = [
    "answer_invitation",
    "commit",
    "deactivate",
    "enrol",
    "invite",
    "record_employment",
    "record_tie",
]
