"""Cases in the decision stage, brought there by running the acts themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from zhiping.accounts.models import OfficeRole
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision import actions
from zhiping.decision.models import Publication, PublicNotice
from zhiping.decision.queries import approval
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import RoundResult

HOUR = timedelta(hours=1)


def judge(case: Application, round_id: str, points: str | None = None, level: str = "") -> RoundResult:
    """Give the case a concluded result of a round."""
    return RoundResult.objects.create(
        application=case,
        round_id=round_id,
        merged_points=Decimal(points) if points else None,
        proposed_level=level,
        advanced=True,
        concluded_at=AT,
    )


def make_judged(edition: Edition, points: str = "90", level: str = "excellent", **fields: object) -> Application:
    """Return a case before the committee, with points of the first round and a level of the panel."""
    case = make_case(edition, "approval", **fields)  # type: ignore[arg-type]
    rounds = [s.round for s in programmes.definition_of(edition).stages if s.round]
    panel = "panel" if "panel" in rounds else rounds[-1]
    if panel != rounds[0]:
        judge(case, rounds[0], points)
    judge(case, panel, None if panel != rounds[0] else points, level)
    return case


def make_committee(size: int = 3) -> list[Actor]:
    """Return the members of the approval committee, appointed at the first call."""
    standing = OfficeRole.objects.filter(office="committee", ended_at__isnull=True).order_by("id")
    found = [Actor(o.user_id, Role.COMMITTEE, None, o.user.name) for o in standing.select_related("user")]
    return found or [make_officer(Role.COMMITTEE, f"审定委员{n}") for n in range(1, size + 1)]


def make_guides(edition: Edition) -> list[tuple[str, Actor]]:
    """Return every guiding unit with a person who speaks for it."""
    bodies = programmes.definition_of(edition).guiding_units
    return [(body, make_officer(Role.GUIDING, f"{body}联络员", body=body)) for body in bodies]


def resolve_all(edition: Edition, *, office: Actor, at: datetime = AT) -> None:
    """Propose, vote and resolve every case before the committee."""
    members = make_committee()
    actions.propose(edition_id=edition.pk, by=office, at=at)
    for case in approval.before_committee(edition):
        for member in members:
            actions.vote(application_id=case.pk, agrees=True, by=member, at=at)
    actions.resolve_as_voted(edition_id=edition.pk, by=office, at=at)


def sign_all(edition: Edition, *, at: datetime = AT) -> None:
    """Let every guiding unit agree to the resolved list, where the edition asks them."""
    if approval.needs_sign_off(edition):
        for body, guide in make_guides(edition):
            current = approval.resolved_hash(edition)
            actions.sign_off(edition_id=edition.pk, body=body, list_hash=current, agrees=True, by=guide, at=at)


def make_notice(
    edition: Edition | None = None, *, cases: int = 2, office: Actor | None = None, at: datetime = AT
) -> PublicNotice:
    """Return an open public notice on resolved and signed cases."""
    edition = edition or make_edition("excellence/2024")
    office = office or make_officer()
    for n in range(cases):
        make_judged(edition, points=str(95 - n), title=f"以数据驱动的质量改进模式之{n + 1}")
    resolve_all(edition, office=office, at=at)
    sign_all(edition, at=at)
    return actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=at)


def make_prepared(edition: Edition | None = None, *, cases: int = 2, office: Actor | None = None) -> Publication:
    """Return a list prepared for release, its notice over."""
    office = office or make_officer()
    notice = make_notice(edition, cases=cases, office=office)
    actions.close_notice(notice_id=notice.pk, by=office, at=notice.closes_at)
    return actions.prepare_publication(edition_id=notice.edition_id, by=office, at=notice.closes_at)


def make_published(edition: Edition | None = None, *, cases: int = 2) -> Publication:
    """Return a released list."""
    prepared = make_prepared(edition, cases=cases)
    second = make_officer(name="钱主任")
    return actions.release(publication_id=prepared.pk, by=second, at=prepared.prepared_at + HOUR)
