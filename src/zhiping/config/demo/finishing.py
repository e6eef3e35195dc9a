"""The second half of a demo edition: judging, approval, notice, publication, certificates, stories."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhiping.applications.models import Application
from zhiping.config.demo import papers
from zhiping.config.demo.trips import HOUR, Season, author_of
from zhiping.core.definition.vocabulary import StageKind
from zhiping.decision import actions as decision
from zhiping.decision.actions.objections import Evidence, Identity
from zhiping.decision.models import Certificate, CommitteeVote, Proposal, Publication, PublicNotice
from zhiping.decision.queries import approval as decided
from zhiping.recommendation import actions as recommendation
from zhiping.review import actions as review
from zhiping.review.models import RoundResult
from zhiping.review.queries import participants
from zhiping.screening import actions as screening
from zhiping.showcase import actions as showcase

DAY = timedelta(days=1)
MANY = 50
BEST, GOOD = 2, 5  # places that get the first and the second level


def return_case(season: Season, case: Application, key: str, reason: str) -> None:
    """Let a recommender return a case to its team."""
    officer = season.world.officers[key]
    recommendation.return_to_applicant(application_id=case.pk, reason=reason, by=officer, at=season.recommending)


def refuse(season: Season, case: Application, reason: str) -> None:
    """Refuse a case at the formal check, by two people."""
    first, second = season.world.office
    screening.fail_check(application_id=case.pk, reason=reason, by=first, at=season.checking)
    screening.confirm_failure(application_id=case.pk, by=second, at=season.checking + HOUR)


def _standing(season: Season, state: str) -> list[Application]:
    found = Application.objects.filter(edition=season.edition, state=state)
    return list(found.select_related("edition").order_by("number"))


def _conclude(season: Season, round_id: str) -> None:
    review.conclude_round(
        edition_id=season.edition.pk, round_id=round_id, by=season.office, at=season.reviewing + 2 * HOUR
    )


def score_round(season: Season, round_id: str, experts: slice) -> None:
    """Seat these experts, let them score every case of the round, and conclude it."""
    season.panel(round_id, season.world.experts[experts])
    season.assigned(round_id)
    season.scored(round_id)
    _conclude(season, round_id)


def _decide_by_points(season: Season, round_id: str, best: str, good: str, rest: str) -> None:
    """Let the panel name a level for each case by its place in a round that leaves the word to the panel."""
    results = list(
        RoundResult.objects.filter(application__edition=season.edition, round_id=round_id).order_by("-merged_points")
    )
    for place, result in enumerate(results):
        last = place == len(results) - 1
        review.decide(
            application_id=result.application_id,
            goes_on=not last,
            level="" if last else best if place < BEST else good if place < GOOD else rest,
            reason="评审组评议",
            by=season.office,
            at=season.reviewing + 3 * HOUR,
        )


def judge_excellence(season: Season, _cases: list[Application]) -> None:
    """Preliminary review, panel for the benchmark candidates, no site visit asked for."""
    score_round(season, "preliminary", slice(6, 14))
    _decide_by_points(season, "preliminary", "benchmark", "excellent", "progress")
    _deliberate(season, "panel", slice(6, 11))
    review.conclude_round(
        edition_id=season.edition.pk, round_id="site_visit", by=season.office, at=season.reviewing + 6 * HOUR
    )


def _deliberate(season: Season, round_id: str, experts: slice) -> None:
    """Convene a panel, vote for what was proposed, and let the others pass through."""
    season.panel(round_id, season.world.experts[experts], "会审组")
    review.find_conflicts(edition_id=season.edition.pk, by=season.office, at=season.reviewing + 3 * HOUR)
    review.convene(edition_id=season.edition.pk, round_id=round_id, by=season.office, at=season.reviewing + 3 * HOUR)
    taking, passing = participants(season.edition, round_id)
    for case in taking:
        level = _proposed(case)
        season.voted(round_id, case, level)
    if passing:
        review.conclude_round(
            edition_id=season.edition.pk, round_id=round_id, by=season.office, at=season.reviewing + 5 * HOUR
        )


def _proposed(case: Application) -> str:
    results = case.round_results.exclude(proposed_level="").order_by("-concluded_at", "-pk")
    found = results.values_list("proposed_level", flat=True).first()
    return str(found or "")


def judge_circles(season: Season) -> None:
    """Desk review, deliberation, presentation contest of the better ones."""
    score_round(season, "desk", slice(6, 14))
    _deliberate(season, "panel", slice(6, 12))
    season.panel("contest", season.world.experts[6:14], "发表赛评委组")
    season.assigned("contest")
    season.scored("contest")
    _conclude(season, "contest")


def judge_award(season: Season) -> None:
    """Bring every case of the award through its rounds to approval."""
    for name, judged in season.definition.rounds.items():
        if judged.scorecard is None:
            _deliberate(season, name, slice(6, 11))
            continue
        score_round(season, name, slice(6, 14))
        if _standing(season, name):
            _decide_by_points(season, name, _level(season, 0), _level(season, 1), _level(season, -1))


def _level(season: Season, place: int) -> str:
    levels = season.definition.levels
    return str(levels[min(place, len(levels) - 1)].id) if levels else ""


def propose(season: Season, at: datetime) -> None:
    """Put the proposals before the committee; equals on a boundary between two levels get the lower one."""
    for made in decision.propose(edition_id=season.edition.pk, by=season.office, at=at):
        between = [level for level in made.basis["between"] if level]
        if between:
            reason = "同分跨档，按评审组意见取较低一档"
            decision.change_proposal(
                application_id=made.application_id, level=between[-1], reason=reason, by=season.office, at=at
            )


def approve(season: Season, at: datetime) -> None:
    """Propose where nobody has, let the committee vote, resolve as voted, and have the guiding units sign where they must."""
    if not Proposal.objects.filter(application__edition=season.edition).exists():
        propose(season, at)
    _vote(season, _standing(season, "approval"), at + HOUR)
    decision.resolve_as_voted(edition_id=season.edition.pk, by=season.office, at=at + 2 * HOUR)
    if decided.needs_sign_off(season.edition):
        digest = decided.resolved_hash(season.edition)
        for actor in season.world.guiding:
            body = actor.name.rsplit(" · ", 1)[0]
            decision.sign_off(
                edition_id=season.edition.pk, body=body, list_hash=digest, agrees=True, by=actor, at=at + 3 * HOUR
            )


def resolve_first(season: Season, cases: list[Application], at: datetime) -> None:
    """Let the committee agree on its first cases; of the guiding units all but the first have signed that list."""
    _vote(season, cases, at)
    decision.resolve_as_voted(edition_id=season.edition.pk, by=season.office, at=at + HOUR)
    digest = decided.resolved_hash(season.edition)
    for actor in season.world.guiding[1:]:
        decision.sign_off(
            edition_id=season.edition.pk,
            body=actor.name.rsplit(" · ", 1)[0],
            list_hash=digest,
            agrees=True,
            by=actor,
            at=at + 2 * HOUR,
        )


def _vote(season: Season, cases: list[Application], at: datetime) -> None:
    """Let the committee agree with every proposal: one by one where they are few, written at once where many."""
    if len(cases) > MANY:
        proposed = dict(Proposal.objects.filter(application__in=cases).values_list("application_id", "level"))
        votes = [
            CommitteeVote(
                application=case, member_id=member.person_id, agrees=True, level=proposed[case.pk], voted_at=at
            )
            for case in cases
            for member in season.world.committee
        ]
        CommitteeVote.objects.bulk_create(votes)
        return
    for case in cases:
        for member in season.world.committee:
            decision.vote(application_id=case.pk, agrees=True, by=member, at=at)


def _open_notice(season: Season, at: datetime) -> PublicNotice:
    stage = season.definition.stages_of(StageKind.NOTICE)[0]
    return decision.open_notice(edition_id=season.edition.pk, stage_id=stage.id, by=season.office, at=at)


def notice_with_objection(season: Season, at: datetime) -> None:
    """Open the public notice; people object with their real names: one waits, one is refused, one is upheld."""
    notice = _open_notice(season, at)
    items = list(notice.items.order_by("pk"))
    decision.file_objection(
        item_id=items[0].pk,
        identity=Identity(name="钟诚", contact="13900000001", unit="某装备制造有限公司"),
        grounds="所述模式与本单位2022年公开发表的做法高度相似，请核查原创性。",
        evidence=_evidence(),
        at=at + DAY,
    )
    second = decision.file_objection(
        item_id=items[1].pk,
        identity=Identity(name="林实", contact="13900000002"),
        grounds="认为成效数据口径与年报不一致。",
        evidence=_evidence(),
        at=at + DAY + HOUR,
    )
    decision.settle_objection(
        objection_id=second.pk,
        upheld=False,
        answer="经核对财务部门出具的证明，口径一致，异议不成立。",
        by=season.office,
        at=at + 3 * DAY,
    )
    third = decision.file_objection(
        item_id=items[-1].pk,
        identity=Identity(name="简明", contact="13900000003", unit="某服务有限公司"),
        grounds="所附用户评价并非来自所述项目，附原始记录。",
        evidence=_evidence(),
        at=at + 2 * DAY,
    )
    decision.settle_objection(
        objection_id=third.pk,
        upheld=True,
        answer="经调阅原始记录，用户评价与所述项目不符，异议成立。",
        by=season.office,
        at=at + 3 * DAY + HOUR,
    )


def _evidence() -> Evidence:
    return Evidence(name="证明材料.jpg", content=papers.sealed_sheet("证明", ""))


def publish(season: Season, *, notice_at: datetime, at: datetime) -> None:
    """Give notice where the edition does, publish by two people, issue certificates, tell some stories."""
    if season.definition.stages_of(StageKind.NOTICE):
        notice = _open_notice(season, notice_at)
        decision.close_notice(notice_id=notice.pk, by=season.office, at=notice.closes_at + HOUR)
    first, second = season.world.office
    prepared: Publication = decision.prepare_publication(
        edition_id=season.edition.pk,
        document_number=f"演示〔{season.edition.year}〕{season.edition.pk}号",
        by=first,
        at=at,
    )
    decision.release(publication_id=prepared.pk, by=second, at=at + HOUR)
    decision.issue_certificates(edition_id=season.edition.pk, by=first, at=at + 2 * HOUR)
    for certificate in Certificate.objects.filter(application__edition=season.edition).order_by("pk")[:2]:
        decision.build_certificate(certificate_id=certificate.pk)
    for case in _standing(season, "published")[:5]:
        _tell_story(season, case, at + DAY)


def _tell_story(season: Season, case: Application, at: datetime) -> None:
    author = author_of(case)
    showcase.consent(
        application_id=case.pk,
        title=case.title,
        summary="小组从现场数据出发，找到症结，逐条验证原因，制定并实施对策，指标稳定达到目标，做法已纳入作业标准。",
        body="选题来自班组每日的缺陷记录。小组按班次、设备和批次分层，用排列图锁定症结，再用因果图和现场试验确认主要原因。\n\n对策逐项落实到人，效果用控制图跟踪三个月，并由财务部门核实效益。",
        by=author,
        at=at,
    )
    showcase.publish_story(application_id=case.pk, by=season.office, at=at + HOUR)
