"""The case and its first facts; later stages hang their own tables below Application."""

from zhiping.applications.models.case import Application, StateChange
from zhiping.applications.models.content import Attachment, Content, PrivateValue, Snapshot, Version
from zhiping.applications.models.facts import (
    AvoidanceRequest,
    Endorsement,
    Extension,
    OpinionDraft,
    Receipt,
    SealedSheet,
    SignUp,
)
from zhiping.applications.models.paper import Bundle, PaperCopy

__all__ = [
    "Application",
    "Attachment",
    "AvoidanceRequest",
    "Bundle",
    "Content",
    "Endorsement",
    "Extension",
    "OpinionDraft",
    "PaperCopy",
    "PrivateValue",
    "Receipt",
    "SealedSheet",
    "SignUp",
    "Snapshot",
    "StateChange",
    "Version",
]
