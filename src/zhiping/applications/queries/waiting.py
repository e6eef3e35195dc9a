"""What waits on applicants and units before submission."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from zhiping.applications.models import Application, Endorsement
from zhiping.applications.queries.visible import visible_to
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.journal.models import Entry
from zhiping.programmes.models import Edition

SHOWN = 200
ASKED, GIVEN_BACK = "applications.request_endorsement", "applications.return_to_team"


def waiting_for(actor: Actor) -> list[Item]:
    """Return the drafts to be finished (applicant) or to be given the unit's opinion (unit)."""
    if actor.role not in (Role.APPLICANT, Role.UNIT):
        return []
    drafts = visible_to(actor).filter(phase="draft").prefetch_related("edition__windows")[:SHOWN]
    endorsed = set(
        Endorsement.objects.filter(application__in=[d.pk for d in drafts], voided_at__isnull=True).values_list(
            "application_id", flat=True
        )
    )
    return [_item(draft, actor.role, endorsed=draft.pk in endorsed) for draft in drafts]


def waiting_for_opinion(edition: Edition, *, asked_before: datetime) -> list[tuple[int, int]]:
    """Return the units whose opinion was asked for by then and does not stand, with how many drafts wait there.

    A draft that the unit gave back to its team since waits for the team.
    """
    turns = Entry.objects.filter(act__in=(ASKED, GIVEN_BACK), edition_key=edition.key, at__lte=asked_before)
    last = dict(turns.order_by("pk").values_list("subject", "act"))
    asked = [int(subject.rpartition(":")[2]) for subject, act in last.items() if act == ASKED]
    standing = Endorsement.objects.filter(application=OuterRef("pk"), voided_at__isnull=True)
    drafts = Application.objects.filter(pk__in=asked, edition=edition, state="draft").exclude(Exists(standing))
    rows = drafts.order_by("organisation_id").values_list("organisation_id").annotate(n=Count("pk"))
    return [(organisation_id, count) for organisation_id, count in rows]


def _item(draft: Application, role: Role, *, endorsed: bool) -> Item:
    closes_at = next((w.closes_at for w in draft.edition.windows.all() if w.stage_id == "apply"), None)
    if role is Role.UNIT and not endorsed:
        what, href = "endorse", "unit:endorse"
    elif endorsed:
        what, href = "submit", "applicant:submit"
    else:
        what, href = "fill_in", "applicant:draft"
    return Item(
        title=draft.title or draft.edition.title,
        what=what,
        href_name=href,
        href_args=(draft.pk,),
        application_id=draft.pk,
        detail=draft.edition.title,
        due_at=closes_at,
        since=draft.state_since,
    )
