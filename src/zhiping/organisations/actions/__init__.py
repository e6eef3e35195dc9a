"""The official acts of the register, one module a verb group."""

from zhiping.organisations.actions.batch import approve_several
from zhiping.organisations.actions.groups import set_parent
from zhiping.organisations.actions.imports import import_units
from zhiping.organisations.actions.invitations import (
    accept_invitation,
    end_offers,
    invite_member,
    mail_invitation,
    withdraw_invitation,
)
from zhiping.organisations.actions.members import (
    approve_member,
    ask_to_join,
    claim,
    end_membership,
    hand_over,
    leave,
    refuse_member,
)
from zhiping.organisations.actions.merging import merge, tell_apart, undo_merge
from zhiping.organisations.actions.names import add_alias, rename
from zhiping.organisations.actions.register import approve, correct, refuse, register
from zhiping.organisations.actions.teams import approve_team, create_team, refuse_team, set_team_approval

__all__ = [
    "accept_invitation",
    "add_alias",
    "approve",
    "approve_member",
    "approve_several",
    "approve_team",
    "ask_to_join",
    "claim",
    "correct",
    "create_team",
    "end_membership",
    "end_offers",
    "hand_over",
    "import_units",
    "invite_member",
    "leave",
    "mail_invitation",
    "merge",
    "refuse",
    "refuse_member",
    "refuse_team",
    "register",
    "rename",
    "set_parent",
    "set_team_approval",
    "tell_apart",
    "undo_merge",
    "withdraw_invitation",
]
