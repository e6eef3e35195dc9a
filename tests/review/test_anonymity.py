"""What a file tells of its author besides its text does not reach an expert of a blind round."""

from __future__ import annotations

import io
import zipfile
import zlib

import pikepdf
import pytest
from docx import Document
from PIL import Image

from tests.files.test_store import make_pdf, make_zip
from zhiping.review.rules.anonymity import without_author

WHO = "张三"


def _cleaned(content: bytes, kind: str) -> bytes:
    return without_author(io.BytesIO(content), kind=kind)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("kind", "part", "said", "left"),
    [
        ("docx", "word/comments.xml", f'<w:comment w:id="1" w:author="{WHO}" w:initials="{WHO}">好</w:comment>', "好"),
        ("docx", "word/document.xml", f"<w:ins w:id='2' w:author='{WHO}'><w:t>改过</w:t></w:ins>", "改过"),
        (
            "docx",
            "word/people.xml",
            f'<w15:person w15:author="{WHO}"><w15:p w15:userId="{WHO}"/></w15:person>',
            "person",
        ),
        ("pptx", "ppt/commentAuthors.xml", f'<p:cmAuthor id="0" name="{WHO}" initials="{WHO}"/>', "cmAuthor"),
        ("pptx", "ppt/authors.xml", f'<p188:author id="0" name="{WHO}" userId="{WHO}"/>', "author"),
        ("xlsx", "xl/comments1.xml", f"<authors><author>{WHO}</author></authors><t>好</t>", "好"),
        ("xlsx", "xl/persons/person.xml", f'<person displayName="{WHO}" userId="{WHO}"/>', "person"),
        (
            "xlsx",
            "xl/workbook.xml",
            f'<fileSharing userName="{WHO}"/><x15ac:absPath url="C:\\{WHO}\\"/><sheets/>',
            "sheets",
        ),
        ("xlsx", "docProps/app.xml", f"<Company>{WHO}</Company>", "Properties"),
    ],
)
def test_an_office_file_tells_no_longer_who_wrote_or_commented(kind: str, part: str, said: str, left: str) -> None:
    cleaned = _parts(_cleaned(make_zip(**{part: said.encode()}), kind))[part].decode()

    assert (WHO in cleaned, left in cleaned) == (False, True)


def test_a_word_document_can_still_be_opened_and_says_what_it_said() -> None:
    out, document = io.BytesIO(), Document()
    document.add_paragraph(f'作者 author="{WHO}" 写在正文里')
    document.save(out)

    cleaned = Document(io.BytesIO(_cleaned(out.getvalue(), "docx")))

    assert cleaned.paragraphs[0].text == f'作者 author="{WHO}" 写在正文里'


def _pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(1, title=WHO))) as pdf:
        page, note, field = pdf.pages[0].obj, pikepdf.Dictionary, pikepdf.Dictionary
        told = pikepdf.Stream(pdf, f"<x:xmpmeta>{WHO}</x:xmpmeta>".encode())
        seal = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Name=WHO, Contents=WHO.encode())
        )
        page.Metadata, page.PieceInfo = told, pikepdf.Dictionary(Made=WHO)
        page.Annots = pikepdf.Array(
            [
                pdf.make_indirect(note(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=WHO, Contents="看这里")),
                pdf.make_indirect(field(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], T="seal", V=seal)),
            ]
        )
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_pdf_tells_no_longer_who_made_signed_or_annotated_it() -> None:
    before, cleaned = _pdf(), _cleaned(_pdf(), "pdf")

    shapes = [pikepdf.String(WHO).unparse(), WHO.encode(), WHO.encode("utf-16-be")]
    assert [any(shape in content for shape in shapes) for content in (before, cleaned)] == [True, False]
    with pikepdf.open(io.BytesIO(cleaned)) as pdf:
        note, field = pdf.pages[0].obj.Annots
        assert (str(note.Contents), str(field.T), "/T" in note, "/Metadata" in pdf.pages[0].obj) == (
            "看这里",
            "seal",
            False,
            False,
        )


def test_cleaning_unpacks_nothing() -> None:
    out, huge = io.BytesIO(), zlib.compress(bytes(64 << 20), 9)
    with pikepdf.open(io.BytesIO(make_pdf(1))) as pdf:
        packed = pikepdf.Stream(pdf, zlib.compress(huge, 9))
        packed.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        pdf.pages[0].obj.Contents = packed
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    with pikepdf.open(io.BytesIO(_cleaned(out.getvalue(), "pdf"))) as pdf:
        assert pdf.pages[0].obj.Contents.read_raw_bytes() == zlib.compress(huge, 9)


def test_a_photo_stands_upright_without_its_camera_and_place() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Zhang San"
    Image.new("RGB", (40, 20), "white").save(out, "JPEG", exif=exif)

    cleaned = _cleaned(out.getvalue(), "jpg")

    with Image.open(io.BytesIO(cleaned)) as picture:
        assert (picture.size, dict(picture.getexif()), b"Zhang" in cleaned) == ((20, 40), {}, False)


def test_a_pdf_whose_parts_are_bare_lists_comes_through_with_its_pages() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(2))) as pdf:
        pdf.Root.Order = pdf.make_indirect(pikepdf.Array([1, 2]))
        pdf.save(out)

    with pikepdf.open(io.BytesIO(_cleaned(out.getvalue(), "pdf"))) as cleaned:
        assert (len(cleaned.pages), [int(n) for n in cleaned.Root.Order]) == (2, [1, 2])


def test_a_kind_that_is_not_cleaned_comes_back_as_it_is() -> None:
    assert _cleaned(b"\x00\x00\x00\x18ftypmp42", "mp4") == b"\x00\x00\x00\x18ftypmp42"
