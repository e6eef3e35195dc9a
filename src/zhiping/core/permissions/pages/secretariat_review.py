"""Addresses of the office: review."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field, Verb

OFFICE = frozenset({Role.SECRETARIAT})

PAGES: dict[str, Page] = {
    "secretariat:review": Page(OFFICE),
    "secretariat:pool": Page(OFFICE),
    "secretariat:pool-file": Page(OFFICE, about="list"),
    "secretariat:experts-file": Page(OFFICE, about="edition"),
    "secretariat:expert-enrol": Page(OFFICE),
    "secretariat:expert": Page(OFFICE, about="expert"),
    "secretariat:review-case": Page(OFFICE, about="application", verb=Verb.SEE, field=Field.EXPERT_NAMES),
    "secretariat:conflict": Page(OFFICE, about="conflict", verb=Verb.SEE, field=Field.CONFLICTS),
    "secretariat:sessions": Page(OFFICE, about="edition"),
    "secretariat:invite-experts": Page(OFFICE, about="edition"),
    "secretariat:experts": Page(OFFICE, about="edition"),
    "secretariat:panels": Page(OFFICE, about="edition"),
    "secretariat:conflicts": Page(OFFICE, about="edition"),
    "secretariat:assignment": Page(OFFICE, about="edition"),
    "secretariat:round": Page(OFFICE, about="edition"),
}
