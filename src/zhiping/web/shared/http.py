"""Types of the doors."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhiping.core.permissions.actor import Actor


class Request(HttpRequest):
    """A request after our middleware: who asks, as whom, and which other capacities that person has."""

    actor: Actor
    capacities: list[Actor]
    htmx: HtmxDetails
