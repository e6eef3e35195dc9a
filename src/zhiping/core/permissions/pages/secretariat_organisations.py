"""Addresses of the office: the register of units, individual extensions."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:complaint": Page(OFFICE, about="complaint"),
    "secretariat:complaint-file": Page(OFFICE, about="complaint"),
    "secretariat:complaints": Page(OFFICE),
    "secretariat:organisations": Page(OFFICE),
    "secretariat:organisations-file": Page(OFFICE, about="list"),
    "secretariat:organisation": Page(OFFICE, about="organisation"),
    "secretariat:group": Page(OFFICE, about="organisation"),
    "secretariat:duplicates": Page(OFFICE),
    "secretariat:imports": Page(OFFICE),
    "secretariat:import-template": Page(OFFICE),
    "secretariat:import": Page(OFFICE, about="import"),
    "secretariat:import-report": Page(OFFICE, about="import"),
    "secretariat:merge": Page(OFFICE, about="organisation"),
    "secretariat:undo-merge": Page(OFFICE, about="organisation"),
    "secretariat:approve-several": Page(OFFICE),
    "secretariat:decide-organisation": Page(OFFICE, about="organisation"),
    "secretariat:invitations": Page(OFFICE),
    "secretariat:withdraw-invitation": Page(OFFICE, about="invited"),
    "secretariat:claim-evidence": Page(OFFICE, about="membership"),
    "secretariat:decide-officer": Page(OFFICE, about="membership"),
    "secretariat:extension": Page(OFFICE, "application", Verb.EXTEND, Field.CASE),
    "secretariat:confirm-extension": Page(OFFICE, "application", Verb.EXTEND, Field.CASE),
}
