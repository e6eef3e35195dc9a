"""Documents print what they are given, always the same, and never a box for a character."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pypdf import PdfReader

from tests.documents.sheets import AT, SHEETS
from zhiping.core.errors import RuleViolation
from zhiping.documents import queries, rules
from zhiping.documents.actions import typeset


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "").replace("\n", "")


def test_every_template_has_a_sheet_here_and_states_its_keys() -> None:
    templates = {path.stem for path in queries.TEMPLATES.glob("*.typ") if not path.stem.startswith("_")}

    assert templates == set(rules.REQUIRED) == set(SHEETS)


@pytest.mark.parametrize("template", sorted(SHEETS))
def test_the_same_data_and_instant_give_the_same_bytes(template: str) -> None:
    assert typeset(template, SHEETS[template], at=AT) == typeset(template, SHEETS[template], at=AT)


@pytest.mark.parametrize("template", sorted(SHEETS))
def test_a_document_is_archivable_accessible_and_dated_by_its_act(template: str) -> None:
    with pikepdf.open(io.BytesIO(typeset(template, SHEETS[template], at=AT))) as pdf:
        metadata = pdf.open_metadata()

        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "B", "1")
        assert metadata["xmp:CreateDate"] == "2022-08-01T02:00:00+00:00"


def test_a_certificate_carries_its_text_even_rare_characters_of_names() -> None:
    text = text_of(typeset("certificate", SHEETS["certificate"], at=AT))

    wanted = ["成果评价证书", "QC2022-0123", "微尘QC小组", "标杆级", "王𬭚、陈㛃、欧阳建国", "K7QF-3M2X-9TWD"]
    assert [word for word in wanted if word not in text] == []


def test_a_long_title_of_a_certificate_stays_in_one_line() -> None:
    title, words = (
        "上海市质量管理小组活动成果证书",
        "在2024年上海市质量管理小组活动成果申报/推荐评价中，经推荐、形式审查、专家评审、审定与公示。",
    )

    pdf = typeset("certificate", SHEETS["certificate"] | {"title": title, "statement": words}, at=AT)

    lines = [line.replace(" ", "") for line in PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split("\n")]
    assert (title in lines, words in lines) == (True, True)


def test_what_a_person_typed_is_printed_and_never_obeyed() -> None:
    typed = '#panic("x") $x^2$ *b* [c] // d \\ <e> @f'

    text = text_of(typeset("opinion", SHEETS["opinion"] | {"opinion": typed}, at=AT))

    assert typed.replace(" ", "") in text


@pytest.mark.parametrize("character", ["😀", "\U0003ffff", "가"])
def test_a_character_that_no_face_has_stops_the_document_and_is_named(character: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        typeset("receipt", SHEETS["receipt"] | {"number": f"王{character}明"}, at=AT)

    assert (refused.value.code, refused.value.facts) == ("document.missing_glyph", {"character": character})


def test_a_caller_that_forgets_data_is_told_which() -> None:
    with pytest.raises(KeyError, match="content_hash, number"):
        typeset("receipt", {k: v for k, v in SHEETS["receipt"].items() if k not in {"number", "content_hash"}}, at=AT)


def test_other_complaints_of_the_typesetter_name_no_character() -> None:
    assert rules.missing_character("error: file not found") is None


def test_every_face_of_the_documents_is_present() -> None:
    assert queries.fonts_present() == {"Zhiping Song": True, "Zhiping Song Title": True, "Zhiping Hei": True}
