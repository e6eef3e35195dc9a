"""Addresses of the expert pages. Ids name assignments and invitations, which are the expert's own or do not exist."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

EXPERT = frozenset({Role.EXPERT})

PAGES: dict[str, Page] = {
    "expert:assignments": Page(EXPERT),
    "expert:invitation": Page(EXPERT, about="invitation"),
    "expert:scorecard": Page(EXPERT, about="assignment", verb=Verb.SCORE, field=Field.OWN_SCORECARD),
    "expert:file": Page(EXPERT, about="assignment", verb=Verb.SEE, field=Field.ATTACHMENTS),
    "expert:recuse": Page(EXPERT, about="assignment", verb=Verb.DECLARE_CONFLICT, field=Field.CONFLICTS),
    "expert:deliberation": Page(EXPERT, about="assignment", verb=Verb.DELIBERATE, field=Field.PROPOSAL),
}
