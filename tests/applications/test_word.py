"""The notice's form as Word and PDF, and a Word copy read back."""

from __future__ import annotations

import io
import os
import resource
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.factories import drafts
from tests.factories.people import make_member, user_of
from tests.files.test_store import make_pdf, make_zip
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Content, PrivateValue
from zhiping.applications.queries import official
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.documents.actions.official import official_docx

pytestmark = pytest.mark.django_db
KEY = "excellence/2024"
DOCUMENT = "word/document.xml"


def _filled(category: str = "model", **over: Any) -> drafts.Draft:
    return drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY), category=category), **over)


def _word(draft: drafts.Draft) -> Any:
    return Document(io.BytesIO(official_docx(official.official_data(draft.case), photo=official.photo_of(draft.case))))


def _bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Any, field: str, text: str) -> None:
    """Type a text into the place of a field, as Word does."""
    for control in document.element.body.iter(qn("w:sdt")):
        if control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == f"f.{field}":
            first, *rest = control.iter(qn("w:t"))
            first.text = text
            for other in rest:
                other.text = ""


@pytest.mark.parametrize("category", ["model", "experience"])
def test_a_form_read_back_unchanged_differs_in_nothing(category: str) -> None:
    draft = _filled(category)

    copy = official.read_word_copy(draft.case, _bytes(_word(draft)))

    assert (copy.answers, copy.differences, copy.unread) == ({}, [], [])
    assert copy.found == copy.asked


def test_every_field_of_the_notice_stands_on_paper_with_its_answer_in_full() -> None:
    draft = _filled("experience")
    client = client_of(draft.author)

    answer = client.get(f"/applications/{draft.case.pk}/form.pdf")

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    text = "".join(text.split())
    labels = ["".join((f.paper_label or f.label).split()) for f in official.form_of(draft.case).fields()]
    number = PrivateValue.objects.get(field_path="id_number")
    assert [label for label in labels if label not in text and label != "照片"] == []
    assert official.real_answers(draft.case)["id_number"] in text
    assert number.application_id == draft.case.pk
    assert "■卓越管理创新经验(个人)" in text
    assert text.count("（盖章）：") == 2


def test_what_was_changed_in_word_is_shown_and_taken_only_once_confirmed() -> None:
    draft = _filled(size="large", sectors=[], registered_postcode="200001")
    document, client, address = _word(draft), client_of(draft.author), f"/applications/{draft.case.pk}/word/"
    _write(document, "title", "以数据驱动的供应链质量协同")
    _write(document, "size", "□ 大型　■ 中型　□ 小微型")
    _write(document, "sectors", "先导产业：☑ 集成电路　□ 生物医药")
    _write(document, "registered_postcode", "200131")

    page = client.post(address, {"copy": SimpleUploadedFile("表.docx", _bytes(document))})
    before = drafts.reload(draft).case.content.answers["title"]
    sealed = page.context["sealed"]
    client.post(address, {"confirmed": sealed})

    answers = drafts.reload(draft).case.content.answers
    assert "其中 4 栏与已填写的不同" in page.content.decode()
    assert before != answers["title"] == draft.case.title == "以数据驱动的供应链质量协同"
    assert (answers["size"], answers["sectors"], answers["registered_postcode"]) == (
        "medium", ["integrated_circuits"], "200131",
    )  # fmt: skip


def test_a_copy_whose_controls_were_lost_is_read_by_its_labels() -> None:
    draft = _filled()
    document = _word(draft)
    _write(document, "mailing_postcode", "200777")
    for control in list(document.element.body.iter(qn("w:sdt"))):
        for paragraph in list(control.find(qn("w:sdtContent"))):
            control.addprevious(paragraph)
        control.getparent().remove(control)

    copy = official.read_word_copy(draft.case, _bytes(document))

    assert copy.answers == {"mailing_postcode": "200777"}


def test_an_emptied_cell_takes_nothing_away_and_an_added_row_is_read() -> None:
    draft = _filled()
    document = _word(draft)
    _write(document, "title", "")
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "获奖名称")
    for cell, text in zip(table.add_row().cells, ("质量标杆", "2023-05", "市经信委"), strict=True):
        cell.text = text

    copy = official.read_word_copy(draft.case, _bytes(document))

    assert list(copy.answers) == ["awards"]
    assert copy.answers["awards"][-1] == {"name": "质量标杆", "awarded_in": "2023-05", "authority": "市经信委"}


def test_files_that_are_no_word_form_are_refused_and_nothing_changes() -> None:
    draft = _filled()
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/word/"
    word = _bytes(_word(draft))
    empty = Document()
    macro = make_zip(**{"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"})
    tried = {
        "只接受 .docx 格式的 Word 文件。请用 Word 或 WPS 另存为 .docx 后再上传。": make_pdf(1),
        "没有认出申报表的栏目": _bytes(empty),
        "宏": macro,
    }

    told = {
        words: client.post(address, {"copy": SimpleUploadedFile("表.docx", content)})
        for words, content in tried.items()
    }
    nothing, stale = client.post(address, {}), client.post(address, {"confirmed": "forged"})

    assert {words: (a.status_code, words in a.content.decode()) for words, a in told.items()} == dict.fromkeys(
        tried, (409, True)
    )
    assert "请先选择填写好的 Word 申报表。" in nothing.content.decode()
    assert "读取的内容已失效。请重新上传 Word 申报表。" in stale.content.decode()
    assert official.read_word_copy(draft.case, word).answers == {}


