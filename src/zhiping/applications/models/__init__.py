"""The case and its first facts; later stages hang their own tables below Application."""

from zhiping.applications.models.case import Application, StateChange
from zhiping.applications.models.content import Attachment, Content, PrivateValue, Version
from zhiping.applications.models.facts import AvoidanceRequest, Endorsement, Extension, Receipt, SignUp

__all__ = [
    "Application",
    "Attachment",
    "AvoidanceRequest",
    "Content",
    "Endorsement",
    "Extension",
    "PrivateValue",
    "Receipt",
    "SignUp",
    "StateChange",
    "Version",
]
