"""Addresses of the applicant pages."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import EVERYONE, Page
from zhiping.core.permissions.words import Field, Verb

APPLICANT = frozenset({Role.APPLICANT})
UNIT_TOO = frozenset({Role.APPLICANT, Role.UNIT})

PAGES: dict[str, Page] = {
    # a person without any capacity gets one here; the views ask for signing in
    "applicant:units": Page(EVERYONE),
    "applicant:register": Page(EVERYONE),
    "applicant:join": Page(EVERYONE),
    "applicant:claim": Page(EVERYONE),
    "applicant:invitation": Page(EVERYONE, about="token"),
    "applicant:leave": Page(EVERYONE, about="membership"),
    "applicant:teams": Page(APPLICANT),
    "applicant:applications": Page(APPLICANT),
    "applicant:sign-up": Page(UNIT_TOO, about="edition"),
    "applicant:start": Page(APPLICANT, about="edition"),
    "applicant:draft": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:conditions": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:section": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:history": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:snapshot": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:files": Page(APPLICANT, "application", Verb.EDIT, Field.ATTACHMENTS),
    "applicant:detach": Page(APPLICANT, "application", Verb.EDIT, Field.ATTACHMENTS),
    "applicant:uploads": Page(APPLICANT, "application", Verb.EDIT, Field.ATTACHMENTS),
    "applicant:upload": Page(APPLICANT, "application", Verb.EDIT, Field.ATTACHMENTS),
    "applicant:route": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:writers": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:word": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:word-file": Page(APPLICANT | {Role.UNIT}, "application", Verb.SEE, Field.PRIVATE),
    "applicant:form-pdf": Page(APPLICANT | {Role.UNIT}, "application", Verb.SEE, Field.PRIVATE),
    "applicant:ask-endorsement": Page(APPLICANT, "application", Verb.EDIT, Field.CONTENT),
    "applicant:submit": Page(UNIT_TOO, "application", Verb.SUBMIT, Field.CASE),
    "applicant:receipt": Page(UNIT_TOO, "application", Verb.SEE, Field.RECEIPT),
    "applicant:receipt-pdf": Page(UNIT_TOO, "application", Verb.SEE, Field.RECEIPT),
    "applicant:supplement": Page(APPLICANT, "application", Verb.SEE, Field.FINDINGS),
    "applicant:hand-in": Page(APPLICANT, "application", Verb.HAND_IN, Field.ATTACHMENTS),
    "applicant:hand-in-uploads": Page(APPLICANT, "application", Verb.HAND_IN, Field.ATTACHMENTS),
    "applicant:hand-in-upload": Page(APPLICANT, "application", Verb.HAND_IN, Field.ATTACHMENTS),
    "applicant:outcome": Page(UNIT_TOO, about="application"),
    "applicant:outcome-certificate": Page(UNIT_TOO, about="application", verb=Verb.SEE, field=Field.CERTIFICATE),
    "applicant:outcome-consent": Page(UNIT_TOO, about="application", verb=Verb.CONSENT, field=Field.STORY),
}
