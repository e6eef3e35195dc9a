"""Pages that every audience shares: home, the case page, inbox, account, capacity, language, the demo clock."""

from zhiping.web.shared.views.account import account_settings
from zhiping.web.shared.views.bundles import bundle, bundle_file
from zhiping.web.shared.views.cases import case, case_form
from zhiping.web.shared.views.clock import demo_clock
from zhiping.web.shared.views.home import deadlines, home
from zhiping.web.shared.views.inbox import inbox, message
from zhiping.web.shared.views.reminders import stop_reminders
from zhiping.web.shared.views.runs import run, run_csv, run_xlsx, runs
from zhiping.web.shared.views.settings import switch_language, switch_role
from zhiping.web.shared.views.withdrawal import revive, withdraw

__all__ = [
    "account_settings",
    "bundle",
    "bundle_file",
    "case",
    "case_form",
    "deadlines",
    "demo_clock",
    "home",
    "inbox",
    "message",
    "revive",
    "run",
    "run_csv",
    "run_xlsx",
    "runs",
    "stop_reminders",
    "switch_language",
    "switch_role",
    "withdraw",
]
