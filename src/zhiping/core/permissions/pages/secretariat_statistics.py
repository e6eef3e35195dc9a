"""Addresses of the office: statistics."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:statistics": Page(OFFICE),
    "secretariat:edition-statistics": Page(OFFICE, about="edition"),
    "secretariat:recommender-statistics": Page(OFFICE, about="edition"),
    "secretariat:recommender-statistics-file": Page(OFFICE, about="edition"),
    "secretariat:statistics-file": Page(OFFICE, about="edition"),
}
