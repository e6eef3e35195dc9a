"""Refusals before a recommending unit, each by its pages."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of, edition_showing
from tests.web.refusing import Try, wrong_of
from zhiping.applications.queries.scorecards import lines
from zhiping.documents.actions import xlsx_table
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.recommendation import actions

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"
AT = opinions.RECOMMENDING[KEY]
OPINION = "活动扎实，同意推荐。"
FIGURES = {f"statistics_table-{name}": str(value) for name, value in opinions.FIGURES.items()}


def seal(name: str = "推荐表.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make_picture("JPEG"))


def test_an_opinion_that_lacks_something_says_so_and_keeps_its_words() -> None:
    draft = drafts.submitted(edition_showing(AT))
    assert draft.recommender is not None
    officer = opinions.officer_of(draft.recommender)
    opinions.hand_in(draft.recommender, officer)
    page, here = client_of(officer), f"/recommender/applications/{draft.case.pk}/"
    given = {"act": "recommend", "opinion": OPINION, "points": "86"}

    assert (
        wrong_of(
            [
                Try("recommendation.points_missing", page, here, given | {"points": "", "sealed": seal()}),
                Try("recommendation.points_out_of_range", page, here, given | {"points": "101", "sealed": seal()}),
                Try("recommendation.seal_missing", page, here, given),
            ]
        )
        == []
    )


def test_points_of_the_own_review_that_are_not_on_the_card_are_refused_line_by_line() -> None:
    draft = drafts.submitted(edition_showing(AT))
    assert draft.recommender is not None
    page = client_of(opinions.officer_of(draft.recommender))
    here, card = f"/recommender/applications/{draft.case.pk}/scores/", lines(draft.case)
    full = {f"s-{line.id}": str(line.points) for line in card}
    first = f"s-{card[0].id}"

    assert (
        wrong_of(
            [
                Try("own_score.points_missing", page, here, {"reviewer": "张评委员一二"}),
                Try("score.missing", page, here, {"reviewer": "张评委员一二", first: "1"}),
                Try("score.below_zero", page, here, {"reviewer": "张评委员一二"} | full | {first: "-1"}),
                Try("score.above_maximum", page, here, {"reviewer": "张评委员一二"} | full | {first: "99"}),
                Try("score.off_step", page, here, {"reviewer": "张评委员一二"} | full | {first: "1.3"}),
            ]
        )
        == []
    )


def test_every_fault_of_a_sheet_of_scores_is_said_with_its_cell() -> None:
    edition = edition_showing(AT)
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    waiting = drafts.submitted(edition, "缩短换模时间", recommender=recommender)
    decided = drafts.submitted(edition, "降低废品率", recommender=recommender)
    opinions.give(decided, officer)
    page, number = client_of(officer), str(waiting.case.number)
    head = ["编号", "成果名称", "张评委"]

    def sheet(code: str, *rows: list[str], heading: list[str] = head) -> Try:
        content = xlsx_table(heading, list(rows), name="评分")
        file = SimpleUploadedFile("评分.xlsx", content)
        return Try(code, page, f"/recommender/scores/import/?edition={edition.pk}", {"file": file})

    assert (
        wrong_of(
            [
                sheet("scores.empty"),
                sheet("scores.too_long", *([[number, "", "1"]] * 2001)),
                sheet("scores.heading", [number, "", "1"], heading=["成果名称", "编号", "张评委"]),
                sheet("scores.no_reviewer", [number, ""], heading=["编号", "成果名称", ""]),
                sheet("scores.reviewer_twice", [number, "", "1", "2"], heading=[*head, "张评委"]),
                sheet("scores.number_missing", ["", "", "80"]),
                sheet("scores.number_twice", [number, "", "80"], [number, "", "81"]),
                sheet("scores.other_title", [number, "别的名称", "80"]),
                sheet("scores.case_decided", [str(decided.case.number), "", "80"]),
                sheet("scores.out_of_range", [number, "", "101"]),
            ]
        )
        == []
    )


def test_a_statistics_table_that_lacks_or_contradicts_is_refused_with_the_line() -> None:
    edition = edition_showing(AT)
    page = client_of(opinions.officer_of(make_recommender(edition)))
    here = f"/recommender/summary/?edition={edition.pk}"

    def table(code: str, **changed: str) -> Try:
        typed = FIGURES | {f"statistics_table-{name}": text for name, text in changed.items()}
        return Try(code, page, here, {"kind": "statistics_table"} | typed)

    assert (
        wrong_of(
            [
                table("statistics.missing", companies=""),
                table("statistics.negative", companies="-1"),
                table("statistics.contradicts", active="99999"),
                table("statistics.too_large", employees="9999999999999"),
                table("statistics.too_fine", companies="1.5"),
                table("statistics.unusual_rate", active="1"),
                table("statistics.rarely_above", trained="4001"),
            ]
        )
        == []
    )


def test_figures_that_leap_since_the_year_before_have_to_be_explained() -> None:
    unit, earlier = make_organisation("市仪器仪表行业协会"), make_edition("qc-circle/2020")
    Edition.objects.filter(pk=earlier.pk).update(year=2021)
    before = make_recommender(earlier, unit)
    opinions.hand_in(before, opinions.officer_of(before))
    edition = edition_showing(AT)
    page = client_of(opinions.officer_of(make_recommender(edition, unit)))
    leapt = FIGURES | {"statistics_table-companies": "37", "kind": "statistics_table"}

    assert (
        wrong_of([Try("statistics.unusual_change", page, f"/recommender/summary/?edition={edition.pk}", leapt)]) == []
    )


def test_the_association_recommends_nobody_in_its_name_before_the_office_has_confirmed() -> None:
    edition = edition_showing(AT)
    virtual = programmes.recommenders(edition).get(is_virtual=True)
    member = make_organisation(is_association_member=True)
    draft = drafts.submitted(edition, organisation=member, recommender=virtual)
    given = {"act": "recommend", "opinion": OPINION, "points": "86"}
    here = f"/recommender/applications/{draft.case.pk}/"

    assert wrong_of([Try("recommendation.not_approved", client_of(make_officer()), here, given)]) == []


def test_an_edition_without_categories_asks_for_places_without_naming_one() -> None:
    key = "site-management/2023"
    edition = edition_showing(opinions.RECOMMENDING[key], key)
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    for title in ("总装现场", "注塑现场"):
        opinions.give(drafts.submitted(edition, title, recommender=recommender), officer)
    here = f"/recommender/package/?edition={edition.pk}"

    assert wrong_of([Try("package.unranked_together", client_of(officer), here, {"act": "hand_in"})]) == []


def test_a_package_that_is_not_whole_or_is_handed_in_already_says_what_is_wrong() -> None:
    edition = edition_showing(AT)
    recommender = make_recommender(edition)
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    drafts.submitted(edition, "缩短换模时间", recommender=recommender)
    for title in ("降低废品率", "提高合格率"):
        opinions.give(drafts.submitted(edition, title, recommender=recommender), officer)
    page, here = client_of(officer), f"/recommender/package/?edition={edition.pk}"

    assert (
        wrong_of(
            [
                Try("package.undecided", page, here, {"act": "hand_in"}),
                Try("package.sheet_missing", page, here, {"act": "hand_in"}),
                Try("package.unranked", page, here, {"act": "hand_in"}),
            ]
        )
        == []
    )


def test_a_whole_package_is_handed_in_once_and_returned_into_the_future() -> None:
    edition = edition_showing(AT)
    recommender, officer = opinions.ready_to_hand_in(edition, "降低废品率")
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    page, office = client_of(officer), client_of(make_officer())
    here = f"/recommender/package/?edition={edition.pk}"
    rule = next(iter(r.id for r in drafts.programmes.definition_of(edition).files if r.per == "package"))

    assert (
        wrong_of(
            [
                Try("package.handed_in", page, here, {"act": "upload", "rule": rule, "file": seal()}),
                Try(
                    "package.return_in_the_past",
                    office,
                    f"/office/editions/{edition.pk}/recommenders/{recommender.pk}/package/",
                    {"reason": "统计表与总结不一致", "again_until": "2022-05-01T09:00"},
                ),
            ]
        )
        == []
    )


def test_who_took_the_right_away_does_not_give_it_back() -> None:
    edition = edition_showing(AT)
    recommender, first = make_recommender(edition), make_officer()
    actions.disqualify_recommender(recommender_id=recommender.pk, reason="收取评审费", by=first, at=AT)
    here = f"/office/editions/{edition.pk}/recommenders/{recommender.pk}/"

    assert wrong_of([Try("recommendation.same_person", client_of(first), here, {"reason": "经复核系误记"})]) == []
