"""The office's pages of imports: template, upload, report, import."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook

from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation, make_uscc
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.documents.actions import xlsx_table
from zhiping.organisations.models import Organisation
from zhiping.programmes.models import RegisterImport

pytestmark = pytest.mark.django_db
HOME = "/office/organisations/imports/"
HEADING = ["统一社会信用代码", "单位名称", "所在区"]


@pytest.fixture
def office() -> Client:
    return client_of(make_officer())


def _file(*rows: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("名册.xlsx", xlsx_table(HEADING, rows, name="单位"))


def _read(office: Client, path: str) -> html.HtmlElement:
    return html.fromstring(office.get(path).content.decode())


def _lines(answer: bytes, sheet: str) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(answer)).get_sheet_by_name(sheet).to_python()


def test_a_workbook_is_checked_looked_at_and_imported(office: Client) -> None:
    edition = make_edition()
    sent = {"workbook": _file([make_uscc(93_001), "申江集团有限公司", "浦东新区"]), "edition": str(edition.pk)}

    answer = office.post(HOME, sent)

    wanted = RegisterImport.objects.get()
    assert answer["Location"] == f"{HOME}{wanted.pk}/"
    page = _read(office, answer["Location"])
    assert "单位 · 新登记" in page.text_content()
    office.post(answer["Location"], confirmation_of(page))
    assert Organisation.objects.get().name == "申江集团有限公司"
    assert "已导入" in office.get(HOME).content.decode()
    again = office.post(answer["Location"], confirmation_of(page))
    assert "这个文件已经导入" in again.content.decode()


def test_a_report_that_a_colleague_made_anew_meanwhile_is_read_before_it_is_imported(office: Client) -> None:
    code = make_uscc(93_001)
    there = office.post(HOME, {"workbook": _file([code, "申江集团有限公司", "浦东新区"])})["Location"]
    page = _read(office, there)
    make_organisation("申江集团有限公司", uscc=code, district="长宁区")
    client_of(make_officer(name="吴干事")).post(there, {"act": "recheck"})

    answer = office.post(there, confirmation_of(page))

    assert "所列内容在您查看以后有变动，请按现在的情况重新确认。" in answer.content.decode()
    assert "长宁区 → 浦东新区" in answer.content.decode()
    assert Organisation.objects.get(uscc=code).district == "长宁区"


def test_a_faulty_workbook_shows_cell_and_remedy_on_the_page_and_as_a_file(office: Client) -> None:
    office.post(HOME, {"workbook": _file(["91310000", "申江集团有限公司", "浦东新区"]), "edition": ""})

    page = f"{HOME}{RegisterImport.objects.get().pk}/"
    shown = office.get(page).content.decode()
    answer = office.get(f"{page}report.xlsx")

    assert "单位 A2" in shown
    assert 'name="confirmed"' not in shown
    [_heading, line] = _lines(b"".join(answer.streaming_content), "Sheet1")  # type: ignore[attr-defined]
    assert line[:4] == ["单位", "A2", "统一社会信用代码", "91310000"]
    assert line[4].startswith("“91310000”不是有效的统一社会信用代码")


def test_a_file_that_is_no_workbook_is_told_beside_the_field(office: Client) -> None:
    page = office.post(HOME, {"workbook": SimpleUploadedFile("名册.xlsx", b"name,code"), "edition": ""})

    assert "form__error" in page.content.decode()
    assert RegisterImport.objects.count() == 0


def test_the_template_explains_each_column(office: Client) -> None:
    answer = office.get(f"{HOME}template.xlsx").content

    assert _lines(answer, "单位")[0][:2] == HEADING[:2]
    assert ["单位", "统一社会信用代码", "必填"] in [line[:3] for line in _lines(answer, "说明")]


def test_no_report_is_made_of_a_workbook_without_faults(office: Client) -> None:
    office.post(HOME, {"workbook": _file([make_uscc(93_001), "申江集团有限公司", ""]), "edition": ""})
    page = f"{HOME}{RegisterImport.objects.get().pk}/"

    assert office.get(f"{page}report.xlsx")["Location"] == page
    office.post(page, {"act": "recheck"})
    assert RegisterImport.objects.get().state == "checked"
