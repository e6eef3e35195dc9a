"""What the office's decision desk shows at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from zhiping.applications.models import Application
from zhiping.core.definition.outcome import Forwarding as ForwardingRule
from zhiping.core.definition.vocabulary import StageKind
from zhiping.decision.models import Certificate, Forwarding, Objection, Publication, PublicNotice
from zhiping.decision.queries import approval, outcomes
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One edition at the decision desk."""

    edition: Edition
    before_committee: int
    proposed: int
    on_list: int
    ready: int
    published: int
    notices: list[PublicNotice]
    open_objections: int
    missing_sign_offs: list[str]
    prepared: bool
    certificates: int
    has_notice_stage: bool


def desk_rows() -> list[DeskRow]:
    """Return the editions that have cases from approval on."""
    reached = Application.objects.filter(phase__in=["approval", "notice", "published"]).order_by()
    return [_row(edition) for edition in programmes.editions().filter(pk__in=reached.values("edition_id"))]


def _row(edition: Edition) -> DeskRow:
    publication = outcomes.states_of(edition, StageKind.PUBLICATION)
    notice = outcomes.states_of(edition, StageKind.NOTICE)
    counted = Application.objects.filter(edition=edition).aggregate(
        before=Count("pk", Q(phase="approval", resolution__isnull=True)),
        proposed=Count("pk", Q(phase="approval", resolution__isnull=True, proposal__isnull=False)),
        on_list=Count("pk", Q(state__in=notice)),
        ready=Count("pk", Q(state__in=publication)),
        published=Count("pk", Q(state="published")),
    )
    has_list = bool(counted["on_list"] or counted["ready"])
    return DeskRow(
        edition=edition,
        before_committee=counted["before"],
        proposed=counted["proposed"],
        on_list=counted["on_list"],
        ready=counted["ready"],
        published=counted["published"],
        notices=list(PublicNotice.objects.filter(edition=edition).order_by("pk")),
        open_objections=Objection.objects.filter(item__notice__edition=edition, state="open").count(),
        missing_sign_offs=approval.missing_sign_offs(edition, approval.resolved_hash(edition)) if has_list else [],
        prepared=Publication.objects.filter(edition=edition, released_at__isnull=True).exists(),
        certificates=Certificate.objects.filter(application__edition=edition, revoked_at__isnull=True).count(),
        has_notice_stage=bool(notice),
    )


def forwardings_open_to(case: Application) -> list[tuple[ForwardingRule, bool]]:
    """Return the edition's forwardings that the case's level allows, each with whether it was chosen."""
    chosen = set(Forwarding.objects.filter(application=case).values_list("to", flat=True))
    level = outcomes.resolved_level(case)
    rules = programmes.definition_of(case.edition).forwarding
    return [(rule, rule.id in chosen) for rule in rules if level and (not rule.levels or level in rule.levels)]
