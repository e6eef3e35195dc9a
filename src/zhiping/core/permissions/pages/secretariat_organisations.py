"""Addresses of the office: the register of units."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:organisations": Page(OFFICE),
    "secretariat:organisation": Page(OFFICE, about="organisation"),
    "secretariat:decide-organisation": Page(OFFICE, about="organisation"),
    "secretariat:decide-officer": Page(OFFICE, about="membership"),
}
