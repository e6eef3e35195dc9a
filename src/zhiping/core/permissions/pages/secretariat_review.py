"""Addresses of the office: review."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:review": Page(OFFICE),
    "secretariat:experts": Page(OFFICE, about="edition"),
    "secretariat:panels": Page(OFFICE, about="edition"),
    "secretariat:conflicts": Page(OFFICE, about="edition"),
    "secretariat:assignment": Page(OFFICE, about="edition"),
    "secretariat:round": Page(OFFICE, about="edition"),
}
