"""The recommending unit hands its package in from one page."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries
from zhiping.recommendation.models import PackageFile

pytestmark = pytest.mark.django_db
PAGE = "/recommender/package/"


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opinions.RECOMMENDING["qc-circle/2022"]
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: at)


def _client() -> Client:
    _recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    return client_of(officer)


def test_what_is_missing_stands_on_the_page_and_the_button_tells_the_same() -> None:
    recommender = make_recommender(make_edition())
    client = client_of(opinions.officer_of(recommender))

    page = client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"act": "hand_in"})

    for said in ("推荐之前须先提交", "缺少“成果推荐汇总表(推荐单位盖章)”（二.3(2)、附件4）"):
        assert said in page
        assert said in answer.content.decode()
    assert answer.status_code == 409
    assert queries.standing_package(recommender) is None


def test_the_whole_is_handed_in_with_a_receipt_to_keep() -> None:
    client = _client()

    before = client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"act": "hand_in"})
    after = client.get(PAGE).content.decode()
    receipt = client.get("/recommender/package/receipt.pdf")

    assert "材料齐全，可以报送。" in before
    assert answer.status_code == 302
    assert "QC-2022-T001" in after
    assert 'value="upload"' not in after
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(receipt.content)).pages)
    assert "推荐材料报送回执" in text
    assert "QC-2022-T001" in text


def test_a_scan_is_uploaded_read_again_and_taken_off() -> None:
    client = _client()
    scan = SimpleUploadedFile("推荐表盖章.jpg", make_picture("JPEG"))

    client.post(PAGE, {"act": "upload", "rule": "review_summary", "file": scan})
    page = client.get(PAGE).content.decode()
    uploaded = [one for one in _files() if one.rule_id == "review_summary"]
    read = client.get(f"/recommender/package/files/{uploaded[0].pk}/")
    client.post(PAGE, {"act": "remove", "file_id": str(uploaded[0].pk)})

    assert "推荐表盖章.jpg" in page
    assert read["Content-Disposition"].startswith("attachment")
    assert "推荐表盖章.jpg" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("zh-hans", ["成果推荐汇总表", "成果评审汇总表", "2022年上海市质量管理小组活动成果统计表"]),
        ("en", ["List of recommendations", "Summary of the reviews", "Statistics table"]),
    ],
)
def test_the_readers_language_names_the_sheets_while_they_stand_and_once_handed_in(
    language: str, called: list[str]
) -> None:
    client = _client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    before = client.get(PAGE).content.decode()
    client.post(PAGE, {"act": "hand_in"})
    after = client.get(PAGE).content.decode()

    assert [re.findall(r"<tr><td>(.*?)</td>", page) for page in (before, after)] == [called, called]


def _files() -> list[PackageFile]:
    return list(queries.files_given(programmes.recommenders(programmes.get("qc-circle/2022")).get(is_virtual=False)))


def test_nothing_chosen_is_explained() -> None:
    answer = _client().post(PAGE, {"act": "upload", "rule": "review_summary"})

    assert answer.status_code == 409
    assert "没有办理，原因如下" in answer.content.decode()


def test_the_sheets_say_the_same_in_every_form() -> None:
    client = _client()
    base = "/recommender/package/sheets/recommendation_form"

    pdf, word, excel = (client.get(f"{base}.{form}") for form in ("pdf", "docx", "xlsx"))

    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    table = docx.Document(io.BytesIO(word.content)).tables[0]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(excel.content)).get_sheet_by_index(0).to_python()
    assert "成果推荐汇总表" in printed
    assert "版式由平台按通知要求生成" in printed
    assert [row.cells[3].text for row in table.rows] == ["成果名称", "提高甲", "提高乙"]
    assert [row[3] for row in sheet if row[0] in ("序号", "1", "2")] == ["成果名称", "提高甲", "提高乙"]


@pytest.mark.parametrize("path", ["sheets/fees.pdf", "sheets/statistics.csv", "files/999/", "receipt.pdf"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert _client().get(f"/recommender/package/{path}").status_code == 404


def test_another_units_files_and_an_unknown_act_are_not_found() -> None:
    client = _client()
    (file,) = _files()
    stranger = client_of(opinions.officer_of(make_recommender(make_edition("qc-circle/2020"))))

    assert stranger.get(f"/recommender/package/files/{file.pk}/").status_code == 404
    assert client.post(PAGE, {"act": "publish"}).status_code == 404


def test_a_unit_does_not_reach_it_and_an_unregistered_recommender_is_told() -> None:
    unit = client_of(make_member(make_organisation(), Role.UNIT))
    lonely = client_of(make_member(make_organisation("未登记推荐单位"), Role.RECOMMENDER))

    assert unit.get(PAGE).status_code == 403
    assert "本单位不在任何活动的推荐单位名录中" in lonely.get(PAGE).content.decode()
    assert lonely.get("/recommender/package/receipt.pdf").status_code == 404


def test_an_english_reader_is_told_what_is_missing_by_its_english_name() -> None:
    client = client_of(opinions.officer_of(make_recommender(make_edition())))
    client.cookies["django_language"] = "en"

    page = client.get(PAGE).content.decode()

    assert "“List of recommendations, sealed” is missing" in page
    assert "“成果推荐汇总表(推荐单位盖章)” is missing" not in page


@pytest.mark.parametrize("role", ["recommender", "office"])
def test_a_sheet_is_made_once_for_a_page_however_often_it_is_compared(
    role: str, django_assert_max_num_queries: Any
) -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    client = client_of(officer if role == "recommender" else make_officer())
    desk = f"/office/editions/{recommender.edition_id}/recommenders/{recommender.pk}/package/"

    with django_assert_max_num_queries(40) as asked:
        assert client.get(PAGE if role == "recommender" else desk).status_code == 200

    scores = [one for one in asked.captured_queries if one["sql"].startswith('SELECT "recommendation_ownscore"')]
    assert len(scores) == 1  # the summary of the reviews reads them all
