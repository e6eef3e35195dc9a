"""Types of the doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhiping.core.permissions.actor import Actor

if TYPE_CHECKING:
    from zhiping.accounts.models import User


class Request(HttpRequest):
    """A request after our middleware: who asks, as whom, and which other capacities that person has."""

    actor: Actor
    capacities: list[Actor]
    unread: int
    htmx: HtmxDetails


class SignedIn(Request):
    """A request behind `login_required`."""

    user: User
