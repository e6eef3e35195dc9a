"""Addresses of the office: lists of applications."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:applications": Page(OFFICE),
    "secretariat:bulk": Page(OFFICE),
    "secretariat:applications-csv": Page(OFFICE),
    "secretariat:applications-xlsx": Page(OFFICE),
}
