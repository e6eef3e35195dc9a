"""Addresses of the office: decision."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:decision": Page(OFFICE),
    "secretariat:proposals": Page(OFFICE, about="edition"),
    "secretariat:proposals-file": Page(OFFICE, about="edition"),
    "secretariat:certificates-file": Page(OFFICE, about="edition"),
    "secretariat:proposal": Page(OFFICE, about="application", verb=Verb.SEE, field=Field.PROPOSAL),
    "secretariat:notice-desk": Page(OFFICE, about="edition"),
    "secretariat:objections": Page(OFFICE, about="edition"),
    "secretariat:objection": Page(OFFICE, about="objection"),
    "secretariat:objection-evidence": Page(OFFICE, about="objection"),
    "secretariat:publication": Page(OFFICE, about="edition"),
    "secretariat:certificates": Page(OFFICE, about="edition"),
    "secretariat:certificate-pdf": Page(OFFICE, about="certificate"),
    "secretariat:certificate-revoke": Page(OFFICE, about="certificate"),
    "secretariat:stories": Page(OFFICE, about="edition"),
    "secretariat:story": Page(OFFICE, about="application", verb=Verb.TELL, field=Field.STORY),
}
