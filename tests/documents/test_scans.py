"""What is seen on photos of sheets: a small version of `python -m bench.read_scans`, and single things."""

from __future__ import annotations

import io
from random import Random
from typing import Any, ClassVar

import numpy as np
import pikepdf
import pytest
from bench import scans
from PIL import Image, ImageDraw

from tests.documents.sheets import AT
from zhiping.config.demo import stamps
from zhiping.documents.actions import look_at
from zhiping.documents.ports import Signature, Trust
from zhiping.documents.rules import seals


def _paper() -> Image.Image:
    return Image.new("RGB", (707, 1000), "#f4f2ec")


def _seal(sheet: Image.Image) -> seals.Seal | None:
    return seals.find_seal(np.asarray(sheet))


def test_photos_of_sealed_sheets_are_read_and_no_seal_is_seen_that_is_not_there() -> None:
    shots = list(scans.corpus(9, seed=11))

    seen = [(shot, *scans.look(shot.jpeg)) for shot in shots]

    assert [shot.place for shot, texts, _seal in seen if texts != [shot.code]] == []
    assert [shot.place for shot, _texts, seal in seen if seal != (shot.seal != "none")] == []


@pytest.mark.parametrize("oval", [False, True])
def test_a_print_is_found_where_it_is(oval: bool) -> None:
    sheet = _paper()
    stamps.seal_sheet(sheet, stamps.stamp("申江港务集团", Random(3), oval=oval), millimetres=50, at=(0.6, 0.7))

    seal = _seal(sheet)

    assert seal is not None
    assert abs(seal.left + seal.width / 2 - 0.6) < 0.02
    assert abs(seal.top + seal.height / 2 - 0.7) < 0.02


@pytest.mark.parametrize("what", ["nothing", "black ring", "disc", "empty ring", "square", "heading", "dots"])
def test_red_things_that_are_no_seal_are_not_taken_for_one(what: str) -> None:
    sheet = _paper()
    pen, frame = ImageDraw.Draw(sheet), (300, 600, 440, 740)
    if what == "black ring":
        pen.ellipse(frame, outline="black", width=5)
    elif what == "disc":
        pen.ellipse(frame, fill="#c81e1e")
    elif what == "empty ring":
        pen.ellipse(frame, outline="#c81e1e", width=5)
    elif what == "square":
        pen.rectangle(frame, outline="#c81e1e", width=6)
        pen.line((310, 670, 430, 670), fill="#c81e1e", width=6)
    elif what == "heading":
        pen.text((350, 60), "申江港务集团股份有限公司文件", fill="#c81e1e", font=stamps.face(44), anchor="mm")
    elif what == "dots":
        pen.line((200, 500, 205, 500), fill="#c81e1e", width=5)

    assert _seal(sheet) is None


def test_a_seal_beside_the_sheet_does_not_count() -> None:
    desk = Image.new("RGB", (1000, 1000), "#f4f2ec")
    stamps.seal_sheet(desk, stamps.stamp("申江港务集团", Random(3)), millimetres=40, at=(0.85, 0.8))
    code_on_the_left = seals.Anchor((0.5, 0.1), (0.0024, 0.0), (0.0, 0.0024))

    assert seals.find_seal(np.asarray(desk)) is not None
    assert seals.find_seal(np.asarray(desk), anchor=code_on_the_left) is None


@pytest.mark.parametrize("content", [b"not a picture", b""])
def test_what_cannot_be_opened_shows_nothing(content: bytes) -> None:
    seen = look_at(content, is_pdf=False, at=AT)

    assert (seen.codes, seen.seal, seen.signature) == ((), False, None)


def test_the_first_page_of_a_pdf_is_looked_at_and_a_broken_one_shows_nothing() -> None:
    shot = next(iter(scans.corpus(1)))
    picture, out = Image.open(io.BytesIO(shot.jpeg)), io.BytesIO()
    picture.save(out, "PDF", resolution=200)

    seen = look_at(out.getvalue(), is_pdf=True, at=AT)

    assert (seen.codes, seen.seal) == ((shot.code,), True)
    assert look_at(b"%PDF-1.7 nothing", is_pdf=True, at=AT).codes == ()


class Believer:
    """A validator that takes every PDF titled so for signed."""

    asked: ClassVar[list[object]] = []

    def signature_on(self, pdf: bytes, at: object) -> Signature | None:
        self.asked.append(at)
        return Signature(Trust.VALID, "申江港务集团") if b"signed" in pdf else None


def test_the_validator_of_the_settings_is_asked_about_pdfs_only(settings: Any) -> None:
    settings.SEAL_VALIDATOR = f"{__name__}.Believer"
    out = io.BytesIO()
    empty = pikepdf.new()
    empty.docinfo["/Title"] = "signed"
    empty.add_blank_page()
    empty.save(out)

    assert look_at(out.getvalue(), is_pdf=True, at=AT).signature == Signature(Trust.VALID, "申江港务集团")
    assert look_at(b"%PDF", is_pdf=True, at=AT).signature is None
    assert look_at(out.getvalue(), is_pdf=False, at=AT).signature is None
    assert Believer.asked == [AT, AT]
