"""The whole of what a recommending unit hands in: complete or refused with every reason, frozen, returned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_pdf, make_picture
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.journey import actions as journey
from zhiping.messages.models import Message
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries
from zhiping.recommendation.models import Package
from zhiping.recommendation.queries import sheets
from zhiping.recommendation.rules import package as rules

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
AFTER = datetime(2022, 6, 20, tzinfo=UTC)


def _codes(refused: pytest.ExceptionInfo[RuleViolations]) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def test_everything_that_is_missing_is_told_at_once() -> None:
    recommender = make_recommender(make_edition("qc-circle/2020"))
    drafts.submitted(recommender.edition, recommender=recommender)
    at = datetime(2020, 7, 12, 14, 0, tzinfo=UTC)  # 22:00:00 in Beijing: closed

    with pytest.raises(RuleViolations) as refused:
        actions.hand_in_package(recommender_id=recommender.pk, by=opinions.officer_of(recommender), at=at)

    assert _codes(refused) == [
        "window.closed",
        "recommendation.precondition_missing",
        "package.undecided",
        "package.sheet_missing",  # the sealed recommendation form
        "package.sheet_missing",  # the records of the review, for nothing was scored here
    ]
    assert not Package.objects.exists()


def test_what_is_complete_is_handed_in_once_with_a_receipt_that_fits_its_content() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    hand_in = {"recommender_id": recommender.pk, "by": officer, "at": AT}

    first, second = (actions.hand_in_package(**hand_in) for _ in range(2))  # type: ignore[arg-type]

    assert (first.pk, first.number) == (second.pk, "QC-2022-T001")
    assert first.content_hash == rules.digest(first.content)
    form = first.content["sheets"]["recommendation_form"]
    assert [(row[1], row[3], row[8]) for row in form["rows"]] == [("1", "提高甲", "86.5"), ("2", "提高乙", "86.5")]
    assert [file["rule"] for file in first.content["files"]] == ["recommendation_form"]
    assert Message.objects.filter(to_id=officer.user_id, code="recommendation.handed_in").count() == 1


def test_after_that_nothing_changes_and_nobody_can_send_further_cases() -> None:
    edition = make_edition()
    recommender, officer = opinions.ready_to_hand_in(edition, "提高甲")
    mine = {"recommender_id": recommender.pk, "by": officer, "at": AT}
    package = actions.hand_in_package(**mine)  # type: ignore[arg-type]

    acts = (
        lambda: actions.rank(places={}, **mine),  # type: ignore[arg-type]
        lambda: actions.hand_in_precondition(kind="activity_summary", text="改", **mine),  # type: ignore[arg-type]
        lambda: actions.attach_to_package(rule_id="x", name="x", content=b"", **mine),  # type: ignore[arg-type]
        lambda: actions.detach_from_package(file_id=1, **mine),  # type: ignore[arg-type]
    )
    for act in acts:
        with pytest.raises(RuleViolation) as refused:
            act()
        assert (refused.value.code, refused.value.facts["number"]) == ("package.handed_in", package.number)
    with pytest.raises(RuleViolations) as late:
        drafts.submitted(edition, recommender=recommender)
    assert _codes(late) == ["route.recommender_done"]


def test_the_office_returns_a_package_which_comes_again_even_after_the_window() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    office, mine = make_officer(), {"recommender_id": recommender.pk, "by": officer}
    first = actions.hand_in_package(at=AT, **mine)  # type: ignore[arg-type]

    actions.return_package(
        recommender_id=recommender.pk,
        reason="统计表的职工总数请核对",
        again_until=AFTER + timedelta(days=3),
        by=office,
        at=AFTER,
    )
    told = Message.objects.get(to_id=officer.user_id, code="recommendation.returned_package")
    opinions.hand_in(recommender, officer)
    again = actions.hand_in_package(at=AFTER + timedelta(days=2), **mine)  # type: ignore[arg-type]

    assert "统计表的职工总数请核对" in told.body
    assert (first.number, again.number) == ("QC-2022-T001", "QC-2022-T002")
    assert queries.standing_package(recommender) == again
    with pytest.raises(RuleViolation, match="package.handed_in"):
        actions.rank(places={}, at=AFTER, **mine)  # type: ignore[arg-type]


def test_until_when_it_may_come_again_is_exact() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    mine = {"recommender_id": recommender.pk, "by": officer}
    actions.hand_in_package(at=AT, **mine)  # type: ignore[arg-type]
    until = AFTER + timedelta(days=3)
    actions.return_package(recommender_id=recommender.pk, reason="改", again_until=until, by=make_officer(), at=AFTER)

    with pytest.raises(RuleViolations) as refused:
        actions.hand_in_package(at=until, **mine)  # type: ignore[arg-type]
    assert _codes(refused) == ["window.closed"]
    assert actions.hand_in_package(at=until - timedelta(microseconds=1), **mine).number == "QC-2022-T002"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("over", "code"),
    [({"reason": " "}, "reason.missing"), ({"again_until": AFTER}, "package.return_in_the_past")],
)
def test_a_return_has_a_reason_and_leaves_time(over: dict[str, object], code: str) -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    given = {"reason": "改", "again_until": AFTER + timedelta(days=1), "by": make_officer(), "at": AFTER}

    with pytest.raises(RuleViolation) as refused:
        actions.return_package(recommender_id=recommender.pk, **(given | over))  # type: ignore[arg-type]

    assert refused.value.code == code


def test_a_scan_of_an_earlier_list_has_to_be_sealed_anew() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    mine = {"recommender_id": recommender.pk, "by": officer, "at": AT}
    one, two = (given.application_id for given in queries.recommended_by(recommender))

    actions.rank(places={one: 2, two: 1}, **mine)  # type: ignore[arg-type]
    with pytest.raises(RuleViolations) as refused:
        actions.hand_in_package(**mine)  # type: ignore[arg-type]
    assert _codes(refused) == ["package.sheet_outdated"]

    (given,) = queries.files_given(recommender)
    actions.detach_from_package(file_id=given.pk, **mine)  # type: ignore[arg-type]
    opinions.seal(recommender, officer)
    assert actions.hand_in_package(**mine).number == "QC-2022-T001"  # type: ignore[arg-type]


def test_what_its_applicant_took_back_leaves_the_list() -> None:
    recommender, _officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    case = queries.recommended_by(recommender)[0].application
    author = make_member(case.organisation, Role.UNIT)
    journey.withdraw(application_id=case.pk, reason="数据有误", by=author, at=AT)

    form = sheets.sheet(recommender, "recommendation_form")

    assert [row[3] for row in form.rows] == ["提高乙"]
    assert [fault.code for fault in queries.reasons_against_package(recommender, AT)] == ["package.sheet_outdated"]


def test_several_of_one_category_need_places_and_one_alone_does_not() -> None:
    recommender = make_recommender(make_edition())
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    for title, category in (("提高甲", "problem_solving"), ("提高乙", "problem_solving"), ("研制丙", "innovative")):
        draft = drafts.submitted(recommender.edition, title, recommender=recommender, category=category)
        opinions.give(draft, officer)
    opinions.seal(recommender, officer)

    (fault,) = queries.reasons_against_package(recommender, AT)

    assert fault.code == "package.unranked"
    assert fault.facts == {
        "n": 2,
        "category": "问题解决型",
        "category_en": "Problem solving",
        "titles": "“提高甲”、“提高乙”",
        "titles_en": "“提高甲”, “提高乙”",
    }


def test_an_edition_without_categories_is_told_of_places_without_naming_one() -> None:
    (fault,) = rules.case_faults([], {("", ""): ["总装现场", "注塑现场"]})

    assert fault.code == "package.unranked_together"
    assert fault.facts == {"n": 2, "titles": "“总装现场”、“注塑现场”", "titles_en": "“总装现场”, “注塑现场”"}


def test_long_lists_of_titles_are_cut() -> None:
    (fault,) = rules.case_faults([f"成果{n}" for n in range(7)], {("", ""): []})

    assert fault.facts == {
        "n": 7,
        "titles": "“成果0”、“成果1”、“成果2”、“成果3”、“成果4”……",
        "titles_en": "“成果0”, “成果1”, “成果2”, “成果3”, “成果4” and more",
    }


def test_records_of_the_review_are_made_by_the_platform_once_something_was_scored() -> None:
    edition = make_edition("qc-circle/2020")
    recommender, officer = opinions.ready_to_hand_in(edition, "提高甲")
    summary = sheets.sheet(recommender, "review_summary")

    package = actions.hand_in_package(
        recommender_id=recommender.pk, by=officer, at=opinions.RECOMMENDING["qc-circle/2020"]
    )

    assert [(row[2], row[7], row[8], row[9], row[10]) for row in summary.rows] == [
        ("提高甲", "张评委 88", "88", "推荐", "1")
    ]
    assert package.number == "QC-2020-T001"


def test_a_sheet_is_called_as_its_edition_calls_the_file_without_who_seals_it() -> None:
    named = {
        key: sheets.names(programmes.definition_of(make_edition(key)), "recommendation_form")
        for key in ("qc-circle/2020", "qc-circle/2022", "performance-excellence/2018")
    }

    assert named == {
        "qc-circle/2020": ("成果推荐表", "Recommendation form"),
        "qc-circle/2022": ("成果推荐汇总表", "List of recommendations"),
        "performance-excellence/2018": ("成果推荐表", "List of recommendations"),
    }


def test_the_statistics_sheet_has_the_rates_computed() -> None:
    recommender, _officer = opinions.ready_to_hand_in(make_edition(), "提高甲")

    rows = sheets.sheet(recommender, "statistics").rows

    assert rows[-1] == ["成果率（本年成果数÷本年注册小组数）", "50", "%"]
    assert ["直接经济效益", "560", "万元"] in rows


def test_files_of_the_package_keep_the_editions_limits() -> None:
    edition = make_edition("qc-circle/2020")
    recommender = make_recommender(edition)
    mine = {
        "recommender_id": recommender.pk,
        "by": opinions.officer_of(recommender),
        "at": opinions.RECOMMENDING["qc-circle/2020"],
    }
    attach = lambda rule, content: actions.attach_to_package(rule_id=rule, name="件.pdf", content=content, **mine)  # type: ignore[arg-type]  # noqa: E731

    with pytest.raises(NotFound):
        attach("report", make_pdf())  # an application's own file
    with pytest.raises(RuleViolation, match="file.kind_not_taken"):
        attach("review_records", make_picture("JPEG"))
    for _ in range(5):
        attach("review_records", make_pdf())
    with pytest.raises(RuleViolation, match="file.too_many"):
        attach("review_records", make_pdf())


def test_only_the_unit_hands_in_and_only_the_office_returns() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    stranger = make_member(make_organisation("另一推荐单位"), Role.RECOMMENDER)
    hand_in = {"recommender_id": recommender.pk, "at": AT}
    give_back = {"recommender_id": recommender.pk, "reason": "改", "again_until": AFTER, "at": AT}

    with pytest.raises(NotFound):
        actions.hand_in_package(by=stranger, **hand_in)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.hand_in_package(by=make_officer(), **hand_in)  # type: ignore[arg-type]
    with pytest.raises(NotFound):  # nothing handed in yet
        actions.return_package(by=make_officer(), **give_back)  # type: ignore[arg-type]
    actions.hand_in_package(by=officer, **hand_in)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.return_package(by=officer, **give_back)  # type: ignore[arg-type]


def test_who_lost_the_right_hands_nothing_in() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    actions.disqualify_recommender(recommender_id=recommender.pk, reason="收取评审费", by=make_officer(), at=AT)

    with pytest.raises(NotFound):
        actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    recommender.refresh_from_db()
    assert [fault.code for fault in queries.reasons_against_package(recommender, AT)] == ["recommendation.disqualified"]


def test_the_virtual_recommenders_package_is_the_offices() -> None:
    edition, office = make_edition(), make_officer()
    virtual = programmes.recommenders(edition).get(is_virtual=True)
    give = {"recommender_id": virtual.pk, "by": office, "at": AT}
    for kind in ("activity_summary", "statistics_table"):
        figures = {name: Decimal(n) for name, n in opinions.FIGURES.items()}
        actions.hand_in_precondition(kind=kind, text="汇总", figures=figures, **give)  # type: ignore[arg-type]
    opinions.seal(virtual, office)

    assert actions.hand_in_package(**give).number == "QC-2022-T001"  # type: ignore[arg-type]
