"""A change of the content voids the unit's opinion: it was given on another version (D1)."""

from __future__ import annotations

from datetime import datetime

from zhiping.applications.models import Application
from zhiping.applications.queries import completeness
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes

REASON = "材料在出具意见之后有改动"


def void_endorsement(application: Application, *, by: Actor, at: datetime) -> None:
    """Void the standing opinion of a locked case and tell both sides.

    Side effects in order: Endorsement.voided_at; journal entry; message to the author and the unit.
    """
    standing = completeness.standing_endorsement(application)
    if standing is None:
        return
    standing.voided_at, standing.voided_reason = at, REASON
    standing.save(update_fields=["voided_at", "voided_reason"])
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("applications.void_endorsement", subject=subject, edition_key=key, reason=REASON, by=by, at=at)
    people = {application.created_by_id, *organisations.people(application.organisation_id, "unit")}
    messages.send(
        "applications.endorsement_voided",
        to=people,
        key=f"applications.endorsement_voided:{standing.pk}",
        facts={"title": application.title, "edition": application.edition.title},
        link=f"/cases/{application.pk}/",
        wording=programmes.wording(application.edition),
        at=at,
    )
