"""Acts over several stages, one module a verb group."""

from zhiping.journey.actions.archive import archive, reopen
from zhiping.journey.actions.clock import move_to_next_stage
from zhiping.journey.actions.deadlines import run_deadlines, send_reminders
from zhiping.journey.actions.invitations import accept_invitation
from zhiping.journey.actions.mails import settle_mail
from zhiping.journey.actions.offices import end_office, grant_office
from zhiping.journey.actions.runs import rescue_runs, start_run, work_run
from zhiping.journey.actions.withdrawal import revive, withdraw

__all__ = [
    "accept_invitation",
    "archive",
    "end_office",
    "grant_office",
    "move_to_next_stage",
    "reopen",
    "rescue_runs",
    "revive",
    "run_deadlines",
    "send_reminders",
    "settle_mail",
    "start_run",
    "withdraw",
    "work_run",
]
