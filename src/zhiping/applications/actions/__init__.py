"""The official acts of the first stage, one module a verb group."""

from zhiping.applications.actions.attachments import attach, attach_uploaded, detach
from zhiping.applications.actions.bundles import ask_bundle, build_bundle
from zhiping.applications.actions.copies import receive_copy, take_back_copy
from zhiping.applications.actions.drafts import (
    answer_eligibility,
    choose_route,
    save_answers,
    sign_up,
    start,
    withdraw_sign_up,
)
from zhiping.applications.actions.editors import add_editor, remove_editor
from zhiping.applications.actions.endorsement import endorse, request_endorsement, return_to_team
from zhiping.applications.actions.extensions import ask_extension, confirm_extension
from zhiping.applications.actions.infections import tell_of_infection
from zhiping.applications.actions.photos import attach_photo
from zhiping.applications.actions.restoring import restore
from zhiping.applications.actions.sheets import draft_opinion, hand_in_sheet
from zhiping.applications.actions.snapshots import forget_snapshots
from zhiping.applications.actions.submission import submit

__all__ = [
    "add_editor",
    "answer_eligibility",
    "ask_bundle",
    "ask_extension",
    "attach",
    "attach_photo",
    "attach_uploaded",
    "build_bundle",
    "choose_route",
    "confirm_extension",
    "detach",
    "draft_opinion",
    "endorse",
    "forget_snapshots",
    "hand_in_sheet",
    "receive_copy",
    "remove_editor",
    "request_endorsement",
    "restore",
    "return_to_team",
    "save_answers",
    "sign_up",
    "start",
    "submit",
    "take_back_copy",
    "tell_of_infection",
    "withdraw_sign_up",
]
