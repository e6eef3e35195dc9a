"""The office's formal check, one module a verb group."""

from zhiping.core.bulk import Outcome
from zhiping.screening.actions.arrival import ask_for_look, look_at_arrival, remember_earlier
from zhiping.screening.actions.bulk import check_all, pass_all, pass_unread, remind_all
from zhiping.screening.actions.checks import confirm_failure, fail_check, pass_check, set_aside_failure
from zhiping.screening.actions.findings import add_finding, ask_again, dismiss_finding, run_machine_check
from zhiping.screening.actions.sharing import share_out
from zhiping.screening.actions.supplements import answer, end_overdue, remind, return_for_supplement

__all__ = [
    "Outcome",
    "add_finding",
    "answer",
    "ask_again",
    "ask_for_look",
    "check_all",
    "confirm_failure",
    "dismiss_finding",
    "end_overdue",
    "fail_check",
    "look_at_arrival",
    "pass_all",
    "pass_check",
    "pass_unread",
    "remember_earlier",
    "remind",
    "remind_all",
    "return_for_supplement",
    "run_machine_check",
    "set_aside_failure",
    "share_out",
]
