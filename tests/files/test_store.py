"""Keeping files: judged by content, refused with the reason."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from tests.factories.people import LONG_AGO
from tests.files.videos import make_old_office, make_video
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import SYSTEM
from zhiping.files import actions, queries, rules
from zhiping.files.actions import storing
from zhiping.files.models import StoredFile


def make_pdf(pages: int = 2, *, password: str = "", script: bool = False, title: str = "") -> bytes:
    """A PDF of blank pages: the same bytes for the same arguments, unless it has a password."""
    pdf, out = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        pdf.add_blank_page()
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    if title:
        pdf.docinfo["/Title"] = title
    if password:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password))
    else:
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def make_zip(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # always the same bytes
    return out.getvalue()


REMOTE = (
    b'<Relationships><Relationship Id="rId1" Type="http://schemas.example/attachedTemplate" '
    b'Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)


def damaged(content: bytes, *, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def nested(depth: int) -> bytes:
    """A document in a document in a document …"""
    inner = make_zip(**{"word/document.xml": b"x"})
    for _level in range(depth):
        inner = make_zip(**{"word/document.xml": b"x", "word/embeddings/inner.docx": inner})
    return inner


def make_picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind)
    return out.getvalue()


def make_portrait() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (420, 588), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.django_db
def test_a_file_is_kept_under_its_hash_with_its_pages_and_its_cleaned_name() -> None:
    content = make_pdf(3)

    stored = actions.store(name="../../报告<1>.txt", content=content, by=SYSTEM, at=LONG_AGO)

    assert (stored.name, stored.content_type, stored.pages) == ("报告1.txt.pdf", "application/pdf", 3)
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256}"
    assert queries.open_stored(stored).read() == content
    assert queries.kind_of(stored) == "pdf"


@pytest.mark.django_db
def test_what_is_too_large_leaves_nothing_behind() -> None:
    with pytest.raises(RuleViolation, match="file.too_large"):
        actions.store(name="a.pdf", content=make_pdf(), max_bytes=100, by=SYSTEM, at=LONG_AGO)

    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make_pdf(), "pdf"),
        (make_zip(**{"word/document.xml": b"<w/>"}), "docx"),
        (make_zip(**{"xl/workbook.xml": b"<x/>"}), "xlsx"),
        (make_picture("PNG"), "png"),
        (make_picture("JPEG"), "jpg"),
        (make_video(), "mp4"),
        (make_old_office("WordDocument"), "doc"),
        (make_old_office("Workbook"), "doc"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert rules.inspect(content).kind == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"MZ\x90\x00 not a document", "file.unknown_type"),
        (b"<html><script>alert(1)</script>", "file.unknown_type"),
        (b"%PDF-1.7 and nothing more", "file.broken"),
        (make_pdf(password="geheim"), "file.encrypted"),
        (make_pdf(script=True), "file.has_script"),
        (make_zip(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "file.has_macro"),
        (make_zip(**{"word/document.xml": b"0" * 3_000_000}), "file.bomb"),
        (make_zip(**{f"word/{n}.xml": b"" for n in range(10_001)}), "file.bomb"),
        (make_zip(**{"a.txt": b"plain"}), "file.unknown_type"),
        (b"PK\x03\x04 broken", "file.broken"),
        (make_picture("PNG")[:40], "file.broken"),
        (make_picture("PNG") + make_zip(**{"a.exe": b"MZ"}), "file.polyglot"),
        (make_picture("JPEG")[:30] + b"%PDF-1.4" + make_picture("JPEG")[30:], "file.polyglot"),
        (make_pdf() + make_zip(**{"a.exe": b"MZ"}), "file.polyglot"),
        (make_zip(**{"word/document.xml": b"x"}) + b"<script>", "file.polyglot"),
        (make_zip(**{"word/document.xml": b"x", "word/media/a.js": b"x"}), "file.has_macro"),
        (make_zip(**{"word/document.xml": b"x", "word/media/image1.png": b"MZ\x90"}), "file.has_macro"),
        (make_zip(**{"word/document.xml": b"x", "word/_rels/settings.xml.rels": REMOTE}), "file.has_macro"),
        (make_zip(**{"word/document.xml": b"x", "[Content_Types].xml": b"ms-word.macroEnabled"}), "file.has_macro"),
        (nested(4), "file.bomb"),
        (damaged(make_zip(**{"word/document.xml": b"0123456789" * 9}), at=52), "file.broken"),
        (make_zip(**{"word/document.xml": b"x" * 90})[:-60], "file.broken"),
        (make_video()[:-10], "file.broken"),
        (make_video().replace(b"moov", b"free"), "file.broken"),
        (make_video() + make_zip(**{"a.exe": b"MZ"}), "file.broken"),
        (make_old_office("WordDocument", "Macros"), "file.has_macro"),
        (make_old_office("WordDocument", locked=True), "file.encrypted"),
        (make_old_office("EncryptedPackage"), "file.encrypted"),
        (make_old_office("Root Entry"), "file.unknown_type"),
        (make_old_office("WordDocument")[:300], "file.broken"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        rules.inspect(content)

    assert refusal.value.code == code


def _with(place: str) -> bytes:
    """A PDF that runs something in one place."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    page = pdf.pages[0].obj
    if place == "page":
        page.AA = pikepdf.Dictionary(O=action)
    elif place == "link":
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        page.Annots = pikepdf.Array([pdf.make_indirect(link)])
    elif place == "names":
        tree = pikepdf.Dictionary(Names=pikepdf.Array(["a", action]))
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=tree)
    elif place == "launch":
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe")
    elif place == "xfa":
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    elif place == "root":
        pdf.Root.AA = pikepdf.Dictionary(WC=pdf.make_indirect(action))
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("place", ["page", "link", "names", "launch", "root", "xfa"])
def test_a_document_that_runs_something_anywhere_is_refused(place: str) -> None:
    with pytest.raises(RuleViolation, match="file.has_script"):
        rules.inspect(_with(place))


