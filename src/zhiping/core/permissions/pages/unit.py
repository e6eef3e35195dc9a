"""Addresses of the unit pages."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

UNIT = frozenset({Role.UNIT})

PAGES: dict[str, Page] = {
    "unit:applications": Page(UNIT),
    "unit:endorse": Page(UNIT, "application", Verb.ENDORSE, Field.ENDORSEMENT),
    "unit:opinion-sheet": Page(UNIT, "application", Verb.ENDORSE, Field.ENDORSEMENT),
    "unit:return": Page(UNIT, "application", Verb.ENDORSE, Field.ENDORSEMENT),
    "unit:people": Page(UNIT),
    "unit:add-team": Page(UNIT),
    "unit:invite": Page(UNIT),
    "unit:withdraw-invitation": Page(UNIT, about="invited"),
    "unit:decide-team": Page(UNIT, about="team"),
    "unit:team-approval": Page(UNIT),
    "unit:add-alias": Page(UNIT),
    "unit:decide": Page(UNIT, about="membership"),
}