def test_a_sealed_reading_of_one_case_is_not_taken_for_another() -> None:
    one = _filled()
    two = drafts.fill(drafts.begin(one.case.edition, category="model"))
    document = _word(one)
    _write(document, "title", "另一个题目")
    page = client_of(one.author).post(
        f"/applications/{one.case.pk}/word/", {"copy": SimpleUploadedFile("表.docx", _bytes(document))}
    )

    answer = client_of(two.author).post(f"/applications/{two.case.pk}/word/", {"confirmed": page.context["sealed"]})

    assert answer.status_code == 409
    assert drafts.reload(two).case.title != "另一个题目"


def test_a_reading_that_one_person_saw_is_not_confirmed_by_another() -> None:
    draft = _filled()
    editor = make_member(draft.case.organisation, Role.APPLICANT, "沈工")
    draft.case.editors.add(user_of(editor))
    colleague = client_of(editor)
    document, address = _word(draft), f"/applications/{draft.case.pk}/word/"
    _write(document, "title", "另一个题目")
    page = client_of(draft.author).post(address, {"copy": SimpleUploadedFile("表.docx", _bytes(document))})

    answer = colleague.post(address, {"confirmed": page.context["sealed"]})

    assert colleague.get(address).status_code == 200
    assert (answer.status_code, "读取的内容已失效" in answer.content.decode()) == (409, True)
    assert drafts.reload(draft).case.title != "另一个题目"


def test_an_edition_without_a_printed_form_has_no_word_copy() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"]))

    with pytest.raises(RuleViolation, match="word.no_form"):
        official.official_data(draft.case)
    with pytest.raises(RuleViolation, match="word.no_form"):
        official.read_word_copy(draft.case, b"")
    assert client_of(draft.author).get(f"/applications/{draft.case.pk}/word/").status_code == 404


def test_what_is_pasted_from_slides_stands_in_word_and_breaks_nothing() -> None:
    draft = _filled()
    client = client_of(draft.author)
    form = official.form_of(draft.case)
    section = next(s for s in form.sections if any(str(f.kind) == "long_text" for f in s.fields))
    asked = next(f for f in section.fields if str(f.kind) == "long_text")
    typed = {"on_page": [asked.id], asked.id: "甲\x0b乙\x01", "revision": "0", "base": "{}"}
    Content.objects.update(revision=0)

    client.post(f"/applications/{draft.case.pk}/sections/{section.id}/", typed)

    assert Content.objects.get().answers[asked.id] == "甲\n乙"
    Content.objects.update(answers={**Content.objects.get().answers, asked.id: "丙\x01丁"})  # kept before
    assert client.get(f"/applications/{draft.case.pk}/form.docx").status_code == 200


def _with_body(document: Any, xml: bytes) -> bytes:
    """Return the document with this in front of what its body has."""
    plain, made = zipfile.ZipFile(io.BytesIO(_bytes(document))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            content = plain.read(name)
            archive.writestr(name, content.replace(b"<w:body>", b"<w:body>" + xml) if name == DOCUMENT else content)
    return made.getvalue()


@pytest.mark.parametrize(
    "xml",
    [
        b"<w:p/>" * 1_100_000,
        b"<w:tbl><w:tr><w:tc>" * 4 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 4,
        b"<w:p>" * 4 + b"</w:p>" * 4,
        b"<w:tr>" * 90 + b"<w:tc>" * 90 + b"<w:p/>" * 100_000 + b"</w:tc>" * 90 + b"</w:tr>" * 90,
    ],
)
def test_a_copy_that_would_take_the_server_s_memory_or_time_is_no_copy(xml: bytes) -> None:
    draft = _filled()
    copy = _with_body(_word(draft), xml)

    with pytest.raises(RuleViolation, match=r"word\.not_docx"):
        official.read_word_copy(draft.case, copy)


def test_a_copy_whose_text_has_another_name_may_not_be_larger_either() -> None:
    document, out = _word(draft := _filled()), io.BytesIO()
    plain = zipfile.ZipFile(io.BytesIO(_bytes(document)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            content = plain.read(name).replace(b"word/document.xml", b"word/document.bin")
            if name == DOCUMENT:
                archive.writestr(
                    "word/document.bin", content.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 10_000_000)
                )
            archive.writestr(name.replace("document.xml.rels", "document.bin.rels"), content)
        archive.writestr("word/media/noise.png", os.urandom(400_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(RuleViolation, match=r"word\.not_docx"):
        official.read_word_copy(draft.case, out.getvalue())

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_an_archive_that_only_looks_like_word_is_no_copy() -> None:
    with pytest.raises(RuleViolation, match=r"word\.not_docx"):
        official.read_word_copy(_filled().case, make_zip(**{DOCUMENT: b"<w/>"}))
