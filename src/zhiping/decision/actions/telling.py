"""Whom the acts of this stage tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zhiping.accounts.models import OfficeRole
from zhiping.applications.models import Application
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def applicant(code: str, case: Application, facts: Mapping[str, object], *, at: datetime) -> None:
    """Tell whoever drafted a case."""
    messages.send(
        code,
        to=[case.created_by_id],
        key=f"{code}:{case.pk}",
        facts={"title": case.title, "edition": case.edition.title, **facts},
        link=f"/cases/{case.pk}/",
        wording=programmes.wording(case.edition),
        at=at,
    )


def office(code: str, office_name: str, edition: Edition, about: tuple[str, str], *, at: datetime) -> None:
    """Tell everybody who holds an office. about: key of what happened, and the page to go to."""
    standing = OfficeRole.objects.filter(office=office_name, ended_at__isnull=True)
    to = standing.values_list("user_id", flat=True)
    key, link = about
    messages.send(
        code, to=to, key=key, facts={"edition": edition.title}, link=link, wording=programmes.wording(edition), at=at
    )
