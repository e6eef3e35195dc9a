"""Addresses of the office: offices held, mails in trouble. The operator has them too."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page

STAFF = frozenset({Role.SECRETARIAT, Role.OPERATOR})

PAGES: dict[str, Page] = {
    "secretariat:offices": Page(STAFF),
    "secretariat:end-office": Page(STAFF, about="office"),
    "secretariat:mails": Page(STAFF),
    "secretariat:mail": Page(STAFF, about="mail"),
}
