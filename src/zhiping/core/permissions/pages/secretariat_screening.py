"""Addresses of the office: screening."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:screening": Page(OFFICE),
    "secretariat:screening-case": Page(OFFICE, about="application", field=Field.FINDINGS),
    "secretariat:screening-figures": Page(OFFICE, about="edition"),
    "secretariat:screening-figure": Page(OFFICE, about="edition"),
    "secretariat:pre-approval": Page(OFFICE),
    "secretariat:paper-copies": Page(OFFICE),
}
