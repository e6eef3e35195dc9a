"""Proposals by rule, votes of those without an interest, resolutions as voted, sign-offs of exactly one list."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from tests.factories.cases import AT
from tests.factories.decisions import judge, make_committee, make_guides, make_judged, resolve_all, sign_all
from tests.factories.editions import make_edition
from tests.factories.people import LONG_AGO, make_officer, make_organisation, user_of
from zhiping.accounts.models import OfficeRole
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.decision import actions
from zhiping.decision.models import CommitteeVote, Proposal, Resolution, SignOff
from zhiping.decision.queries import approval, facts_for_case, waiting_for
from zhiping.experts.models import Expert
from zhiping.journal.models import Entry
from zhiping.organisations.models import Membership
from zhiping.programmes.models import Edition
from zhiping.review.models import Conflict

pytestmark = pytest.mark.django_db
upgrade = import_module("zhiping.decision.migrations.0003_levels_voted_for")


@pytest.fixture
def edition() -> Edition:
    return make_edition("excellence/2024")


@pytest.fixture
def office() -> Actor:
    return make_officer()


def proposed(edition: Edition, office: Actor, **fields: str) -> Application:
    case = make_judged(edition, **fields)
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    return case


def test_the_panels_level_is_proposed_where_the_notice_leaves_it_to_the_panel(edition: Edition, office: Actor) -> None:
    case = proposed(edition, office, points="88.5", level="excellent")

    proposal = Proposal.objects.get(application=case)

    assert (proposal.level, proposal.basis["points"], proposal.basis["rank"]) == ("excellent", "88.50", 1)


def test_shares_are_proposed_per_domain_and_the_benchmark_only_through_the_presentation(office: Actor) -> None:
    edition = make_edition("qc-circle/2022")
    cases = [make_judged(edition, points=str(99 - n)) for n in range(18)]
    judge(cases[5], "presentation", "99")

    actions.propose(edition_id=edition.pk, by=office, at=AT)

    levels = {p.application_id: p.level for p in Proposal.objects.all()}
    assert [n for n, case in enumerate(cases) if levels[case.pk] == "benchmark"] == [5]
    assert sorted(levels.values()).count("excellent") == 8


def test_an_unconcluded_round_counts_for_nothing(edition: Edition, office: Actor) -> None:
    case = make_judged(edition, level="excellent")
    case.round_results.update(concluded_at=None)

    actions.propose(edition_id=edition.pk, by=office, at=AT)

    assert Proposal.objects.get(application=case).level == ""


def test_proposing_again_leaves_what_a_person_decided(edition: Edition, office: Actor) -> None:
    case = proposed(edition, office, level="excellent")
    actions.change_proposal(application_id=case.pk, level="benchmark", reason="现场验证突出", by=office, at=AT)

    actions.propose(edition_id=edition.pk, by=office, at=AT)

    assert Proposal.objects.get(application=case).level == "benchmark"


def test_a_changed_proposal_needs_a_reason_and_a_known_level(edition: Edition, office: Actor) -> None:
    case = proposed(edition, office)

    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.change_proposal(application_id=case.pk, level="benchmark", reason=" ", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"decision\.unknown_level"):
        actions.change_proposal(application_id=case.pk, level="gold", reason="好", by=office, at=AT)
    actions.change_proposal(application_id=case.pk, level="benchmark", reason="会审意见", by=office, at=AT)
    entry = Entry.objects.get(act="decision.change_proposal")
    assert (entry.reason, entry.facts) == ("会审意见", {"before": "excellent", "after": "benchmark"})


def test_nothing_is_proposed_when_nobody_waits(edition: Edition, office: Actor) -> None:
    with pytest.raises(RuleViolation, match=r"decision\.nothing_to_propose"):
        actions.propose(edition_id=edition.pk, by=office, at=AT)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.GUIDING, Role.OPERATOR])
def test_nobody_but_the_secretariat_proposes_or_resolves(edition: Edition, office: Actor, role: Role) -> None:
    case, other = proposed(edition, office), make_officer(role)

    for act in (
        lambda: actions.propose(edition_id=edition.pk, by=other, at=AT),
        lambda: actions.resolve_as_voted(edition_id=edition.pk, by=other, at=AT),
        lambda: actions.resolve(application_id=case.pk, level="excellent", by=other, at=AT),
        lambda: actions.change_proposal(application_id=case.pk, level="excellent", reason="x", by=other, at=AT),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert Resolution.objects.count() == 0


def test_a_member_votes_once_and_may_change_it_until_resolved(edition: Edition, office: Actor) -> None:
    case, [member, *_] = proposed(edition, office), make_committee()

    actions.vote(application_id=case.pk, agrees=True, by=member, at=AT)
    actions.vote(application_id=case.pk, agrees=False, level="progress", reason="效果不明显", by=member, at=AT)

    [vote] = CommitteeVote.objects.all()
    assert (vote.agrees, vote.level, vote.reason) == (False, "progress", "效果不明显")
    assert "progress" not in str(Entry.objects.filter(act="decision.vote").values())


def test_disagreeing_needs_a_reason(edition: Edition, office: Actor) -> None:
    case, [member, *_] = proposed(edition, office), make_committee()

    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.vote(application_id=case.pk, agrees=False, level="progress", by=member, at=AT)


def test_without_a_proposal_there_is_nothing_to_vote_on(edition: Edition) -> None:
    case, [member, *_] = make_judged(edition), make_committee()

    with pytest.raises(RuleViolation, match=r"resolve\.without_proposal"):
        actions.vote(application_id=case.pk, agrees=True, by=member, at=AT)


def test_a_member_of_the_unit_neither_sees_nor_votes(edition: Edition, office: Actor) -> None:
    case, [member, *_] = proposed(edition, office), make_committee()
    Membership.objects.create(
        user=user_of(member), organisation=case.organisation, capacity="unit", asked_at=LONG_AGO, approved_at=LONG_AGO
    )

    with pytest.raises(NotFound):
        actions.vote(application_id=case.pk, agrees=True, by=member, at=AT)
    assert (list(approval.ballots(member)), waiting_for(member)) == ([], [])


@pytest.mark.parametrize(("state", "sees"), [("found", False), ("confirmed", False), ("dismissed", True)])
def test_a_conflict_as_expert_binds_the_member_until_it_is_dismissed(
    edition: Edition, office: Actor, state: str, sees: bool
) -> None:
    case, [member, *_] = proposed(edition, office), make_committee()
    expert = Expert.objects.create(user=user_of(member), joined_at=LONG_AGO)
    Conflict.objects.create(
        application=case, expert=expert, kind="coached", source="register", state=state, found_at=AT
    )

    assert [found.pk for found in approval.ballots(member)] == ([case.pk] if sees else [])


def test_too_few_votes_carry_nothing(edition: Edition, office: Actor) -> None:
    case, members = proposed(edition, office), make_committee(3)
    actions.vote(application_id=case.pk, agrees=True, by=members[0], at=AT)

    with pytest.raises(RuleViolation, match=r"resolve\.quorum") as refused:
        actions.resolve(application_id=case.pk, level="excellent", by=office, at=AT)

    assert refused.value.facts == {"voted": 1, "needed": 3}


def test_a_conflicted_member_does_not_count_for_the_quorum(edition: Edition, office: Actor) -> None:
    case, members = proposed(edition, office), make_committee(3)
    Membership.objects.create(
        user=user_of(members[2]),
        organisation=case.organisation,
        capacity="unit",
        asked_at=LONG_AGO,
        approved_at=LONG_AGO,
    )
    for member in members[:2]:
        actions.vote(application_id=case.pk, agrees=True, by=member, at=AT)

    actions.resolve(application_id=case.pk, level="excellent", by=office, at=AT)

    assert Application.objects.get(pk=case.pk).state == "notice"


def test_only_what_was_voted_can_be_recorded(edition: Edition, office: Actor) -> None:
    case, members = proposed(edition, office, level="benchmark"), make_committee(3)
    for member in members:
        actions.vote(application_id=case.pk, agrees=False, level="excellent", reason="未达标杆", by=member, at=AT)

    with pytest.raises(RuleViolation, match=r"resolve\.not_as_voted"):
        actions.resolve(application_id=case.pk, level="benchmark", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.resolve(application_id=case.pk, level="excellent", by=office, at=AT)
    done = actions.resolve(application_id=case.pk, level="excellent", reason="审定会议表决", by=office, at=AT)

    assert (done.level, done.changed_from, done.reason) == ("excellent", "benchmark", "审定会议表决")


def test_who_agreed_to_one_level_has_not_voted_for_another_that_is_proposed_later(
    edition: Edition, office: Actor
) -> None:
    case, members = proposed(edition, office, level="excellent"), make_committee(3)
    for member in members:
        actions.vote(application_id=case.pk, agrees=True, by=member, at=AT)
    actions.change_proposal(application_id=case.pk, level="benchmark", reason="再议", by=office, at=AT)

    with pytest.raises(RuleViolation, match=r"decision\.nothing_to_resolve"):
        actions.resolve_as_voted(edition_id=edition.pk, by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"resolve\.not_as_voted"):
        actions.resolve(application_id=case.pk, level="benchmark", by=office, at=AT)
    [row] = map(approval.proposal_row, approval.proposals(edition))
    [[_edition, [ballot]]] = approval.by_edition(approval.ballots(members[0]), members[0])
    done = actions.resolve(application_id=case.pk, level="excellent", reason="审定会议表决", by=office, at=AT)

    assert [(one.agreeing, one.voted) for one in (row, ballot)] == [(0, 3)] * 2
    assert (done.level, done.changed_from) == ("excellent", "benchmark")


def test_a_vote_agrees_to_the_level_that_its_member_read(edition: Edition, office: Actor) -> None:
    case, [member, *_] = proposed(edition, office, level="excellent"), make_committee()
    actions.change_proposal(application_id=case.pk, level="benchmark", reason="再议", by=office, at=AT)

    with pytest.raises(RuleViolation, match=r"vote\.proposal_changed"):
        actions.vote(application_id=case.pk, agrees=True, proposed="excellent", by=member, at=AT)
    actions.vote(application_id=case.pk, agrees=True, proposed="benchmark", by=member, at=AT)

    assert CommitteeVote.objects.get().level == "benchmark"


def test_votes_given_before_an_upgrade_keep_the_level_that_is_proposed(edition: Edition, office: Actor) -> None:
    case, [member, other, _] = proposed(edition, office, level="excellent"), make_committee()
    for one, agrees, level in ((member, True, ""), (other, False, "progress")):
        CommitteeVote.objects.create(application=case, member_id=one.person_id, agrees=agrees, level=level, voted_at=AT)

    with connection.cursor() as cursor:
        cursor.execute(upgrade.AGREED_TO)

    assert list(CommitteeVote.objects.order_by("pk").values_list("level", flat=True)) == ["excellent", "progress"]


def test_no_level_takes_the_case_out_with_its_reason(edition: Edition, office: Actor) -> None:
    case, members = proposed(edition, office), make_committee(3)
    for member in members:
        actions.vote(application_id=case.pk, agrees=False, level="", reason="不具备推广价值", by=member, at=AT)

    actions.resolve(application_id=case.pk, level="", reason="审定会议表决", by=office, at=AT)

    change = case.changes.latest("pk")
    assert (change.event, change.to_state, change.reason) == ("not_approve", "not_selected", "审定会议表决")


def test_all_that_is_agreed_is_recorded_at_once_and_the_rest_stays(edition: Edition, office: Actor) -> None:
    agreed, disputed = make_judged(edition), make_judged(edition)
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    for member in make_committee(3):
        actions.vote(application_id=agreed.pk, agrees=True, by=member, at=AT)
        actions.vote(application_id=disputed.pk, agrees=False, level="progress", reason="降级", by=member, at=AT)

    done, left = actions.resolve_as_voted(edition_id=edition.pk, by=office, at=AT)

    assert ([r.application_id for r in done], left) == ([agreed.pk], [disputed.pk])
    with pytest.raises(RuleViolation, match=r"decision\.nothing_to_resolve"):
        actions.resolve_as_voted(edition_id=edition.pk, by=office, at=AT)


def test_a_resolved_case_is_not_voted_on_or_changed_again(edition: Edition, office: Actor) -> None:
    case = make_judged(edition)
    resolve_all(edition, office=office)

    with pytest.raises(NotAllowed):
        actions.vote(application_id=case.pk, agrees=True, by=make_committee()[0], at=AT)
    with pytest.raises(NotAllowed):
        actions.change_proposal(application_id=case.pk, level="progress", reason="改", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"resolve\.given_already"):
        actions.resolve(application_id=case.pk, level="excellent", by=office, at=AT)


def test_the_level_is_the_applicants_only_when_the_notice_opens(edition: Edition, office: Actor) -> None:
    case = make_judged(edition)
    resolve_all(edition, office=office)
    case = Application.objects.select_related("edition").get(pk=case.pk)

    before = facts_for_case(case, frozenset({Field.LEVEL}))
    actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=AT)

    assert before == {}
    assert facts_for_case(case, frozenset({Field.LEVEL}))["level"] == {"level": "excellent", "label": "优秀级"}


@pytest.fixture
def listed(office: Actor) -> Edition:
    edition = make_edition("qc-circle/2022")
    make_judged(edition, points="90")
    make_judged(edition, points="80")
    resolve_all(edition, office=office)
    return edition


def test_all_four_guiding_units_agree_on_one_hash(listed: Edition) -> None:
    sign_all(listed)

    assert approval.missing_sign_offs(listed, approval.resolved_hash(listed)) == []
    assert SignOff.objects.values("list_hash").distinct().count() == 1


def test_a_sign_off_of_a_list_that_changed_is_refused(listed: Edition, office: Actor) -> None:
    [(body, guide), *_] = make_guides(listed)
    read = approval.resolved_hash(listed)
    case = Application.objects.filter(edition=listed).earliest("pk")
    actions.amend(application_id=case.pk, level="selected", reason="指导单位退回", by=office, at=AT)

    with pytest.raises(RuleViolation, match=r"list\.changed"):
        actions.sign_off(edition_id=listed.pk, body=body, list_hash=read, agrees=True, by=guide, at=AT)


def test_amending_the_list_voids_what_was_agreed(listed: Edition, office: Actor) -> None:
    sign_all(listed)
    case = Application.objects.filter(edition=listed).earliest("pk")

    actions.amend(application_id=case.pk, level="selected", reason="指导单位意见", by=office, at=AT)

    assert len(approval.missing_sign_offs(listed, approval.resolved_hash(listed))) == 4


def test_returning_needs_a_reason_and_counts_as_missing(listed: Edition) -> None:
    [(body, guide), *_] = make_guides(listed)
    current = approval.resolved_hash(listed)

    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.sign_off(edition_id=listed.pk, body=body, list_hash=current, agrees=False, by=guide, at=AT)
    actions.sign_off(edition_id=listed.pk, body=body, list_hash=current, agrees=False, comment="请核", by=guide, at=AT)

    assert body in approval.missing_sign_offs(listed, current)
    with pytest.raises(RuleViolation, match=r"sign_off\.given_already"):
        actions.sign_off(edition_id=listed.pk, body=body, list_hash=current, agrees=True, by=guide, at=AT)


def test_nobody_signs_for_another_body(listed: Edition, office: Actor) -> None:
    [(_, guide), (other, _), *_] = make_guides(listed)
    current = approval.resolved_hash(listed)

    for who, body in ((guide, other), (office, other), (make_officer(Role.GUIDING, body="外单位"), "外单位")):
        with pytest.raises(NotAllowed):
            actions.sign_off(edition_id=listed.pk, body=body, list_hash=current, agrees=True, by=who, at=AT)


def test_an_empty_list_and_an_edition_without_sign_off_ask_nobody(listed: Edition, office: Actor) -> None:
    [(body, guide), *_] = make_guides(listed)
    Application.objects.filter(edition=listed).update(state="withdrawn", phase="ended")
    with pytest.raises(RuleViolation, match=r"list\.empty"):
        actions.sign_off(edition_id=listed.pk, body=body, list_hash="", agrees=True, by=guide, at=AT)
    excellence = make_edition("excellence/2024")
    name = "上海市市场监督管理局"
    regulator = make_officer(Role.GUIDING, body=name)
    with pytest.raises(RuleViolation, match=r"sign_off\.not_asked"):
        actions.sign_off(edition_id=excellence.pk, body=name, list_hash="", agrees=True, by=regulator, at=AT)


def test_an_ended_office_signs_nothing(listed: Edition) -> None:
    [(body, guide), *_] = make_guides(listed)
    OfficeRole.objects.filter(user_id=guide.user_id).update(ended_at=AT)

    with pytest.raises(NotAllowed):
        current = approval.resolved_hash(listed)
        actions.sign_off(edition_id=listed.pk, body=body, list_hash=current, agrees=True, by=guide, at=AT)


def test_an_amendment_needs_a_reason_a_level_and_a_list_not_yet_public(listed: Edition, office: Actor) -> None:
    case = Application.objects.filter(edition=listed).earliest("pk")
    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.amend(application_id=case.pk, level="selected", reason="", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"decision\.unknown_level"):
        actions.amend(application_id=case.pk, level="", reason="改", by=office, at=AT)
    sign_all(listed)
    actions.open_notice(edition_id=listed.pk, stage_id="notice", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"resolve\.public_already"):
        actions.amend(application_id=case.pk, level="selected", reason="改", by=office, at=AT)


def test_what_waits_for_the_committee_says_until_when_it_is_to_be_approved(office: Actor) -> None:
    edition = make_edition("qc-circle/2022")
    make_judged(edition, organisation=make_organisation("申城轨道车辆维护有限公司"))
    [member, *_] = make_committee()
    until = AT + timedelta(days=40)
    edition.windows.filter(stage_id="approval").update(closes_at=until)

    unproposed = [item.due_at for item in waiting_for(office)]
    actions.propose(edition_id=edition.pk, by=office, at=AT)

    proposed = [[item.due_at for item in waiting_for(who)] for who in (office, member)]
    assert (unproposed, proposed) == ([until], [[until], [until]])


def test_worklists_say_who_is_waited_for(office: Actor) -> None:
    edition = make_edition("qc-circle/2022")
    make_judged(edition, organisation=make_organisation("申城轨道车辆维护有限公司"))
    [member, *_] = make_committee()

    steps = [[item.what for item in waiting_for(office)]]
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    steps += [[item.what for item in waiting_for(office)], [item.what for item in waiting_for(member)]]
    resolve_all(edition, office=office)
    [(_, guide), *_] = make_guides(edition)
    steps += [[item.what for item in waiting_for(who)] for who in (office, member, guide)]

    assert steps == [["提出建议等级"], ["记录审定结果"], ["审议表决"], ["开始公示"], [], ["会签审定名单"]]
