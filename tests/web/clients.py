"""Browsers of people, and editions whose clock shows a given instant, for tests of pages."""

from __future__ import annotations

from datetime import datetime

from django.test import Client
from django.utils import timezone

from tests.factories.editions import make_edition
from tests.factories.people import user_of
from zhiping.core.permissions.actor import Actor
from zhiping.programmes.models import Edition


def client_of(actor: Actor) -> Client:
    """Return a browser signed in as this person in this capacity."""
    client = Client()
    client.force_login(user_of(actor))
    session = client.session
    session["capacity"] = [actor.role.value, actor.scope_id]
    session.save()
    return client


def edition_showing(instant: datetime, key: str = "qc-circle/2022") -> Edition:
    """Return a demo edition whose clock shows this instant now."""
    edition = make_edition(key, is_demo=True)
    edition.clock_shift = instant - timezone.now()
    edition.save(update_fields=["clock_shift"])
    return edition
