"""Refusals of files, workbooks, paper copies, complaints and editions, each by its page."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import LONG_AGO, make_officer, make_organisation, make_uscc
from tests.files.test_store import make_pdf, make_picture, make_zip
from tests.web.clients import client_of, edition_showing
from tests.web.confirmations import confirmation_of
from tests.web.refusing import Try, wrong_of
from zhiping.applications import actions as applications
from zhiping.applications.queries import bundles, papers
from zhiping.documents.actions import Sheet, xlsx_book, xlsx_table
from zhiping.organisations.actions import merge
from zhiping.organisations.models import Organisation
from zhiping.recommendation.models import Complaint

pytestmark = pytest.mark.django_db
EXCELLENCE = "excellence/2024"
UPLOADED = ("programmes.upload_import",)
"""A workbook is kept with its report whatever is wrong with it; nothing of it is written."""


def _file(content: bytes, name: str = "成果报告.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _with_attachment() -> bytes:
    pdf, out = pikepdf.open(io.BytesIO(make_pdf())), io.BytesIO()
    pdf.attachments["setup.exe"] = b"MZ"
    pdf.save(out)
    return out.getvalue()


@pytest.fixture
def draft() -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"]))


def test_a_file_that_is_not_taken_is_named_with_the_reason(draft: drafts.Draft) -> None:
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/files/"
    contents = {
        "file.empty": b"",
        "file.unknown_type": b"MZ\x90\x00 not a document",
        "file.broken": b"%PDF-1.7 and nothing more",
        "file.encrypted": make_pdf(password="geheim"),
        "file.has_script": make_pdf(script=True),
        "file.has_macro": make_zip(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}),
        "file.bomb": make_zip(**{"word/document.xml": b"0" * 3_000_000}),
        "file.polyglot": make_picture("PNG") + make_zip(**{"a.exe": b"MZ"}),
        "file.kind_not_taken": make_zip(**{"xl/workbook.xml": b"<x/>"}),
        "file.too_many_pages": make_pdf(400),
        "file.has_attachment": _with_attachment(),
    }

    assert (
        wrong_of(
            Try(code, page, here, {"rule": "report", "file": _file(content)}) for code, content in contents.items()
        )
        == []
    )


def test_one_file_more_than_the_edition_takes_is_refused(draft: drafts.Draft) -> None:
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/files/"
    rule = next(r for r in drafts.programmes.definition_of(draft.case.edition).files if r.id == "report")
    for n in range(rule.max_count):
        assert page.post(here, {"rule": "report", "file": _file(make_pdf(2 + n))}).status_code == 302

    assert wrong_of([Try("file.too_many", page, here, {"rule": "report", "file": _file(make_pdf(9))})]) == []


def test_a_workbook_for_the_register_is_reported_cell_by_cell() -> None:
    edition, desk = make_edition(), client_of(make_officer())
    a, b = make_uscc(91_001), make_uscc(91_002)
    head = ["统一社会信用代码", "单位名称", "组织性质", "所在区", "上级单位统一社会信用代码", "曾用名"]

    def book(code: str, *rows: list[str], others: list[list[str]] | None = None, heading: list[str] = head) -> Try:
        sheets = [Sheet("单位", heading, [[*row, *[""] * (6 - len(row))][: len(heading)] for row in rows])]
        if others is not None:
            sheets.append(Sheet("推荐单位", ["统一社会信用代码", "类别", "名录中的名称", "共建"], others))
        sent = {"edition": str(edition.pk), "workbook": _file(xlsx_book(sheets), "名册.xlsx")}
        return Try(code, desk, "/office/organisations/imports/", sent, does=UPLOADED)

    assert (
        wrong_of(
            [
                Try("import.not_a_workbook", desk, "/office/organisations/imports/", {"workbook": _file(make_pdf())}),
                Try(
                    "sheet.missing",
                    desk,
                    "/office/organisations/imports/",
                    {"workbook": _file(xlsx_table(head, [], name="Sheet1"), "名册.xlsx")},
                    does=UPLOADED,
                ),
                book("sheet.no_lines"),
                book("sheet.no_heading", [a, "申江集团"], heading=["甲", "乙"]),
                book("sheet.unknown_column", [a, "申江集团"], heading=[*head[:5], "电话号码"]),
                book("sheet.empty", [a, ""]),
                book("sheet.too_long", [a, "长" * 200]),
                book("sheet.bad_choice", [a, "申江集团", "公司"]),
                book("sheet.twice", [a, "申江集团"], [a, "申江集团"]),
                book("import.unknown_parent", [a, "申江集团", "", "", make_uscc(91_009)]),
                book("group.circle", [a, "申江集团", "", "", b], [b, "申江电气", "", "", a]),
                book("import.unknown_unit", [a, "申江集团"], others=[[make_uscc(91_008), "集团", "", ""]]),
                book("sheet.too_many_lines", [a, "申江集团"], others=[[b, "集团", "", ""]] * 2001),
            ]
        )
        == []
    )


def test_a_workbook_that_names_a_merged_unit_or_no_day_says_so_at_the_cell() -> None:
    officer = make_officer()
    gone, kept = make_organisation(uscc=make_uscc(91_003)), make_organisation()
    merge(duplicate_id=gone.pk, survivor_id=kept.pk, reason="同一单位两次登记", by=officer, at=LONG_AGO)
    desk, here = client_of(officer), "/office/organisations/imports/"

    def book(code: str, line: list[str]) -> Try:
        content = xlsx_book([Sheet("单位", ["统一社会信用代码", "单位名称", "成立日期"], [line])])
        return Try(code, desk, here, {"workbook": _file(content, "名册.xlsx")}, does=UPLOADED)

    assert (
        wrong_of(
            [
                book("import.merged", [make_uscc(91_003), "浦江仪表", ""]),
                book("sheet.bad_day", [make_uscc(91_004), "浦江仪表", "去年春天"]),
            ]
        )
        == []
    )


def test_a_workbook_is_not_written_against_another_register_than_the_one_it_was_checked_against() -> None:
    desk, head = client_of(make_officer()), ["统一社会信用代码", "单位名称"]
    sound = xlsx_book([Sheet("单位", head, [[make_uscc(91_002), "申江集团"]])])
    there = desk.post("/office/organisations/imports/", {"workbook": _file(sound, "名册.xlsx")})["Location"]
    confirmed = _confirmed(desk, there)
    make_organisation("申江电气", uscc=make_uscc(91_002))

    assert wrong_of([Try("import.register_changed", desk, there, confirmed)]) == []


def _confirmed(desk: Client, there: str) -> dict[str, object]:
    return {**confirmation_of(html.fromstring(desk.get(there).content.decode()))}


def test_a_long_workbook_that_is_being_written_is_not_written_twice() -> None:
    desk, lines = client_of(make_officer()), [[make_uscc(92_000 + n), f"第{n}批量单位有限公司"] for n in range(301)]
    long = xlsx_book([Sheet("单位", ["统一社会信用代码", "单位名称"], lines)])
    there = desk.post("/office/organisations/imports/", {"workbook": _file(long, "名册.xlsx")})["Location"]
    confirmed = _confirmed(desk, there)
    desk.post(there, confirmed)

    assert (
        wrong_of(
            [
                Try("import.running", desk, there, confirmed),
                Try("import.running", desk, there, {"act": "recheck"}),
            ]
        )
        == []
    )
    assert Organisation.objects.count() == 0


def test_a_code_on_paper_that_books_nothing_says_why() -> None:
    at, edition = drafts.APPLYING[EXCELLENCE], edition_showing(drafts.APPLYING[EXCELLENCE], EXCELLENCE)
    draft, desk, officer = drafts.fill(drafts.begin(edition)), client_of(make_officer()), make_officer()
    early = str(bundles.front_data(draft.case)["qr"])
    opinion = str(papers.opinion_data(draft.case, "质量协会")["qr"])
    drafts.submit(drafts.endorse(draft))
    other = drafts.submitted(edition_showing(drafts.APPLYING["qc-circle/2022"]))
    current = str(bundles.front_data(draft.case)["qr"])
    for _n in range(3):
        applications.receive_copy(code=current, by=officer, at=at)

    assert (
        wrong_of(
            Try(code, desk, "/office/paper/", {"code": scanned})
            for code, scanned in {
                "paper.draft": early,
                "paper.other_paper": opinion,
                "paper.not_asked": str(bundles.front_data(other.case)["qr"]),
                "paper.all_here": current,
                "paper.unread": current[:-3],
            }.items()
        )
        == []
    )
    draft.case.content.answers["outcome_title"] = "补正后的题目"
    draft.case.content.save()
    assert wrong_of([Try("paper.other_version", desk, "/office/paper/", {"code": current})]) == []


def test_a_complaint_that_says_too_little_or_is_past_its_step_keeps_its_words() -> None:
    edition = edition_showing(opinions.RECOMMENDING["qc-circle/2022"])
    recommender = make_recommender(edition)
    stranger, here = Client(), f"/editions/{edition.programme}/{edition.year}/complaint/"
    misconduct = drafts.programmes.definition_of(edition).route.misconduct[0].id
    given = {"recommender": str(recommender.pk), "misconduct": misconduct, "contact": "someone@example.org"}
    stranger.post(here, given | {"grounds": "每项收取评审费两千元"})
    filed = Complaint.objects.get()
    first, second = client_of(make_officer()), client_of(make_officer())
    desk = f"/office/complaints/{filed.pk}/"

    assert (
        wrong_of(
            [
                Try("complaint.without_grounds", stranger, here, given | {"grounds": " "}),
                Try("complaint.other_step", second, desk, {"act": "confirm"}),
                Try(
                    "complaint.other_step", second, desk, {"act": "aside", "reason": "现有证据不足以认定，请再核查票据"}
                ),
            ]
        )
        == []
    )
    first.post(desk, {"act": "finding", "proven": "no", "answer": "经核查没有收费"})
    assert wrong_of([Try("complaint.same_person", first, desk, {"act": "confirm"})]) == []


def test_an_edition_that_runs_or_is_away_says_so() -> None:
    draft = drafts.submitted(edition_showing(drafts.APPLYING["qc-circle/2022"]))
    desk, edition = client_of(make_officer()), draft.case.edition

    assert (
        wrong_of(
            [
                Try(
                    "edition.cases_running",
                    desk,
                    f"/office/editions/{edition.pk}/archive/",
                    {"reason": "本年度已经结束"},
                )
            ]
        )
        == []
    )
