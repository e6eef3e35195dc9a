"""Addresses that every audience shares."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import EVERYONE, SIGNED_IN, Page
from zhiping.core.permissions.words import Field, Verb

PRINTING = frozenset({Role.APPLICANT, Role.UNIT, Role.SECRETARIAT})
MAY_READ = PRINTING | {Role.RECOMMENDER}
MANY_AT_ONCE = frozenset({Role.RECOMMENDER, Role.SECRETARIAT})
"""Who acts on so many cases that a job does it."""

PAGES: dict[str, Page] = {
    "healthz": Page(EVERYONE),
    "readyz": Page(EVERYONE),
    "home": Page(EVERYONE),
    "deadlines": Page(EVERYONE),
    "switch-role": Page(SIGNED_IN),
    "switch-language": Page(EVERYONE),
    "inbox": Page(EVERYONE),
    "message": Page(EVERYONE, about="message"),
    "account-settings": Page(EVERYONE),
    "stop-reminders": Page(EVERYONE),
    "demo-clock": Page(SIGNED_IN, about="demo"),
    "case": Page(SIGNED_IN, about="application"),
    # who also sees whose the case is: its form says so
    "case-form": Page(MAY_READ, "application", Verb.SEE, Field.CONTENT),
    # experts have an address of their own, which keeps a blind file's name to itself
    "file": Page(SIGNED_IN - {Role.EXPERT}, "application", Verb.SEE, Field.ATTACHMENTS),
    "file-preview": Page(SIGNED_IN - {Role.EXPERT}, "application", Verb.SEE, Field.ATTACHMENTS),
    "bundle": Page(PRINTING, "application", Verb.SEE, Field.RECEIPT),
    "bundle-file": Page(PRINTING, "application", Verb.SEE, Field.RECEIPT),
    "revive": Page(frozenset({Role.APPLICANT, Role.UNIT}), "application", Verb.REVIVE, Field.CASE),
    "runs": Page(MANY_AT_ONCE),
    "run": Page(MANY_AT_ONCE, about="run"),
    "run-csv": Page(MANY_AT_ONCE, about="run"),
    "run-xlsx": Page(MANY_AT_ONCE, about="run"),
    "withdraw": Page(frozenset({Role.APPLICANT, Role.UNIT}), "application", Verb.WITHDRAW, Field.CASE),
}
