"""The recommending unit's opinion, with its preconditions and its quota."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.applications.actions import submit
from zhiping.applications.queries import confirming
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.messages.models import Message
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.web.shared.refusal_texts import text_of

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]


def test_a_recommended_case_goes_on_to_the_formal_check_and_its_author_is_told() -> None:
    draft, officer = opinions.recommended()

    given = queries.standing(draft.case)
    assert draft.case.state == "screening"
    assert given is not None
    assert (given.verdict, given.points, given.given_by_id) == ("recommended", Decimal("86.5"), officer.user_id)
    assert Message.objects.filter(to_id=draft.author.user_id, code="recommendation.recommended").count() == 1


def test_nobody_recommends_before_summary_and_statistics_are_in() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None

    with pytest.raises(RuleViolation, match="recommendation.precondition_missing") as refused:
        opinions.give(draft, opinions.officer_of(draft.recommender))

    asked = programmes.definition_of(draft.case.edition).route.preconditions
    assert refused.value.facts == {
        "missing": "、".join(one.label for one in asked),
        "missing_en": ", ".join(one.label_en for one in asked),
    }
    with translation.override("en"):
        said = text_of(refused.value)
    assert re.search(r"[一-鿿]", said) is None


def test_qc_2020_takes_one_of_each_type_per_unit_and_recommender() -> None:
    edition, unit = make_edition("qc-circle/2020"), make_organisation()
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    same = {"organisation": unit, "recommender": recommender}
    first, second = (drafts.submitted(edition, category="problem_solving", **same) for _ in range(2))
    other = drafts.submitted(edition, category="innovative", **same)
    opinions.give(first, officer)

    with pytest.raises(RuleViolations) as refused:
        opinions.give(second, officer)
    opinions.give(other, officer)

    (violation,) = refused.value.violations
    assert (violation.code, violation.facts["source"]) == ("quota.one_of_each_category", "三.3")
    assert [drafts.reload(d).case.state for d in (first, second, other)] == ["screening", "recommend", "screening"]


def test_a_returned_case_is_a_draft_again_and_can_be_submitted_again_under_its_number() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, number = opinions.officer_of(draft.recommender), draft.case.number

    actions.return_to_applicant(application_id=draft.case.pk, reason="请补充对策目标", by=officer, at=AT)
    assert drafts.reload(draft).case.state == "draft"
    draft.at = AT
    drafts.submit(drafts.endorse(drafts.fill(draft, "降低变送器零点漂移率")), key="second")

    assert (draft.case.state, draft.case.number) == ("recommend", number)


def test_a_declined_case_ends_with_its_reason() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)

    with pytest.raises(RuleViolation, match="recommendation.opinion_missing"):
        actions.decline(application_id=draft.case.pk, reason=" ", by=officer, at=AT)
    actions.decline(application_id=draft.case.pk, reason="未经评审", by=officer, at=AT)

    assert drafts.reload(draft).case.state == "declined"


def test_the_virtual_recommender_needs_the_offices_word_first() -> None:
    edition, office = make_edition(), make_officer()
    virtual = programmes.recommenders(edition).get(is_virtual=True)
    member = make_organisation(is_association_member=True)
    draft = drafts.submitted(edition, organisation=member, recommender=virtual)
    give = {"application_id": draft.case.pk, "opinion": "同意", "points": Decimal(80), "by": office, "at": AT}

    with pytest.raises(RuleViolation, match="recommendation.not_approved"):
        actions.recommend(**give)  # type: ignore[arg-type]
    actions.approve_direct(application_id=draft.case.pk, approved=True, reason="无主管推荐单位", by=office, at=AT)
    actions.recommend(**give)  # type: ignore[arg-type]

    assert drafts.reload(draft).case.state == "screening"


def test_the_office_does_not_recommend_in_another_units_place() -> None:
    draft = drafts.submitted()

    with pytest.raises(NotAllowed):
        opinions.give(draft, make_officer())


def test_another_recommender_does_not_see_the_case() -> None:
    draft = drafts.submitted()

    with pytest.raises(NotFound):
        opinions.give(draft, make_member(make_organisation(), Role.RECOMMENDER))


def test_outside_its_window_nothing_is_recommended() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    opinions.hand_in(draft.recommender, officer)
    closed = datetime(2022, 5, 31, 16, 0, tzinfo=UTC)

    with pytest.raises(RuleViolation, match="window.closed"):
        actions.recommend(application_id=draft.case.pk, opinion="同意", by=officer, at=closed)


def test_who_charged_fees_recommends_no_more() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, office = opinions.officer_of(draft.recommender), make_officer()
    actions.disqualify_recommender(recommender_id=draft.recommender.pk, reason="收取评审费", by=office, at=AT)

    with pytest.raises(NotFound):
        opinions.give(draft, officer)
    with pytest.raises(RuleViolation, match="recommendation.disqualified"):
        actions.disqualify_recommender(recommender_id=draft.recommender.pk, reason="再次", by=office, at=AT)


def test_a_member_goes_directly_only_once_the_office_has_confirmed_it_and_is_told() -> None:
    edition, office = make_edition("qc-circle/2020"), make_officer()
    member = make_organisation(is_association_member=True)
    draft = drafts.begin(edition, organisation=member, direct_route="direct.member")
    drafts.endorse(drafts.fill(draft))

    with pytest.raises(RuleViolations) as refused:
        drafts.submit(draft)
    assert [(v.code, v.facts["source"]) for v in refused.value.violations] == [("route.awaits_office", "二.2(2)")]
    assert [(item.what, item.title, item.count) for item in queries.waiting_for(office)] == [
        ("approve_direct", edition.title, 1)
    ]

    confirm = {"application_id": draft.case.pk, "by": office, "at": draft.at}
    actions.approve_direct(approved=False, reason="区协会可以推荐", **confirm)  # type: ignore[arg-type]
    with pytest.raises(RuleViolations) as refused:
        drafts.submit(draft)
    assert [(v.code, v.facts["reason"]) for v in refused.value.violations] == [("route.refused", "区协会可以推荐")]

    actions.approve_direct(approved=True, reason="确无单位推荐", **confirm)  # type: ignore[arg-type]
    assert drafts.submit(draft).case.state == "screening"
    assert queries.waiting_for(office) == []
    told = Message.objects.filter(to_id=draft.author.user_id, code__startswith="recommendation.way_")
    assert sorted(told.values_list("code", flat=True)) == ["recommendation.way_confirmed", "recommendation.way_refused"]


def test_the_refusal_names_what_fills_the_places_to_whoever_may_see_it_and_by_number_to_others() -> None:
    edition, unit = make_edition("qc-circle/2022"), make_organisation()
    recommender = make_recommender(edition)
    same = {"organisation": unit, "recommender": recommender}
    first, second = (drafts.submitted(edition, title, **same) for title in ("提高甲", "提高乙"))
    third = drafts.endorse(drafts.fill(drafts.begin(edition, **same)))

    confirmed, seen = confirming.digest_of(third.case), {}
    for who in (third.author, third.unit):
        with pytest.raises(RuleViolations) as refused:
            submit(application_id=third.case.pk, key="third", confirmed=confirmed, by=who, at=third.at)
        (violation,) = refused.value.violations
        seen[who.role] = text_of(violation)

    numbers = [first.case.number, second.case.number]
    assert seen == {
        Role.APPLICANT: f"每个单位申报成果不超过 2 个（三.2），名额已被占用：{numbers[0]}、{numbers[1]}。",
        Role.UNIT: f"每个单位申报成果不超过 2 个（三.2），名额已被占用：{numbers[0]}“提高甲”、{numbers[1]}“提高乙”。",
    }


def test_a_quota_that_no_sentence_was_written_for_still_names_clause_and_cases() -> None:
    refused = RuleViolation("quota.three_per_team", at_most=3, source="五.1", used=3, cases="QC-1、QC-2、QC-3")

    assert text_of(refused) == "名额规定至多 3 个（五.1），名额已被占用：QC-1、QC-2、QC-3。"
