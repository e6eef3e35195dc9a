"""Addresses of the committee and of the guiding units."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

COMMITTEE = frozenset({Role.COMMITTEE})
GUIDING = frozenset({Role.GUIDING})

PAGES: dict[str, Page] = {
    "committee:proposals": Page(COMMITTEE),
    "committee:proposal": Page(COMMITTEE, about="application", verb=Verb.SEE, field=Field.PROPOSAL),
    "committee:lists": Page(GUIDING),
    "committee:list": Page(GUIDING, about="edition"),
}
