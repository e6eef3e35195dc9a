"""Tell the people concerned by the formal check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from zhiping.applications.models import Application
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes


def applicants(application: Application) -> list[int]:
    """Return who writes the case: its author and the colleagues let in."""
    return [application.created_by_id, *application.editors.values_list("pk", flat=True)]


def tell(application: Application, code: str, *, about: int, to: Iterable[int], at: datetime, **more: object) -> None:
    """Send a message of the check about one result or finding, once; instants are told in Beijing time."""
    local = {name: timezone.localtime(v) if isinstance(v, datetime) else v for name, v in more.items()}
    messages.send(
        f"screening.{code}",
        to=to,
        key=f"screening.{code}:{about}",
        facts={"title": application.title, "edition": application.edition.title, **local},
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
