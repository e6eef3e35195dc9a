"""Browsers of people in tests."""

from __future__ import annotations

from django.test import Client

from tests.factories.people import user_of
from zhiping.core.permissions.actor import Actor


def client_of(actor: Actor) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(user_of(actor))
    return client
