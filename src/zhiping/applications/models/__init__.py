"""The case and its first facts; later stages hang their own tables below Application."""

from zhiping.applications.models.case import Application, StateChange
from zhiping.applications.models.content import Attachment, Content, PrivateValue, Version
from zhiping.applications.models.facts import (
    AvoidanceRequest,
    Endorsement,
    Extension,
    OpinionDraft,
    Receipt,
    SealedSheet,
    SignUp,
)

__all__ = [
    "Application",
    "Attachment",
    "AvoidanceRequest",
    "Content",
    "Endorsement",
    "Extension",
    "OpinionDraft",
    "PrivateValue",
    "Receipt",
    "SealedSheet",
    "SignUp",
    "StateChange",
    "Version",
]
