"""The office's statistics: chart, table and file say the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of, edition_showing
from zhiping.programmes.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    found = make_edition()
    make_case(found, "desk", organisation=make_organisation(district="临江区"))
    make_case(found, "recommend", organisation=make_organisation(district="=1+1"))
    return found


def test_every_edition_stands_in_the_list_with_what_was_handed_in(edition: Edition) -> None:
    page = html.fromstring(client_of(make_officer()).get("/office/statistics/").content.decode())
    (row,) = page.xpath("//tbody/tr")
    assert (row.xpath("string(td[1])"), row.xpath("string(td[3])")) == ("2022年上海市质量管理小组活动", "2")
    assert row.xpath("td[1]/a/@href") == [f"/office/statistics/{edition.pk}/"]


@pytest.mark.parametrize(
    ("instant", "said", "tone"),
    [
        (datetime(2022, 1, 5, tzinfo=UTC), "即将开始", "state state--wait"),
        (datetime(2022, 4, 20, tzinfo=UTC), "报名 4月 截止", "state state--wait"),
    ],
)
def test_the_list_says_where_each_edition_stands_as_the_public_pages_do(
    instant: datetime, said: str, tone: str
) -> None:
    edition_showing(instant)
    page = html.fromstring(client_of(make_officer()).get("/office/statistics/").content.decode())

    (state,) = page.xpath("//tbody/tr/td[2]/span")

    assert (state.text, state.get("class")) == (said, tone)


def test_where_an_edition_stands_is_said_in_english_on_an_english_page() -> None:
    edition_showing(datetime(2022, 4, 20, tzinfo=UTC))
    office = client_of(make_officer())
    office.cookies["django_language"] = "en"

    page = html.fromstring(office.get("/office/statistics/").content.decode())

    assert page.xpath("string(//tbody/tr/td[2])") == "Sign-up closes April 2022"


def test_the_page_shows_each_statistic_as_chart_and_table(edition: Edition) -> None:
    page = html.fromstring(client_of(make_officer()).get(f"/office/statistics/{edition.pk}/").content.decode())
    figures = {f.get("id"): f for f in page.xpath("//section[@class='figure']")}
    assert list(figures) == [
        *("funnel", "years", "levels-category", "category", "domain", "district", "industry", "recommender"),
    ]
    rows = [[cell.text_content() for cell in row] for row in figures["funnel"].xpath(".//tbody/tr")]
    assert rows[:3] == [["已提交", "2", "—"], ["获推荐", "1", "50%"], ["通过形式审查", "1", "100%"]]
    assert all(figure.xpath(".//*[local-name()='svg']") for figure in figures.values())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_the_numbers_of_the_page_and_no_formula(edition: Edition, kind: str) -> None:
    answer = client_of(make_officer()).get(f"/office/statistics/{edition.pk}/district.{kind}")
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    if kind == "csv":
        lines = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    else:
        lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[0][:2] == ["按区", "已提交"]
    assert sorted(line[0] for line in lines[1:]) == ["'=1+1", "临江区"]


def test_a_picture_can_be_taken_away(edition: Edition) -> None:
    answer = client_of(make_officer()).get(f"/office/statistics/{edition.pk}/funnel.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="qc-circle-2022-funnel.svg"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.content.startswith(b"<svg")


@pytest.mark.parametrize("what", ["nothing.csv", "funnel.exe", "levels-nothing.csv"])
def test_what_is_no_statistic_is_not_found(edition: Edition, what: str) -> None:
    assert client_of(make_officer()).get(f"/office/statistics/{edition.pk}/{what}").status_code == 404
