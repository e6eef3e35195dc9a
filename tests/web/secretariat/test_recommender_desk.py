"""The office reads what recommending units handed in, returns it, and adds their statistics up."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import actions, queries

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: AT)


def _handed_in() -> tuple[Recommender, str]:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    return recommender, f"/office/editions/{recommender.edition_id}/recommenders/{recommender.pk}/"


def test_the_office_reads_a_package_and_returns_it_with_time_to_mend() -> None:
    recommender, base = _handed_in()
    client = client_of(make_officer())
    (file,) = queries.files_given(recommender)

    page = client.get(f"{base}package/").content.decode()
    silent = client.post(f"{base}package/", {"reason": "", "again_until": ""})
    answer = client.post(f"{base}package/", {"reason": "请核对职工总数", "again_until": "2022-06-05T18:00"})

    assert "QC-2022-T001" in page
    assert (silent.status_code, answer.status_code) == (200, 302)
    assert all(
        f"{asked}：这一项必须填写" in silent.content.decode() for asked in ("退回理由", "重新报送截止（北京时间）")
    )
    assert "2022-06-05 18:00 前可以重新报送" in client.get(f"{base}package/").content.decode()
    assert client.get(f"{base}sheets/recommendation_form.docx").content[:2] == b"PK"
    assert client.get(f"{base}files/{file.pk}/")["Content-Disposition"].startswith("attachment")
    returned = queries.returned_package(recommender)
    assert returned is not None
    assert returned.again_until == AT.replace(month=6, day=5, hour=10, minute=0)


def test_the_office_reads_the_sheets_names_in_english() -> None:
    _recommender, base = _handed_in()
    client = client_of(make_officer())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = client.get(f"{base}package/").content.decode()

    assert re.findall(r"<li>([^<>]+): <a", page) == [
        "List of recommendations",
        "Summary of the reviews",
        "Statistics table",
    ]


def test_a_recommender_reaches_neither_the_offices_page_nor_its_files() -> None:
    recommender, base = _handed_in()
    officer = client_of(opinions.officer_of(recommender))

    paths = ("", "package/", "files/1/", "sheets/statistics.pdf")
    assert {officer.get(f"{base}{path}").status_code for path in paths} == {403}


def _reporting(edition: Edition, name: str, **over: int) -> Recommender:
    recommender = make_recommender(edition, make_organisation(name))
    figures = {key: Decimal(number) for key, number in (opinions.FIGURES | over).items()}
    actions.hand_in_precondition(
        recommender_id=recommender.pk,
        kind="statistics_table",
        figures=figures,
        remark="已核对",
        by=opinions.officer_of(recommender),
        at=AT,
    )
    return recommender


def _two_years() -> Edition:
    before, edition = make_edition("qc-circle/2020"), make_edition("qc-circle/2022")
    _reporting(before, "市仪器仪表行业协会", outcomes=20)
    _reporting(edition, "市电力行业协会")
    _reporting(edition, "浦东新区质量协会", registered=20, active=18, outcomes=15)
    make_recommender(edition, make_organisation("未提交的协会"))
    return edition


def test_the_tables_of_all_recommenders_add_up_and_rates_come_from_the_sum() -> None:
    found = queries.roll_up(_two_years())

    assert found is not None
    assert (found.total["registered"], found.total["outcomes"]) == (100, 55)
    assert {one.rate.id: one.percent for one in found.rates}["yield"] == Decimal("55.0")
    assert [line.figures is None for line in found.lines].count(True) == 1
    assert [(one.year, one.reported, one.rates[2].percent) for one in found.years] == [
        (2020, 1, Decimal("25.0")),
        (2022, 2, Decimal("55.0")),
    ]


def test_the_page_shows_units_sum_years_and_chart_and_the_workbook_says_the_same() -> None:
    edition = _two_years()
    client = client_of(make_officer())
    address = f"/office/statistics/{edition.pk}/recommenders"

    page = client.get(f"{address}/").content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}.xlsx").content))
    units, years = (book.get_sheet_by_index(place).to_python() for place in (0, 1))

    for said in ("市电力行业协会", "未提交", "已核对", "<svg", "历年比率", "55"):
        assert said in page
    assert {row[0] for row in units} == {"推荐单位", "市电力行业协会", "浦东新区质量协会", "未提交的协会", "合计"}
    assert units[-1][units[0].index("成果率（%）")] == "55"
    assert [row[0] for row in years] == ["年度", "2020", "2022"]


def test_the_page_takes_the_same_queries_for_three_and_four_units(django_assert_max_num_queries: object) -> None:
    edition = _two_years()
    client, address = client_of(make_officer()), f"/office/statistics/{edition.pk}/recommenders/"
    client.get(address)

    with django_assert_max_num_queries(11) as asked:  # type: ignore[operator]
        client.get(address)
    _reporting(edition, "又一协会")
    with django_assert_max_num_queries(len(asked)):  # type: ignore[operator]
        client.get(address)


def test_an_edition_without_a_table_says_so() -> None:
    edition = make_edition("site-management/2023")
    client, address = client_of(make_officer()), f"/office/statistics/{edition.pk}/recommenders"

    assert "本活动不要求推荐单位提交统计表" in client.get(f"{address}/").content.decode()
    assert client.get(f"{address}.xlsx").status_code == 404


def test_one_year_alone_has_no_chart() -> None:
    edition = make_edition("qc-circle/2022")
    _reporting(edition, "市电力行业协会")

    page = client_of(make_officer()).get(f"/office/statistics/{edition.pk}/recommenders/").content.decode()

    assert "只有一年的数据，还不能比较。" in page
