"""What waits on applicants and units before submission."""

from __future__ import annotations

from zhiping.applications.models import Application, Endorsement
from zhiping.applications.queries.visible import visible_to
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item

SHOWN = 200


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
