"""What this stage waits for, by whom."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from zhiping.applications.models import Application
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.decision.models import Objection, PublicNotice, SignOff
from zhiping.decision.queries import approval, outcomes, publications
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def waiting_for(actor: Actor) -> list[Item]:
    """Return the lines of this stage on somebody's worklist; one a case for voters, one a list for the office."""
    if actor.role is Role.COMMITTEE:
        return _votes(actor)
    if actor.role is Role.GUIDING:
        return _sign_offs(actor)
    if actor.role is Role.SECRETARIAT:
        return [line for edition in _running() for line in _office(edition)]
    return []


def _running() -> list[Edition]:
    reached = Application.objects.filter(phase__in=["approval", "notice", "published"]).order_by()
    return list(programmes.editions().filter(pk__in=reached.values("edition_id")))


def _votes(actor: Actor) -> list[Item]:
    cases = Application.objects.filter(phase="approval", proposal__isnull=False, resolution__isnull=True)
    waiting = approval.without_conflict(cases, actor).exclude(committee_votes__member_id=actor.user_id)
    return [
        Item(
            title=case.title,
            what=_("审议表决"),
            href_name="committee:proposal",
            href_args=(case.pk,),
            application_id=case.pk,
            detail=f"{case.organisation} · {case.edition}",
            since=case.state_since,
        )
        for case in waiting.select_related("organisation", "edition").order_by("pk")
    ]


def _sign_offs(actor: Actor) -> list[Item]:
    bodies = approval.bodies_of(actor)
    found = []
    for edition in _running():
        if not approval.needs_sign_off(edition):
            continue
        rows = approval.resolved_list(edition)
        given = approval.sign_offs(edition, approval.resolved_hash(edition))
        if rows and any(given.get(body) is None for body in bodies if body in given):
            found.append(
                Item(
                    title=edition.title,
                    what=_("会签审定名单"),
                    href_name="committee:list",
                    href_args=(edition.pk,),
                    count=len(rows),
                )
            )
    return found


def _office(edition: Edition) -> list[Item]:
    states = outcomes.states_of(edition, StageKind.NOTICE)
    numbers = Application.objects.filter(edition=edition).aggregate(
        unproposed=Count("pk", Q(phase="approval", proposal__isnull=True, resolution__isnull=True)),
        unresolved=Count("pk", Q(phase="approval", proposal__isnull=False, resolution__isnull=True)),
        to_notice=Count("pk", Q(state__in=states, notice_items__isnull=True)),
        since=Min("state_since", filter=Q(phase="approval")),
    )
    since = numbers.pop("since")
    objections = Objection.objects.filter(item__notice__edition=edition, state="open")
    closing = PublicNotice.objects.filter(edition=edition, closed_at__isnull=True).aggregate(Max("closes_at"))
    lines = [
        ("unproposed", _("提出建议等级"), "secretariat:proposals", since, None),
        ("unresolved", _("记录审定结果"), "secretariat:proposals", since, None),
        ("to_notice", _("开始公示"), "secretariat:notice-desk", None, None),
    ]
    found = [
        Item(edition.title, what, name, (edition.pk,), since=begun, due_at=due, count=numbers[key])
        for key, what, name, begun, due in lines
        if numbers[key]
    ]
    if count := objections.count():
        due = closing["closes_at__max"]
        found.append(
            Item(edition.title, _("核查异议"), "secretariat:objections", (edition.pk,), due_at=due, count=count)
        )
    if count := len(publications.ready_rows(edition)):
        what = _("复核并发布") if publications.prepared(edition) else _("准备发布")
        found.append(Item(edition.title, what, "secretariat:publication", (edition.pk,), count=count))
    certificate = programmes.definition_of(edition).certificate
    if certificate and certificate.issued and (count := publications.without_certificate(edition).count()):
        found.append(Item(edition.title, _("制发证书"), "secretariat:certificates", (edition.pk,), count=count))
    return found


def unsigned(edition: Edition) -> list[str]:
    """Return the guiding units that returned the current list, for the desk's warning."""
    current = approval.resolved_hash(edition)
    returned = SignOff.objects.filter(edition=edition, list_hash=current, verdict=SignOff.Verdict.RETURNED)
    return list(returned.values_list("body", flat=True))