def test_a_document_that_carries_another_file_is_refused() -> None:
    pdf, out = pikepdf.open(io.BytesIO(make_pdf())), io.BytesIO()
    pdf.attachments["setup.exe"] = b"MZ"
    pdf.save(out)

    with pytest.raises(RuleViolation, match="file.has_attachment"):
        rules.inspect(out.getvalue())


def test_a_document_that_runs_nothing_is_taken() -> None:
    assert rules.inspect(_with("nowhere")) == rules.Found("pdf", "application/pdf", 1)


@pytest.mark.django_db
def test_a_video_may_be_larger_than_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "LARGEST", 1000)
    video = make_video(90, 5000)

    stored = actions.store(name="发表.mp4", content=io.BytesIO(video), max_bytes=10_000, by=SYSTEM, at=LONG_AGO)

    assert (stored.size, stored.content_type, stored.seconds) == (5000, "video/mp4", 90)
    assert queries.open_stored(stored).read() == video


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "max_bytes"), [(make_video(size=5000), 3000), (make_pdf() + bytes(5000), 10_000)])
def test_a_longer_video_or_another_large_file_is_refused(
    content: bytes, max_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "LARGEST", 1000)

    with pytest.raises(RuleViolation, match="file.too_large"):
        actions.store(name="大文件", content=content, max_bytes=max_bytes, by=SYSTEM, at=LONG_AGO)

    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("报告.pdf", "pdf", "报告.pdf"),
        ("报告.PDF", "pdf", "报告.PDF"),
        ("照片.jpeg", "jpg", "照片.jpeg"),
        ("台账.xls", "doc", "台账.xls"),
        ("报告", "pdf", "报告.pdf"),
        ("report.html", "pdf", "report.html.pdf"),
        ("invoice.pdf.exe", "pdf", "invoice.pdf.exe.pdf"),
        ("setup.msi", "doc", "setup.msi.doc"),
        ("..\\..\\pdf", "pdf", "pdf.pdf"),
        (f"{'长' * 300}.hta", "pdf", f"{'长' * 196}.pdf"),
    ],
)
def test_the_name_ends_as_the_content_says_so_that_nothing_is_run_by_opening_it(
    name: str, kind: str, kept: str
) -> None:
    assert rules.name_of(name, kind) == kept
