"""Addresses of the applicant pages."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

ENTERING_SIDE = frozenset({Role.APPLICANT, Role.UNIT})

PAGES: dict[str, Page] = {
    "applicant:outcome": Page(ENTERING_SIDE, about="application"),
    "applicant:outcome-certificate": Page(ENTERING_SIDE, about="application", verb=Verb.SEE, field=Field.CERTIFICATE),
    "applicant:outcome-consent": Page(ENTERING_SIDE, about="application", verb=Verb.CONSENT, field=Field.STORY),
}
