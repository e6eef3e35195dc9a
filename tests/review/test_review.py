"""The review by its real acts: commitment, conflicts, assignment, cards, merging, deliberation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation
from zhiping.applications.models import Application, AvoidanceRequest
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.journal.models import Entry
from zhiping.journey import queries as journey
from zhiping.organisations.models import OrganisationName
from zhiping.review import actions
from zhiping.review.models import Assignment, Conflict, RoundResult, Scorecard
from zhiping.review.queries import desk, planning, visible_to

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]


def _desk(cases: int = 1, experts_count: int = 3) -> tuple[object, list[object], list[object], object]:
    edition, office = make_edition(), make_officer()
    found = [make_case(edition, "desk", title=f"提高第{n}道工序合格率") for n in range(cases)]
    people = [
        panels.make_expert(name, office=office)
        for name in ("顾长庚", "孟昭阳", "平山月", "黄维清", "和致远")[:experts_count]
    ]
    panels.seat(edition, "desk", people, office)
    return edition, found, people, office


def test_an_expert_sees_a_case_only_once_committed_assigned_and_without_conflict() -> None:
    edition, (case,), people, office = _desk()
    stranger = panels.make_expert("萧望舒")

    before = visible_to(people[0]).count()
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    after = [visible_to(person).count() for person in people]
    actions.declare_for(application_id=case.pk, expert_id=people[0].scope_id, reason="师生", by=office, at=AT)

    assert (before, after) == (0, [1, 1, 1])
    assert [visible_to(p).count() for p in (people[0], people[1], stranger)] == [0, 1, 0]
    with pytest.raises(NotFound):
        journey.get_case(people[0], case.pk)


def test_nobody_is_appointed_before_the_commitment() -> None:
    edition, office = make_edition(), make_officer()
    panel = actions.create_panel(edition_id=edition.pk, round_id="desk", name="一组", by=office, at=AT)
    expert = panels.make_expert()
    invitation = experts.invite(expert_id=expert.scope_id or 0, edition_id=edition.pk, by=office, at=AT)

    with pytest.raises(RuleViolation, match="expert.not_committed"):
        actions.appoint(panel_id=panel.pk, expert_id=expert.scope_id or 0, by=office, at=AT)
    with pytest.raises(RuleViolation, match="invitation.not_accepted"):
        experts.commit(invitation_id=invitation.pk, by=expert, at=AT)
    with pytest.raises(NotFound):
        experts.answer_invitation(invitation_id=invitation.pk, accepts=True, by=panels.make_expert("他人"), at=AT)


def test_the_register_finds_same_firm_group_former_employer_alias_coach_and_recommender() -> None:
    edition, office = make_edition(), make_officer()
    group = make_organisation("浦源电气集团有限公司")
    unit = make_organisation("浦源电机有限公司", parent=group)
    sister = make_organisation("浦源开关设备有限公司", parent=group)
    side = make_organisation("市仪器仪表行业协会")
    OrganisationName.objects.create(organisation=unit, name="浦江电机厂", kind="former")
    case = make_case(edition, "desk", organisation=unit, recommender=make_recommender(edition, side))
    AvoidanceRequest.objects.create(application=case, expert_name="祁连山", reason="曾有诉讼", asked_at=LONG_AGO)
    who = {
        "same_organisation": panels.make_expert("甲某", unit),
        "same_group": panels.make_expert("乙某", sister),
        "former_employer": panels.make_expert("丙某"),
        "alias_match": panels.make_expert("丁某"),
        "coached_or_trained": panels.make_expert("戊某"),
        "recommending_side": panels.make_expert("己某", side),
        "named_by_applicant": panels.make_expert("祁连山"),
        "none": panels.make_expert("庚某"),
    }
    post = {"from_on": AT.date().replace(year=2015), "by": office, "at": AT}
    experts.record_employment(
        expert_id=who["former_employer"].scope_id,
        organisation_name=unit.name,
        organisation_id=unit.pk,
        until_on=AT.date().replace(year=2020),
        **post,
    )
    experts.record_employment(expert_id=who["alias_match"].scope_id, organisation_name="浦江电机厂", **post)
    experts.record_tie(
        expert_id=who["coached_or_trained"].scope_id,
        kind="coached",
        organisation_id=unit.pk,
        on=AT.date(),
        by=office,
        at=AT,
    )
    for expert in who.values():
        panels.commit(expert, edition, office)

    new = actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    again = actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)

    found = {
        kind: set(Conflict.objects.filter(expert_id=e.scope_id).values_list("kind", flat=True))
        for kind, e in who.items()
    }
    assert all(kind in kinds for kind, kinds in found.items() if kind != "none"), found
    assert found["none"] == set()
    assert (new > 0, again) == (True, 0)


def test_a_search_ends_the_seats_of_its_new_pairs_alone_with_as_many_queries_for_four_as_for_one() -> None:
    edition, cases, people, office = _desk(cases=4)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)

    def search_after_coaching(expert: Actor, coached: list[Application]) -> int:
        for case in coached:
            experts.record_tie(
                expert_id=expert.scope_id or 0,
                kind="coached",
                organisation_id=case.organisation_id,
                on=AT.date(),
                by=office,
                at=AT,
            )
        with CaptureQueriesContext(connection) as asked:
            actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
        return len(asked)

    one = search_after_coaching(people[0], cases[:1])
    ended = Assignment.objects.filter(ended_at=AT, end_reason="回避")
    assert list(ended.values_list("application_id", "expert_id")) == [(cases[0].pk, people[0].scope_id)]

    assert search_after_coaching(people[1], cases) == one
    assert set(ended.filter(expert_id=people[1].scope_id).values_list("application_id", flat=True)) == {
        case.pk for case in cases
    }
    assert Assignment.objects.filter(ended_at__isnull=True).count() == 3 * 4 - 5


def test_who_bears_the_name_of_a_listed_member_is_suspected_and_what_no_list_asks_is_not_read() -> None:
    edition, (case, other), _people, office = _desk(2)
    rows = [{"name": "沈北斗", "duty": "组长"}, {"name": "甲专家"}]
    for of, question in ((case, "members"), (other, "no_question_of_this_form")):
        of.content.answers = {question: rows}
        of.content.save()
    namesake = panels.make_expert("沈 北斗")
    panels.commit(namesake, edition, office)

    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)

    (found,) = Conflict.objects.filter(expert_id=namesake.scope_id)
    assert (found.application_id, found.kind, found.is_certain) == (case.pk, "alias_match", False)
    assert found.evidence == {"application_id": case.pk, "member": "沈北斗"}


def test_who_is_assigned_by_hand_is_looked_up_for_that_case_alone() -> None:
    _edition, (case, other), people, office = _desk(2, 4)
    for coached in (case, other):
        experts.record_tie(
            expert_id=people[0 if coached == case else 1].scope_id or 0,
            kind="coached",
            organisation_id=coached.organisation_id,
            on=AT.date(),
            by=office,
            at=AT,
        )
    about = {"application_id": case.pk, "round_id": "desk", "reason": "补", "by": office, "at": AT}

    with pytest.raises(RuleViolation, match="assignment.conflicted"):
        actions.assign_by_hand(expert_id=people[0].scope_id or 0, **about)
    with CaptureQueriesContext(connection) as asked:
        actions.assign_by_hand(expert_id=people[1].scope_id or 0, **about)

    assert Conflict.objects.count() == 0
    read = [q["sql"] for q in asked if "applications_content" in q["sql"]]
    assert len(read) == 1
    assert f'"applications_application"."id" = {case.pk}' in read[0]


def test_a_dismissed_conflict_stays_dismissed_and_one_that_is_gone_goes() -> None:
    edition, office = make_edition(), make_officer()
    unit = make_organisation()
    case = make_case(edition, "desk", organisation=unit)
    expert = panels.make_expert("甲某", unit)
    panels.commit(expert, edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    conflict = Conflict.objects.get(application=case, kind="same_organisation")

    with pytest.raises(RuleViolation, match="conflict.reason_missing"):
        actions.judge_conflict(conflict_id=conflict.pk, confirmed=False, reason=" ", by=office, at=AT)
    actions.judge_conflict(conflict_id=conflict.pk, confirmed=False, reason="同名不同单位", by=office, at=AT)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)

    conflict.refresh_from_db()
    assert conflict.state == "dismissed"


def test_what_is_suspected_of_an_expert_in_one_way_is_one_question_and_can_be_judged_at_once() -> None:
    edition, office = make_edition(), make_officer()
    unit = make_organisation()
    cases = [make_case(edition, "desk", organisation=unit if place == 0 else None) for place in range(4)]
    expert = panels.make_expert("甲某", unit)
    panels.commit(expert, edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)

    shown = list(desk.conflicts_of(edition, waiting=True))
    same = desk.alike(edition, [shown[0].expert_id])[shown[0].expert_id, shown[0].kind]
    assert ([one.kind for one in shown], len(same)) == (["own_application_in_category"], 3)
    assert desk.conflicts_to_judge() == {edition.pk: 1}
    judged = actions.judge_conflict(
        conflict_id=shown[0].pk, confirmed=False, reason="不在同一评审组", alike=same, by=office, at=AT
    )

    assert {conflict.application_id for conflict in judged} == {case.pk for case in cases[1:]}
    assert desk.conflicts_to_judge() == {}
    about = Entry.objects.filter(act="review.judge_conflict").values_list("subject", flat=True)
    assert set(about) == {f"application:{case.pk}" for case in cases[1:]}


def test_assignment_keeps_what_stands_and_never_seats_a_conflicted_expert() -> None:
    edition, (case, _other), people, office = _desk(2, 5)
    actions.declare_for(application_id=case.pk, expert_id=people[0].scope_id, reason="亲属", by=office, at=AT)

    actions.assign(edition_id=edition.pk, round_id="desk", seed="2022-06-20", by=office, at=AT)
    first = set(Assignment.objects.values_list("application_id", "expert_id"))
    actions.assign(edition_id=edition.pk, round_id="desk", seed="another", by=office, at=AT)

    assert set(Assignment.objects.values_list("application_id", "expert_id")) == first
    assert len(first) == 6
    assert (case.pk, people[0].scope_id) not in first
    with pytest.raises(RuleViolation, match="assignment.conflicted"):
        actions.assign_by_hand(
            application_id=case.pk, expert_id=people[0].scope_id, round_id="desk", reason="补", by=office, at=AT
        )


def test_a_shortage_is_explained_before_anything_is_written() -> None:
    edition, _cases, _people, _office = _desk(1, 2)

    preview = planning.preview(planning.plan(edition, "desk", "s"))

    assert (len(preview.shortages), preview.shortages[0].missing) == (1, 1)
    assert Assignment.objects.count() == 0


def test_a_card_is_saved_half_submitted_whole_and_then_nobody_changes_it() -> None:
    edition, (_case,), people, office = _desk()
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    mine = Assignment.objects.get(expert_id=people[0].scope_id)
    save = {"assignment_id": mine.pk, "by": people[0], "at": AT}

    half = actions.save_scorecard(entries={"topic": "13.5"}, revision=0, **save)
    assert (half.total_points, half.revision) == (Decimal("13.50"), 1)
    with pytest.raises(RuleViolations):
        actions.submit_scorecard(assignment_id=mine.pk, by=people[0], at=AT)
    with pytest.raises(RuleViolation, match="card.changed_elsewhere"):
        actions.save_scorecard(entries={"topic": "1"}, revision=0, **save)
    with pytest.raises(RuleViolations):
        actions.save_scorecard(entries={"topic": "15.5"}, revision=1, **save)
    panels.score(mine)
    with pytest.raises(RuleViolation, match="card.submitted_already"):
        actions.save_scorecard(entries={"topic": "1"}, revision=2, **save)
    actions.reopen_scorecard(assignment_id=mine.pk, reason="误填", by=office, at=AT)

    assert Scorecard.objects.get(assignment=mine).submitted_at is None


def test_an_expert_touches_no_other_experts_card() -> None:
    edition, _cases, people, office = _desk()
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    others = Assignment.objects.get(expert_id=people[1].scope_id)

    with pytest.raises(NotFound):
        actions.save_scorecard(assignment_id=others.pk, entries={}, revision=0, by=people[0], at=AT)
    with pytest.raises(NotAllowed):
        actions.save_scorecard(assignment_id=others.pk, entries={}, revision=0, by=office, at=AT)


def test_a_round_is_not_concluded_while_a_case_has_fewer_than_three_cards() -> None:
    edition, (case,), people, office = _desk()
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    for person in people[:2]:
        panels.score(Assignment.objects.get(expert_id=person.scope_id))

    with pytest.raises(RuleViolation) as refused:
        actions.conclude_round(edition_id=edition.pk, round_id="desk", by=office, at=AT)

    assert refused.value.facts == {"count": 1, "at_least": 3, "cases": case.number, "cases_en": case.number}


def test_three_cards_merge_to_their_mean_and_the_case_goes_on_with_a_proposed_level() -> None:
    edition, (case,), people, office = _desk()
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    for person, share in zip(people, ("0.8", "0.9", "0.7"), strict=True):
        panels.score(Assignment.objects.get(expert_id=person.scope_id), share)

    (result,) = actions.conclude_round(edition_id=edition.pk, round_id="desk", by=office, at=AT)

    totals = [Decimal(mark["raw"]) for mark in result.marks]
    assert result.merged_points == (sum(totals) / 3).quantize(Decimal("0.01"))
    assert [mark["standing"] for mark in result.marks] == ["kept"] * 3
    assert (result.rank, result.rank_group, panels.reload(case).state) == (1, "manufacturing", "panel")


def test_a_recused_experts_card_does_not_count() -> None:
    edition, (case,), people, office = _desk(1, 4)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    for assignment in Assignment.objects.all():
        panels.score(assignment)
    leaver = Assignment.objects.first()
    actions.declare_conflict(assignment_id=leaver.pk, reason="认出了小组", by=panels.actor_of(leaver), at=AT)
    free = next(p for p in people if not Assignment.objects.filter(expert_id=p.scope_id).exists())
    actions.assign_by_hand(
        application_id=case.pk, expert_id=free.scope_id, round_id="desk", reason="补位", by=office, at=AT
    )
    panels.score(Assignment.objects.get(expert_id=free.scope_id), "0.6")

    (result,) = actions.conclude_round(edition_id=edition.pk, round_id="desk", by=office, at=AT)

    standing = {mark["expert"]: mark["standing"] for mark in result.marks}
    assert standing[leaver.expert_id] == "excluded"
    assert sorted(standing.values()) == ["excluded", "kept", "kept", "kept"]


def test_the_panel_deliberates_with_quorum_and_a_reason_for_a_changed_level() -> None:
    edition, office = make_edition(), make_officer()
    case = make_case(edition, "panel")
    RoundResult.objects.create(application=case, round_id="desk", proposed_level="excellent", concluded_at=AT)
    people = [panels.make_expert(n, office=office) for n in ("甲", "乙", "丙")]
    panels.seat(edition, "panel", people, office)
    actions.convene(edition_id=edition.pk, round_id="panel", by=office, at=AT)
    conclude = {"application_id": case.pk, "goes_on": True, "level": "benchmark", "by": office, "at": AT}

    for person in people[:2]:
        actions.vote(
            assignment_id=Assignment.objects.get(expert_id=person.scope_id).pk, level="benchmark", by=person, at=AT
        )
    with pytest.raises(RuleViolation, match="deliberation.no_quorum"):
        actions.conclude_deliberation(**conclude)
    actions.vote(assignment_id=Assignment.objects.get(expert_id=people[2].scope_id).pk, level="", by=people[2], at=AT)
    with pytest.raises(RuleViolation, match="deliberation.change_without_reason"):
        actions.conclude_deliberation(**conclude)
    with pytest.raises(RuleViolation, match="level.unknown"):
        actions.conclude_deliberation(**(conclude | {"level": "gold", "reason": "x"}))
    actions.conclude_deliberation(**conclude, reason="推广价值突出")

    result = RoundResult.objects.get(application=case, round_id="panel")
    assert (result.proposed_level, result.advanced, panels.reload(case).state) == ("benchmark", True, "presentation")


def test_only_benchmark_candidates_present_and_the_others_pass_through() -> None:
    edition, office = make_edition(), make_officer()
    star, other = make_case(edition, "presentation"), make_case(edition, "presentation")
    RoundResult.objects.create(application=star, round_id="panel", proposed_level="benchmark", concluded_at=AT)
    RoundResult.objects.create(application=other, round_id="panel", proposed_level="excellent", concluded_at=AT)
    people = [panels.make_expert(n, office=office) for n in ("甲", "乙", "丙", "丁", "戊")]
    panels.seat(edition, "presentation", people, office)
    actions.assign(edition_id=edition.pk, round_id="presentation", seed="s", by=office, at=AT)
    panels.score_all(edition, "presentation")

    results = actions.conclude_round(edition_id=edition.pk, round_id="presentation", by=office, at=AT)

    assert [r.application_id for r in results] == [star.pk]
    assert [m["standing"] for m in results[0].marks].count("kept") == 3
    assert [panels.reload(c).state for c in (star, other)] == ["approval", "approval"]


def test_the_order_of_presentation_is_drawn_once_from_a_published_seed() -> None:
    edition, office = make_edition(), make_officer()
    cases = [make_case(edition, "presentation") for _ in range(4)]
    for case in cases:
        RoundResult.objects.create(application=case, round_id="panel", proposed_level="benchmark", concluded_at=AT)
    panel = panels.seat(edition, "presentation", [panels.make_expert(office=office)], office)
    session = actions.open_session(panel_id=panel.pk, name="上午场", by=office, at=AT)

    drawn = [item.application_id for item in actions.draw_order(session_id=session.pk, seed="22070", by=office, at=AT)]

    assert sorted(drawn) == [case.pk for case in cases]
    with pytest.raises(RuleViolation, match="session.drawn_already"):
        actions.draw_order(session_id=session.pk, seed="1", by=office, at=AT)


def test_nobody_but_the_office_runs_the_review() -> None:
    edition, (case,), people, _office = _desk()
    unit = make_member(case.organisation, Role.UNIT)

    for by in (unit, people[0]):
        with pytest.raises(NotAllowed):
            actions.find_conflicts(edition_id=edition.pk, by=by, at=AT)
        with pytest.raises(NotAllowed):
            actions.conclude_round(edition_id=edition.pk, round_id="desk", by=by, at=AT)
