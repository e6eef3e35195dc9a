"""The office's formal check, one module a verb group."""

from zhiping.screening.actions.checks import confirm_failure, fail_check, pass_check, set_aside_failure
from zhiping.screening.actions.findings import add_finding, dismiss_finding, run_machine_check
from zhiping.screening.actions.supplements import answer, end_overdue, return_for_supplement

__all__ = [
    "add_finding",
    "answer",
    "confirm_failure",
    "dismiss_finding",
    "end_overdue",
    "fail_check",
    "pass_check",
    "return_for_supplement",
    "run_machine_check",
    "set_aside_failure",
]
