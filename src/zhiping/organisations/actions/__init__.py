"""The official acts of the register, one module a verb group."""

from zhiping.organisations.actions.groups import set_parent
from zhiping.organisations.actions.imports import import_units
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
from zhiping.organisations.actions.teams import create_team

__all__ = [
    "add_alias",
    "approve",
    "approve_member",
    "ask_to_join",
    "claim",
    "correct",
    "create_team",
    "end_membership",
    "hand_over",
    "import_units",
    "leave",
    "merge",
    "refuse",
    "refuse_member",
    "register",
    "rename",
    "set_parent",
    "tell_apart",
    "undo_merge",
]
