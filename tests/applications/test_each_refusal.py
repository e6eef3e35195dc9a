"""Refusals of the first half that no story comes across: each by its act, and by the page where one leads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender, shipped
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.files.test_store import make_picture
from tests.web.clients import client_of, edition_showing
from zhiping.applications import actions
from zhiping.applications.models import Content
from zhiping.applications.queries.scorecards import first_card
from zhiping.core.errors import RuleViolation, RuleViolations
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.documents import queries as documents
from zhiping.journey import actions as journey
from zhiping.programmes import actions as programmes
from zhiping.recommendation import actions as recommendation
from zhiping.recommendation.models import Precondition
from zhiping.screening import actions as screening
from zhiping.web.shared.refusal_texts import TEXTS

pytestmark = pytest.mark.django_db
APPLYING = drafts.APPLYING["qc-circle/2022"]


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"dimensions": {"category": "innovative", "domain": "spaceflight"}}, "dimension.unknown"),
        ({"dimensions": {"category": "innovative", "domain": "sme", "colour": "red"}}, "dimension.unknown"),
        ({"team_id": None, "person_name": "陈思远"}, "applicant.wrong_kind"),
        ({"recommender_id": None}, "recommender.missing"),
    ],
)
def test_a_draft_that_does_not_fit_the_rules_is_not_started(changed: dict[str, object], code: str) -> None:
    edition, unit = make_edition(), make_organisation()
    author = make_member(unit, Role.APPLICANT)
    actions.sign_up(edition_id=edition.pk, organisation_id=unit.pk, by=author, at=APPLYING - timedelta(days=10))
    fitting = {
        "dimensions": {"category": "innovative", "domain": "sme"},
        "team_id": make_team(unit, "晨光QC小组").pk,
        "recommender_id": make_recommender(edition).pk,
    }

    def start() -> object:
        return actions.start(
            edition_id=edition.pk,
            organisation_id=unit.pk,
            **(fitting | changed),
            by=author,
            at=APPLYING,  # type: ignore[arg-type]
        )

    assert _code(start) == code


def test_an_answer_to_a_condition_that_is_no_longer_asked_is_refused_and_its_page_lets_it_fall() -> None:
    draft = drafts.begin(edition_showing(APPLYING))

    def answer() -> object:
        return actions.answer_eligibility(
            application_id=draft.case.pk, answers={"yesterdays_rule": True}, by=draft.author, at=draft.at
        )

    assert _code(answer) == "eligibility.unknown"
    client_of(draft.author).post(f"/applications/{draft.case.pk}/conditions/", {"yesterdays_rule": "yes"})
    assert "yesterdays_rule" not in Content.objects.get(application=draft.case).eligibility


def test_an_opinion_without_its_sealed_page_is_refused_where_the_edition_wants_one() -> None:
    draft = drafts.fill(drafts.begin(edition_showing(APPLYING)))
    card = first_card(draft.case)
    scores = {item.id: card.step for item in card.items} if card else {}

    def endorse() -> object:
        return actions.endorse(
            application_id=draft.case.pk, opinion="同意", scores=scores, sealed=None, by=draft.unit, at=draft.at
        )

    assert _code(endorse) == "endorsement.seal_missing"
    typed = {"opinion": "同意"} | {f"s-{line}": str(points) for line, points in scores.items()}
    page = client_of(draft.unit).post(f"/unit/applications/{draft.case.pk}/endorse/", typed)
    assert "盖章扫描件或照片" in page.content.decode()


def test_an_opinion_on_another_content_than_stands_there_does_not_let_it_through() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin(edition_showing(APPLYING))))
    content = draft.case.content
    content.answers |= {"title": "越过一切门改动的名称"}
    content.save()

    with pytest.raises(RuleViolations) as refused:
        drafts.submit(draft)
    page = client_of(draft.author).post(f"/applications/{draft.case.pk}/submit/", {"key": "k"}).content.decode()

    assert [v.code for v in refused.value.violations] == ["endorsement.outdated"]
    assert "单位意见是针对第 1 版出具的，之后材料有改动" in page


def test_an_extension_into_the_past_is_refused() -> None:
    draft = drafts.begin(edition_showing(APPLYING))

    def ask() -> object:
        return actions.ask_extension(
            application_id=draft.case.pk,
            stage_id="apply",
            until_at=draft.at,
            reason="停电",
            by=make_officer(),
            at=draft.at,
        )

    assert _code(ask) == "extension.in_the_past"


def test_the_third_outcome_of_a_unit_before_one_recommender_is_refused_by_the_act_and_the_page() -> None:
    key = "qc-circle/2020"
    edition, unit = edition_showing(opinions.RECOMMENDING[key], key), make_organisation()
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    third = drafts.submitted(edition, organisation=unit, recommender=recommender)
    for category in ("problem_solving", "innovative"):
        make_case(edition, "screening", organisation=unit, recommender=recommender, category=category)

    with pytest.raises(RuleViolations) as refused:
        opinions.give(third, officer)
    sealed = SimpleUploadedFile("推荐表.jpg", make_picture("JPEG"))
    given = {"act": "recommend", "opinion": "同意", "points": "80", "sealed": sealed}
    page = client_of(officer).post(f"/recommender/applications/{third.case.pk}/", given).content.decode()

    assert [v.code for v in refused.value.violations] == [
        "quota.two_per_unit_and_recommender",
        "quota.one_of_each_category",
    ]
    assert "推荐单位对每个单位推荐不超过 2 个" in page
    assert "推荐单位对每个单位的每种类型只能推荐 1 个" in page


def test_a_recommendation_wants_its_seal_and_a_summary_its_words() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    officer, at = opinions.officer_of(draft.recommender), opinions.RECOMMENDING["qc-circle/2022"]
    opinions.hand_in(draft.recommender, officer)

    def hand_in() -> object:
        return recommendation.hand_in_precondition(
            recommender_id=draft.recommender.pk,
            kind="activity_summary",
            text=" ",
            by=officer,
            at=at,  # type: ignore[union-attr]
        )

    assert _code(lambda: opinions.give(draft, officer, sealed=None)) == "recommendation.seal_missing"
    assert _code(hand_in) == "recommendation.summary_missing"
    assert Precondition.objects.get(kind="activity_summary").text == "广泛发动，择优推荐。"


def test_a_template_of_names_only_cannot_be_opened() -> None:
    disabled = shipped("brand-building/2024").model_copy(update={"enabled": False})

    assert _code(lambda: programmes.open_edition(definition=disabled, by=SYSTEM, at=APPLYING)) == "edition.disabled"


def test_a_finding_is_closed_once() -> None:
    case, officer = make_case(make_edition(), "screening"), make_officer()
    found = screening.add_finding(
        application_id=case.pk, text="缺少盖章页", clause="二.3", by=officer, at=case.state_since
    )

    def dismiss() -> object:
        return screening.dismiss_finding(finding_id=found.pk, reason="已核对", by=officer, at=case.state_since)

    dismiss()
    assert _code(dismiss) == "finding.closed_already"


def test_a_demo_clock_that_has_passed_everything_stands_still() -> None:
    edition = edition_showing(APPLYING + timedelta(days=3650))

    def move() -> object:
        return journey.move_to_next_stage(edition_id=edition.pk, by=make_officer(), at=APPLYING)

    assert _code(move) == "clock.nothing_ahead"


def test_a_unit_that_is_not_registered_cannot_stand_on_the_register_of_recommenders() -> None:
    edition, officer = make_edition(), make_officer()
    given = {"uscc": "91310000132201234X", "kind": "district", "label": "某区"}

    page = client_of(officer).post(f"/office/editions/{edition.pk}/recommenders/", given).content.decode()

    assert TEXTS["recommender.unit_not_registered"].startswith("名册中没有这个统一社会信用代码")
    assert "名册中没有这个统一社会信用代码" in page


def test_what_only_calls_itself_a_workbook_cannot_be_read() -> None:
    assert _code(lambda: documents.sheets_of(b"PK\x03\x04 no workbook")) == "sheet.broken"
