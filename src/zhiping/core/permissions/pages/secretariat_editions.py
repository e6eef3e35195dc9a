"""Addresses of the office: editions."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:editions": Page(OFFICE),
    "secretariat:edition": Page(OFFICE, about="edition"),
    "secretariat:archive": Page(OFFICE, about="edition"),
    "secretariat:window": Page(OFFICE, about="edition"),
    "secretariat:sign-ups": Page(OFFICE, about="edition"),
    "secretariat:recommenders-file": Page(OFFICE, about="edition"),
    "secretariat:sign-ups-file": Page(OFFICE, about="edition"),
    "secretariat:recommenders": Page(OFFICE, about="edition"),
    "secretariat:recommender": Page(OFFICE, about="edition"),
    "secretariat:recommender-file": Page(OFFICE, about="edition"),
    "secretariat:recommender-package": Page(OFFICE, about="edition"),
    "secretariat:recommender-sheet": Page(OFFICE, about="edition"),
}
