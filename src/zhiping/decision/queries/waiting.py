"""What this stage waits for, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _

from zhiping.applications.models import Application
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.decision.models import Certificate, NoticeItem, Objection, Publication, SignOff
from zhiping.decision.queries import approval, outcomes, signing
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def waiting_for(actor: Actor) -> list[Item]:
    """Return the lines of this stage on somebody's worklist; one a case for voters, one a list for the office."""
    if actor.role is Role.COMMITTEE:
        return _votes(actor)
    if actor.role is Role.GUIDING:
        return _sign_offs(actor)
    if actor.role is Role.SECRETARIAT:
        return _office(_running())
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
            due_at=case.closes_at,
            since=case.state_since,
        )
        for case in waiting.annotate(closes_at=programmes.closing_of_stage("state"))
        .select_related("organisation", "edition")
        .order_by("pk")
    ]


def _sign_offs(actor: Actor) -> list[Item]:
    return [
        Item(
            title=waiting.edition.title,
            what=_("会签审定名单"),
            href_name="committee:list",
            href_args=(waiting.edition.pk,),
            count=waiting.count,
            of_edition=True,
        )
        for waiting in signing.lists_to_sign(actor)
        if waiting.waits_for_me
    ]


@dataclass(slots=True)
class _Desk:
    """What waits for the office in one edition."""

    unproposed: int = 0
    unresolved: int = 0
    to_notice: int = 0
    objections: int = 0
    to_publish: int = 0
    is_prepared: bool = False
    to_certify: int = 0
    since: datetime | None = None
    judged_by: datetime | None = None
    due_at: datetime | None = None


def _office(editions: list[Edition]) -> list[Item]:
    """Return the office's lines, edition by edition; the same few queries however many editions there are."""
    desks = {edition.pk: _Desk() for edition in editions}
    before = Q(phase="approval", resolution__isnull=True)
    judged = Application.objects.filter(before, edition__in=desks).values_list("edition_id").order_by()
    for pk, unproposed, unresolved, since, until in judged.annotate(
        unproposed=Count("pk", Q(proposal__isnull=True)),
        unresolved=Count("pk", Q(proposal__isnull=False)),
        since=Min("state_since"),
        until=Max(programmes.closing_of_stage("state")),
    ):
        desk = desks[pk]
        desk.unproposed, desk.unresolved, desk.since, desk.judged_by = unproposed, unresolved, since, until
    _ahead(editions, desks)
    objections = Objection.objects.filter(state="open", item__notice__edition__in=desks).order_by()
    for pk, count, due_at in objections.values_list("item__notice__edition_id").annotate(
        n=Count("pk"), due=Max("item__notice__closes_at")
    ):
        desks[pk].objections, desks[pk].due_at = count, due_at
    for pk in Publication.objects.filter(released_at__isnull=True, edition__in=desks).values_list(
        "edition_id", flat=True
    ):
        desks[pk].is_prepared = True
    return [line for edition in editions for line in _lines(edition, desks[edition.pk])]


def _ahead(editions: list[Edition], desks: dict[int, _Desk]) -> None:
    """Count what has a level and waits for its notice, its publication, its certificate."""
    shown = NoticeItem.objects.filter(application=OuterRef("pk"))
    valid = Certificate.objects.filter(application=OuterRef("pk"), revoked_at__isnull=True)
    resolved = Application.objects.filter(edition__in=desks, resolution__isnull=False).exclude(resolution__level="")
    waiting = resolved.filter(phase__in=["notice", "published"]).annotate(shown=Exists(shown), held=Exists(valid))
    counted = waiting.order_by().values_list("edition_id", "state", "shown", "held").annotate(n=Count("pk"))
    rules = {edition.pk: programmes.definition_of(edition).certificate for edition in editions}
    notice = {edition.pk: outcomes.states_of(edition, StageKind.NOTICE) for edition in editions}
    publish = {edition.pk: outcomes.states_of(edition, StageKind.PUBLICATION) for edition in editions}
    for pk, state, is_shown, is_held, count in counted:
        certificate = rules[pk]
        if state in notice[pk] and not is_shown:
            desks[pk].to_notice += count
        if state in publish[pk]:
            desks[pk].to_publish += count
        if state == "published" and not is_held and certificate is not None and certificate.issued:
            desks[pk].to_certify += count


def _lines(edition: Edition, desk: _Desk) -> Iterator[Item]:
    release = _("复核并发布") if desk.is_prepared else _("准备发布")
    lines = (
        (desk.unproposed, _("提出建议等级"), "secretariat:proposals", desk.since, desk.judged_by),
        (desk.unresolved, _("记录审定结果"), "secretariat:proposals", desk.since, desk.judged_by),
        (desk.to_notice, _("开始公示"), "secretariat:notice-desk", None, None),
        (desk.objections, _("核查异议"), "secretariat:objections", None, desk.due_at),
        (desk.to_publish, release, "secretariat:publication", None, None),
        (desk.to_certify, _("制发证书"), "secretariat:certificates", None, None),
    )
    for count, what, name, since, due_at in lines:
        if count:
            yield Item(
                title=edition.title,
                what=what,
                href_name=name,
                href_args=(edition.pk,),
                due_at=due_at,
                since=since,
                count=count,
                of_edition=True,
            )


def unsigned(edition: Edition) -> list[str]:
    """Return the guiding units that returned the current list, for the desk's warning."""
    current = approval.resolved_hash(edition)
    returned = SignOff.objects.filter(edition=edition, list_hash=current, verdict=SignOff.Verdict.RETURNED)
    return list(returned.values_list("body", flat=True))
