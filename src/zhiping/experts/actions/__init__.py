"""The pool's official acts, one module a verb group."""

from zhiping.experts.actions.invitations import answer_invitation, commit, invite, invite_all, invite_several
from zhiping.experts.actions.pool import deactivate, enrol, record_employment, record_tie

__all__ = [
    "answer_invitation",
    "commit",
    "deactivate",
    "enrol",
    "invite",
    "invite_all",
    "invite_several",
    "record_employment",
    "record_tie",
]
