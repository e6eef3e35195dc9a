"""The comparison of what a unit recommends, and the summary sheet made from it."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions, queries

pytestmark = pytest.mark.django_db
PAGE = "/recommender/ranking/"


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opinions.RECOMMENDING["qc-circle/2022"]
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: at)


def _two() -> tuple[Client, Recommender, int, int]:
    recommender = make_recommender(make_edition())
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    pks = []
    for title, points in (("降低阀体废品率", "80"), ("缩短换模时间", "92.5")):
        draft = drafts.submitted(recommender.edition, title, recommender=recommender)
        opinions.give(draft, officer, points=Decimal(points))
        pks.append(draft.case.pk)
    return client_of(officer), recommender, pks[0], pks[1]


def _ranks(recommender: Recommender) -> dict[int, int | None]:
    return {given.application_id: given.rank for given in queries.recommended_by(recommender)}


def test_the_better_points_stand_above_until_places_are_saved() -> None:
    client, recommender, low, high = _two()
    before = client.get(PAGE).content.decode()

    answer = client.post(PAGE, {f"place-{low}": "1", f"place-{high}": " 2 "})
    after = client.get(PAGE).content.decode()

    assert answer.status_code == 302
    assert _ranks(recommender) == {low: 1, high: 2}
    assert before.index("缩短换模时间") < before.index("降低阀体废品率")
    assert after.index("降低阀体废品率") < after.index("缩短换模时间")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("1", "1", "同一类别中名次 1 填了两次"),
        ("0", "1", "名次从 1 开始"),
        ("一", "1", "“一”不是名次"),
        ("99999", "1", "“99999”不是名次"),
    ],
)
def test_places_that_cannot_be_are_explained_kept_and_change_nothing(first: str, second: str, said: str) -> None:
    client, recommender, low, high = _two()

    answer = client.post(PAGE, {f"place-{low}": first, f"place-{high}": second})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert said in page
    assert f'name="place-{low}" value="{first}"' in page
    assert _ranks(recommender) == {low: None, high: None}


def test_an_empty_field_takes_a_place_back() -> None:
    client, recommender, low, high = _two()
    client.post(PAGE, {f"place-{low}": "1", f"place-{high}": "2"})

    client.post(PAGE, {f"place-{low}": "", f"place-{high}": "1"})

    assert _ranks(recommender) == {low: None, high: 1}


def test_the_buttons_of_a_row_move_it_without_script_and_keep_what_was_typed() -> None:
    client, recommender, low, high = _two()

    client.post(PAGE, {f"place-{low}": "", f"place-{high}": "", "act": f"up-{low}"})
    upwards = _ranks(recommender)
    client.post(PAGE, {f"place-{low}": "2", f"place-{high}": "1", "act": f"down-{high}"})
    refused = client.post(PAGE, {f"place-{low}": "1", f"place-{high}": "1", "act": f"down-{high}"})

    assert upwards == {low: 1, high: None}
    assert _ranks(recommender) == {low: 1, high: 2}
    assert refused.status_code == 409


def test_a_case_that_waits_stands_below_with_its_mean_and_the_page_leads_to_the_import() -> None:
    client, recommender, *_cases = _two()
    officer = opinions.officer_of(recommender)
    waiting = drafts.submitted(recommender.edition, "提高巡检准时率", recommender=recommender).case
    actions.score(
        application_id=waiting.pk, reviewer="张评委", points=Decimal(88), by=officer,
        at=opinions.RECOMMENDING["qc-circle/2022"],
    )  # fmt: skip
    drafts.begin(recommender.edition, recommender=recommender)

    page = html.fromstring(client.get(PAGE).content.decode())
    rows = [[cell.text_content().split() for cell in row.xpath("./td")] for row in page.xpath("//tbody/tr")]

    assert [row[-1][0] for row in rows] == ["↑↓", "↑↓", "待意见"]
    assert (rows[2][2], rows[2][3]) == (["88"], ["2"])
    assert "另有 1 项选择由贵单位推荐的成果还在申报单位手中" in page.text_content()
    assert page.xpath(f"//a[@href='/recommender/scores/import/?edition={recommender.edition_id}']")


def test_the_sheet_holds_what_the_page_shows_in_its_order() -> None:
    client, _recommender, low, high = _two()
    client.post(PAGE, {f"place-{low}": "1", f"place-{high}": "2"})

    answer = client.get("/recommender/ranking.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)  # type: ignore[attr-defined]

    assert [[row[i] for i in (0, 2, 5, 7, 8, 9)] for row in rows.to_python()] == [
        ["序号", "成果名称", "类别", "得分", "名次", "推荐意见"],
        ["1", "降低阀体废品率", "问题解决型", "80", "1", "活动扎实，同意推荐。"],
        ["2", "缩短换模时间", "问题解决型", "92.5", "2", "活动扎实，同意推荐。"],
    ]


def test_cases_of_another_recommender_are_neither_on_the_page_nor_in_the_sheet() -> None:
    _client, recommender, *_cases = _two()
    other = make_recommender(recommender.edition, make_organisation("另一推荐单位"))
    stranger = client_of(opinions.officer_of(other))

    page = stranger.get(PAGE).content.decode()
    sheet = b"".join(stranger.get("/recommender/ranking.xlsx").streaming_content)  # type: ignore[attr-defined]

    assert "缩短换模时间" not in page
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()) == 1


def test_without_a_choice_the_page_shows_the_edition_that_is_open() -> None:
    client, recommender, *_cases = _two()
    make_recommender(make_edition("excellence/2024"), recommender.organisation)

    assert client.get(PAGE).context["register"] == recommender


def test_a_unit_reaches_neither() -> None:
    client = client_of(make_member(make_organisation(), Role.UNIT))

    assert [client.get(path).status_code for path in (PAGE, "/recommender/ranking.xlsx")] == [403, 403]


def test_the_page_takes_the_same_queries_for_two_and_three_cases(django_assert_num_queries: object) -> None:
    client, recommender, *_cases = _two()
    client.get(PAGE)

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(PAGE)
    draft = drafts.submitted(recommender.edition, "提高巡检准时率", recommender=recommender)
    opinions.give(draft, opinions.officer_of(recommender))
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(PAGE)


def _told(client: Client) -> list[str]:
    page = html.fromstring(client.get(PAGE).content.decode())
    return [note.text_content().strip() for note in page.xpath("//p[@role='status' and not(@hidden)]")]


def test_whoever_saves_empty_places_is_told_that_they_are_still_missing() -> None:
    client, _recommender, low, high = _two()

    client.post(PAGE, {f"place-{low}": "", f"place-{high}": ""})
    told_of_two = _told(client)
    client.post(PAGE, {f"place-{low}": "", f"place-{high}": "1"})
    told_of_one = _told(client)
    client.post(PAGE, {f"place-{low}": "2", f"place-{high}": "1"})

    assert (told_of_two, told_of_one) == (["已保存；还有 2 项没有名次。"], ["已保存；还有 1 项没有名次。"])
    assert _told(client) == ["名次已保存。"]


def test_one_button_numbers_the_rest_as_listed_and_is_gone_once_all_have_a_place() -> None:
    client, recommender, low, high = _two()
    button = "按所列顺序排满名次"
    offered = button in client.get(PAGE).content.decode()

    client.post(PAGE, {f"place-{low}": "", f"place-{high}": "", "act": "complete"})

    assert _ranks(recommender) == {high: 1, low: 2}
    assert (offered, button in client.get(PAGE).content.decode()) == (True, False)
