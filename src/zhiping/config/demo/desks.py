"""What lies on the office's and the units' desks beside the cases: complaints, invitations, sign-ups, paper, views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from django.db.models import F

from zhiping.accounts import actions as accounts
from zhiping.accounts.models import User
from zhiping.applications import actions as applications
from zhiping.applications.models import Application
from zhiping.applications.queries import sheets
from zhiping.config.demo import papers
from zhiping.config.demo.people import LONG_AGO, World
from zhiping.config.demo.trips import HOUR, Season
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.sheetcode import Paper
from zhiping.jobs import actions as jobs
from zhiping.organisations import actions as organisations
from zhiping.organisations.models import Invitation
from zhiping.organisations.queries import invitations as invited
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions as recommendation
from zhiping.recommendation.actions.complaints import Complainant
from zhiping.screening import actions as screening

DAY = timedelta(days=1)
REFUTED = "已调阅该单位培训通知和账目，所收为自愿参加的外部培训教材费，与推荐申报无关，投诉不属实。"
PROVEN = "已调阅收款记录并与三家企业核对，该单位以“申报辅导费”名义向申报企业收费，投诉属实，取消其本年度推荐资格。"
PROPOSED = "经核对通知文本和往来邮件，未见以推荐为条件的收费，拟认定投诉不属实。"


def complaints(season: Season, sides: dict[str, Recommender]) -> None:
    """Complaints about fees in every state: under inquiry, waiting for the second officer, refuted, proven."""
    first, second = season.world.office
    at, misconduct = season.recommending, season.definition.route.misconduct[0].id

    def filed(key: str, grounds: str, *, who: Complainant, evidence: bool = False) -> int:
        found = recommendation.file_complaint(
            recommender_id=sides[key].pk,
            misconduct=misconduct,
            complainant=who,
            grounds=grounds,
            evidence=("收据.jpg", papers.sealed_sheet("收据", "")) if evidence else None,
            at=at,
        )
        return int(found.pk)

    nobody = Complainant()
    waits = filed("group5", "该单位通知各班组，申报前须购买其指定的辅导资料。", who=nobody, evidence=True)
    recommendation.note_complaint(
        complaint_id=waits, text="已电话联系该单位联络人，请其三个工作日内书面说明。", by=first, at=at + HOUR
    )
    filed("district5", "要求每个小组交“材料整理费”三百元，口头通知，没有凭证。", who=nobody)
    named = Complainant("简明", "某服务有限公司", "13900000004")
    proposed = filed("industry7", "收到该单位邮件，称参加付费培训的单位优先推荐。", who=named)
    recommendation.propose_finding(complaint_id=proposed, proven=False, answer=PROPOSED, by=first, at=at + 2 * HOUR)
    for key, grounds, proven, answer in (
        ("district7", "该单位向参加交流会的小组收取教材费。", False, REFUTED),
        ("industry12", "以“申报辅导费”名义向企业收费，附付款凭证。", True, PROVEN),
    ):
        found = filed(key, grounds, who=named, evidence=proven)
        recommendation.propose_finding(complaint_id=found, proven=proven, answer=answer, by=first, at=at + 3 * HOUR)
        recommendation.confirm_finding(complaint_id=found, by=second, at=at + 4 * HOUR)


def sign_up_only(season: Season, places: Sequence[int]) -> None:
    """Sign units up that have not begun to write yet."""
    for place in places:
        unit = season.world.units[place]
        applications.sign_up(
            edition_id=season.edition.pk, organisation_id=unit.organisation.pk, by=unit.admin, at=season.applying
        )


def invitations(world: World, now: datetime) -> None:
    """Invitations as they come to stand: accepted, taken back, run out, waiting; by a unit and by the office."""
    unit, office = world.units[0], world.office[0]

    def invite(name: str, capacity: str, at: datetime, *, by: Actor, organisation_id: int | None) -> Invitation:
        return organisations.invite_member(
            organisation_id=organisation_id, email=f"{name}@demo.invalid", capacity=capacity, by=by, at=at
        )

    own = {"by": unit.admin, "organisation_id": unit.organisation.pk}
    accepted = invite("colleague", "applicant", now - 20 * DAY, **own)  # type: ignore[arg-type]
    colleague = User.objects.create(
        username="colleague", email=accepted.email, name="苏晴川", password=world.hashed, date_joined=LONG_AGO
    )
    organisations.accept_invitation(
        token=invited.token_of(accepted),
        by=Actor(colleague.pk, Role.PUBLIC, None, colleague.name),
        at=now - 19 * DAY,
    )
    mistaken = invite("colleague-typo", "applicant", now - 20 * DAY, **own)  # type: ignore[arg-type]
    organisations.withdraw_invitation(invitation_id=mistaken.pk, by=unit.admin, at=now - 20 * DAY + HOUR)
    invite("former-colleague", "unit", now - 12 * DAY, **own)  # type: ignore[arg-type]
    invite("new-colleague", "applicant", now - DAY, **own)  # type: ignore[arg-type]
    side = world.sides["industry1"]
    invite("second-officer", "recommender", now - 2 * DAY, by=office, organisation_id=side.pk)
    invite("new-expert", "expert", now - 2 * DAY, by=office, organisation_id=None)
    Invitation.objects.update(mailed_at=F("invited_at"), attempts=1)
    jobs.forget("organisations.mail_invitation")


def share_out(season: Season, cases: Sequence[Application]) -> None:
    """Share the cases of the formal check out among the office; the last ones nobody has taken yet."""
    ids = [case.pk for case in cases[: len(cases) * 4 // 5]]
    people = [officer.person_id for officer in season.world.office]
    screening.share_out(application_ids=ids, officer_ids=people, by=season.office, at=season.checking)


def paper_copies(season: Season, cases: Sequence[Application]) -> None:
    """Book the bound copies that came by post: all of them for some cases, one or none for others."""
    asked = season.definition.paper.copies
    for case, count in zip(cases, cycle((asked, 1, asked, 0)), strict=False):
        version = case.versions.latest("number")
        code = sheets.code_of(case, Paper.BUNDLE, version=version.number, digest=version.content_hash)
        for place in range(count):
            applications.receive_copy(code=code, by=season.office, at=season.checking + place * timedelta(minutes=1))


def saved_views(world: World, editions: dict[str, int], at: datetime) -> None:
    """Keep the lists that the office asks for every day."""
    for name, query, shared in (
        ("形式审查中（全部活动）", "phase=screening", True),
        ("质量管理小组 · 等推荐单位", f"edition={editions['qc-circle']}&phase=recommendation", True),
        ("质量管理小组 · 补正中", f"edition={editions['qc-circle']}&phase=supplement", False),
    ):
        accounts.save_view(list_name="applications", name=name, query=query, shared=shared, by=world.office[0], at=at)
