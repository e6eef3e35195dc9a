"""From the first line to the receipt, by the real acts, in every shipped edition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender, shipped
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_pdf, make_picture
from zhiping.applications import actions
from zhiping.applications.models import PrivateValue, Receipt
from zhiping.applications.queries.completeness import standing_endorsement
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.journal import queries as journal
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db


def _refusals(draft: drafts.Draft, at: datetime | None = None) -> list[str]:
    with pytest.raises(RuleViolations) as refused:
        drafts.hand_in(draft, key="k", at=at or draft.at)
    return sorted({v.code for v in refused.value.violations})


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("qc-circle/2020", "recommend"),
        ("qc-circle/2022", "recommend"),
        ("site-management/2023", "recommend"),
        ("excellence/2024", "recommend"),
        ("performance-excellence/2018", "screening"),
    ],
)
def test_a_case_of_every_edition_travels_from_draft_to_receipt(key: str, state: str) -> None:
    member = make_organisation(is_association_member=True, founded_on=date(2001, 1, 1))
    draft = drafts.submitted(make_edition(key), organisation=member)

    receipt = draft.case.receipts.get()
    initials = {"qc-circle": "QC", "site-management": "SM", "excellence": "E", "performance-excellence": "PE"}
    programme, year = key.split("/")
    assert draft.case.state == state
    assert receipt.number == f"{initials[programme]}-{year}-0001"
    assert receipt.content_hash == receipt.version.content_hash
    assert receipt.at == draft.at


def test_the_receipt_is_in_journal_and_inbox() -> None:
    draft = drafts.submitted()

    acts = [e.act for e in journal.of_subject(f"application:{draft.case.pk}")]
    told = Message.objects.filter(to_id=draft.author.user_id, code="applications.submitted").count()
    assert acts[-2:] == ["move.submit", "applications.submit"]
    assert told == 1


def test_submitting_twice_with_the_same_key_gives_the_same_receipt() -> None:
    draft = drafts.submitted()

    again = drafts.hand_in(draft, key=draft.key, at=draft.at)

    assert again == Receipt.objects.get()


def test_an_incomplete_draft_is_refused_with_every_reason_at_once() -> None:
    draft = drafts.begin()

    assert _refusals(draft) == ["eligibility.unanswered", "endorsement.missing", "files.missing", "form.fault"]
    assert Receipt.objects.count() == 0


def test_at_22_00_00_of_qc_2020_it_is_closed_and_a_second_before_it_is_open() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin(make_edition("qc-circle/2020"))))
    closes = datetime(2020, 7, 12, 14, 0, 0, tzinfo=UTC)

    assert _refusals(draft, at=closes) == ["window.closed"]
    receipt = drafts.hand_in(draft, key="k", at=closes - timedelta(seconds=1))
    assert receipt.at == datetime(2020, 7, 12, 13, 59, 59, tzinfo=UTC)


def test_an_extension_counts_once_a_second_person_has_confirmed_it() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin(make_edition("qc-circle/2020"))))
    late = datetime(2020, 7, 12, 15, tzinfo=UTC)
    asker, second = make_officer(), make_officer(name="吴干事")
    asked = actions.ask_extension(
        application_id=draft.case.pk,
        stage_id="apply",
        until_at=late + timedelta(days=1),
        reason="系统故障",
        by=asker,
        at=late,
    )

    assert _refusals(draft, at=late) == ["window.closed"]
    with pytest.raises(RuleViolation, match="extension.same_person"):
        actions.confirm_extension(extension_id=asked.pk, by=asker, at=late)
    actions.confirm_extension(extension_id=asked.pk, by=second, at=late)
    with pytest.raises(RuleViolation, match="extension.confirmed_already"):
        actions.confirm_extension(extension_id=asked.pk, by=second, at=late)
    assert drafts.hand_in(draft, key="k", at=late).at == late


def test_the_third_outcome_of_a_unit_is_refused_with_the_clause_and_who_fills_the_places() -> None:
    edition, unit = make_edition(), make_organisation()
    recommender = make_recommender(edition)
    first, second = (drafts.submitted(edition, organisation=unit, recommender=recommender) for _ in range(2))
    third = drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))

    with pytest.raises(RuleViolations) as refused:
        drafts.submit(third)

    (violation,) = refused.value.violations
    assert (violation.code, violation.facts["source"]) == ("quota.two_per_unit", "三.2")
    assert violation.facts["filled_by"] == (first.case.pk, second.case.pk)


def test_a_co_creation_recommender_has_no_limit() -> None:
    edition, unit = make_edition(), make_organisation()
    recommender = make_recommender(edition, is_co_creation=True)

    states = [drafts.submitted(edition, organisation=unit, recommender=recommender).case.state for _ in range(3)]

    assert states == ["recommend"] * 3


def test_a_merged_duplicate_counts_as_its_survivor() -> None:
    edition, unit = make_edition(), make_organisation()
    duplicate = make_organisation(merged_into=unit)
    recommender = make_recommender(edition)
    drafts.submitted(edition, organisation=unit, recommender=recommender)
    drafts.submitted(edition, organisation=duplicate, recommender=recommender)
    third = drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))

    assert _refusals(third) == ["quota.two_per_unit"]


def test_a_change_after_the_opinion_voids_it_and_tells_both_sides() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin()))

    drafts.fill(draft, "降低差压变送器返修率")

    assert standing_endorsement(draft.case) is None
    assert _refusals(draft) == ["endorsement.missing"]
    told = Message.objects.filter(code="applications.endorsement_voided").values_list("to_id", flat=True)
    assert set(told) == {draft.author.user_id, draft.unit.user_id}


def test_saving_the_same_again_leaves_the_opinion_standing() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin()))
    content = draft.case.content

    actions.save_answers(
        application_id=draft.case.pk,
        answers=dict(content.answers),
        revision=content.revision,
        by=draft.author,
        at=draft.at,
    )

    assert standing_endorsement(draft.case) is not None


def test_two_editors_of_different_fields_are_merged_and_of_the_same_field_shown_both() -> None:
    draft = drafts.begin()
    base = {"title": ""}
    save = {"application_id": draft.case.pk, "revision": 0, "by": draft.author, "at": draft.at}

    actions.save_answers(answers={"title": "甲"}, base=base, **save)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation) as refused:
        actions.save_answers(answers={"title": "乙"}, base=base, **save)  # type: ignore[arg-type]

    assert refused.value.code == "draft.changed_elsewhere"
    assert refused.value.facts["clashes"] == {"title": ("乙", "甲")}


def test_an_id_number_is_encrypted_apart_and_only_its_mask_stays_in_the_answers() -> None:
    edition = make_edition("excellence/2024")
    draft = drafts.fill(drafts.begin(edition, category="experience"), id_number="11010519491231002X")

    kept = PrivateValue.objects.get(application=draft.case, field_path="id_number")
    assert draft.case.content.answers["id_number"] == "110**************X"
    assert b"11010519491231002X" not in bytes(kept.ciphertext)


def test_a_file_of_another_kind_too_many_and_too_long_are_refused() -> None:
    draft = drafts.begin()
    hand_in = {"application_id": draft.case.pk, "rule_id": "report", "by": draft.author, "at": draft.at}

    with pytest.raises(RuleViolation, match="file.kind_not_taken"):
        actions.attach(name="a.png", content=make_picture(), **hand_in)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="file.too_many_pages"):
        actions.attach(name="a.pdf", content=make_pdf(31), **hand_in)  # type: ignore[arg-type]
    for _turn in range(2):
        actions.attach(name="a.pdf", content=make_pdf(30), **hand_in)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="file.too_many"):
        actions.attach(name="a.pdf", content=make_pdf(), **hand_in)  # type: ignore[arg-type]


def test_a_unit_must_sign_up_first_where_the_edition_says_so() -> None:
    edition, unit = make_edition(), make_organisation()
    author = make_member(unit, Role.APPLICANT)

    with pytest.raises(RuleViolation, match="sign_up.missing"):
        actions.start(
            edition_id=edition.pk,
            organisation_id=unit.pk,
            dimensions={n: o[0].id for n, o in shipped("qc-circle/2022").dimensions.items()},
            team_id=unit.teams.create(name="晨光", registered_at=drafts.APPLYING[edition.key]).pk,
            recommender_id=make_recommender(edition).pk,
            by=author,
            at=drafts.APPLYING[edition.key],
        )


@pytest.mark.parametrize(("ownership", "is_open"), [("foreign", True), ("private", True), ("state", False)])
def test_foreign_and_private_firms_may_apply_directly_in_excellence_2024(ownership: str, is_open: bool) -> None:
    edition = make_edition("excellence/2024")
    unit = make_organisation(ownership=ownership, founded_on=datetime(2001, 1, 1, tzinfo=UTC).date())
    route = f"direct.{ownership if is_open else 'foreign'}"

    if is_open:
        assert drafts.submitted(edition, organisation=unit, direct_route=route).case.state == "screening"
    else:
        with pytest.raises(RuleViolation, match="route.not_open"):
            drafts.begin(edition, organisation=unit, direct_route=route)


def test_a_firm_younger_than_three_years_is_refused_with_the_article() -> None:
    young = make_organisation(founded_on=datetime(2022, 1, 1, tzinfo=UTC).date())
    draft = drafts.endorse(drafts.fill(drafts.begin(make_edition("excellence/2024"), organisation=young)))

    with pytest.raises(RuleViolations) as refused:
        drafts.submit(draft)

    assert [(v.code, v.facts["source"]) for v in refused.value.violations] == [
        ("eligibility.not_met", "《卓越管理创新成果评价办法(试行)》第五条(一)")
    ]


def test_nobody_of_another_unit_reaches_the_draft() -> None:
    draft, stranger = drafts.begin(), make_member(make_organisation(), Role.APPLICANT)

    with pytest.raises(NotFound):
        actions.save_answers(application_id=draft.case.pk, answers={"title": "x"}, revision=0, by=stranger, at=draft.at)
    with pytest.raises(NotAllowed):
        actions.sign_up(
            edition_id=draft.case.edition_id, organisation_id=draft.case.organisation_id, by=stranger, at=draft.at
        )


def test_an_applicant_does_not_give_the_units_opinion() -> None:
    draft = drafts.fill(drafts.begin())

    with pytest.raises(NotAllowed):
        actions.endorse(application_id=draft.case.pk, opinion="好", by=draft.author, at=draft.at)


def test_a_unit_returns_a_draft_with_a_reason_and_its_opinion_falls() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin()))

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.return_to_team(application_id=draft.case.pk, reason=" ", by=draft.unit, at=draft.at)
    actions.return_to_team(application_id=draft.case.pk, reason="请补充效益证明", by=draft.unit, at=draft.at)

    assert standing_endorsement(draft.case) is None
    assert Message.objects.filter(to_id=draft.author.user_id, code="applications.endorsement_declined").count() == 1


def test_an_opinion_needs_words_scores_and_the_sealed_page() -> None:
    draft = drafts.fill(drafts.begin())
    give = {"application_id": draft.case.pk, "by": draft.unit, "at": draft.at}

    with pytest.raises(RuleViolations) as refused:
        actions.endorse(opinion=" ", **give)  # type: ignore[arg-type]
    lacking = ["endorsement.opinion_missing", "endorsement.scores_missing", "endorsement.seal_missing"]
    assert [violation.code for violation in refused.value.violations] == lacking
    with pytest.raises(RuleViolations):
        actions.endorse(opinion="同意", scores={"topic": 99}, **give)  # type: ignore[arg-type]
