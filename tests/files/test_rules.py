"""What a file must not be, where its parts lie: videos, old office files, archives, pictures, PDFs."""

from __future__ import annotations

import io
import struct
import zipfile

import pikepdf
import pytest
from PIL import Image

from tests.files.test_store import make_pdf, make_zip
from tests.files.videos import make_old_office
from zhiping.core.errors import RuleViolation
from zhiping.files import rules
from zhiping.files.rules import archives, found, olds, pdfs, pictures, previews, videos


def _refused(content: bytes) -> str:
    with pytest.raises(RuleViolation) as refused:
        rules.inspect(content)
    return refused.value.code


HEAD = struct.pack(">I4s8s", 16, b"ftyp", b"mp42\0\0\0\0")
DATA = struct.pack(">I4s", 8, b"mdat")


def _moov(inside: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(inside), b"moov") + inside


def _mvhd(version: int, scale: int, length: int) -> bytes:
    said = struct.pack(">B19xIQ", 1, scale, length) if version else struct.pack(">B11xII", 0, scale, length)
    return struct.pack(">I4s", 8 + 100, b"mvhd") + said.ljust(100, b"\0")


@pytest.mark.parametrize(
    ("mvhd", "seconds"),
    [
        (_mvhd(0, 1000, 60_000), 60),
        (_mvhd(0, 1000, 60_001), 61),
        (_mvhd(1, 1000, 5_000_000_000), 5_000_000),
        (_mvhd(0, 1000, 0), None),  # still recorded in fragments
        (_mvhd(0, 0, 1000), None),
    ],
)
def test_a_video_tells_in_either_form_how_many_seconds_it_plays(mvhd: bytes, seconds: int | None) -> None:
    assert rules.inspect(HEAD + _moov(mvhd) + DATA) == rules.Found("mp4", "video/mp4", seconds=seconds)


def test_a_box_may_say_its_length_in_eight_bytes_or_reach_to_the_end() -> None:
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + 4) + b"film"
    rest = struct.pack(">I4s", 0, b"mdat") + b"film"

    for data in (long, rest):
        assert rules.inspect(HEAD + _moov(_mvhd(0, 1000, 9000)) + data).seconds == 9


@pytest.mark.parametrize(
    "content",
    [
        HEAD + _moov(_mvhd(0, 1000, 1000)),  # no film
        HEAD + DATA,  # no index
        HEAD + _moov(b"") + DATA,  # an index that says nothing
        HEAD + _moov(_mvhd(0, 1000, 1000)) + struct.pack(">I4s", 7, b"mdat"),  # shorter than its own head
        HEAD + _moov(_mvhd(0, 1000, 1000)) + struct.pack(">I4s", 9, b"mdat"),  # cut off
        HEAD + _moov(_mvhd(0, 1000, 1000)) + DATA + b"\0\0\0",  # half a head
    ],
)
def test_a_video_that_is_not_whole_is_broken(content: bytes) -> None:
    assert _refused(content) == "file.broken"


def test_a_video_of_more_boxes_than_any_camera_writes_is_broken() -> None:
    with pytest.raises(RuleViolation, match="file.broken"):
        videos.look(io.BytesIO(struct.pack(">I4s", 8, b"free") * (videos.MOST_BOXES + 1)))


def _old(content: bytes, at: int, form: str, *numbers: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into(form, changed, at, *numbers)
    return bytes(changed)


WORD, BOOK = make_old_office("WordDocument"), make_old_office("Workbook")
TABLE, FOLDER, STREAM = 512, 1024, 1536


@pytest.mark.parametrize(
    "content",
    [
        _old(WORD, 30, "<H", 10),  # sectors of a size that there is not
        _old(WORD, TABLE + 4, "<I", 1),  # a folder that goes round in a ring
        _old(WORD, 48, "<I", 200 * 128),  # a folder in a table that there is not
        _old(WORD, FOLDER, "<H", 0xD800),  # a name that is no text
    ],
)
def test_an_old_file_whose_folder_leads_nowhere_is_broken(content: bytes) -> None:
    assert _refused(content) == "file.broken"


def test_an_old_file_with_more_entries_than_any_document_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(olds, "MOST_ENTRIES", 2)

    assert rules.inspect(make_old_office("WordDocument", "Data")).kind == "doc"
    assert _refused(make_old_office("WordDocument", "Data", "1Table")) == "file.bomb"


def test_an_old_workbook_is_locked_where_a_record_of_its_stream_says_so() -> None:
    first = _old(BOOK, STREAM, "<HH", 0x0809, 16)  # a record to pass over

    assert _refused(_old(first, STREAM + 20, "<HH", olds.FILE_PASS, 6)) == "file.encrypted"
    assert rules.inspect(_old(first, STREAM + 20, "<HH", 0x0042, 600)).kind == "doc"


def test_an_old_document_is_locked_by_one_bit_and_a_presentation_has_none() -> None:
    assert _refused(_old(WORD, STREAM + 10, "<H", olds.WORD_LOCKED)) == "file.encrypted"
    assert rules.inspect(_old(WORD, STREAM + 10, "<H", 0xFEFF)).kind == "doc"
    assert rules.inspect(_old(make_old_office("PowerPoint Document"), STREAM, "<H", olds.FILE_PASS)).kind == "doc"


def test_a_short_stream_and_another_stream_lock_nothing() -> None:
    short = _old(_old(WORD, STREAM + 10, "<H", olds.WORD_LOCKED), FOLDER + 120, "<I", 4095)

    assert rules.inspect(short).kind == "doc"
    assert rules.inspect(_old(make_old_office("Data", "Book"), FOLDER + 128 + 120, "<I", 0)).kind == "doc"


def _packed(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("word/document.xml", b"<w/>")
    return out.getvalue()


def test_an_archive_is_packed_as_office_programs_pack() -> None:
    assert rules.inspect(_packed(zipfile.ZIP_STORED)).kind == "docx"
    assert _refused(_packed(zipfile.ZIP_BZIP2)) == "file.broken"


def test_an_archive_with_a_password_is_locked() -> None:
    content = bytearray(make_zip(**{"word/document.xml": b"<w/>"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert _refused(bytes(content)) == "file.encrypted"


def test_an_entry_larger_than_a_piece_is_read_to_its_end() -> None:
    noise = bytes(n * n % 251 for n in range(997)) * 1200  # more than a piece, and not packed away to nothing
    inside = struct.pack("<8s", b"not PK") + noise
    assert len(inside) > found.PIECE
    content = bytearray(_stored("word/media/film.bin", inside))

    assert rules.inspect(bytes(content)).kind == "docx"
    content[content.index(noise[-50:]) + 10] ^= 0xFF  # only who reads on sees that the sum is wrong
    assert _refused(bytes(content)) == "file.broken"


def _stored(name: str, inside: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", b"<w/>")
        archive.writestr(name, inside)
    return out.getvalue()


@pytest.mark.parametrize("program", [b"MZ\x90", b"\x7fELF"])
def test_a_program_is_known_under_any_name(program: bytes) -> None:
    assert _refused(_stored("word/media/image1.png", program)) == "file.has_macro"


def _nested(depth: int) -> bytes:
    inner = make_zip(**{"word/document.xml": b"x"})
    for _level in range(depth):
        inner = _stored("word/embeddings/inner.docx", inner)
    return inner


def test_a_document_may_stand_in_a_document_in_a_document_and_no_deeper() -> None:
    assert rules.inspect(_nested(archives.NESTED)).kind == "docx"
    assert _refused(_nested(archives.NESTED + 1)) == "file.bomb"


def _png(width: int, height: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out


@pytest.mark.parametrize(("most", "is_bomb"), [(800, False), (799, True)])
def test_a_picture_of_more_points_than_any_camera_makes_is_a_bomb(
    monkeypatch: pytest.MonkeyPatch, most: int, is_bomb: bool
) -> None:
    monkeypatch.setattr(pictures, "PIXELS", most)
    content = _png(40, 20).getvalue()

    if is_bomb:
        assert _refused(content) == "file.bomb"
    else:
        assert rules.inspect(content) == rules.Found("png", "image/png")


def test_a_picture_that_the_library_itself_takes_for_a_bomb_is_one() -> None:
    assert _refused(_png(20_000, 9_000).getvalue()) == "file.bomb"


def test_a_pdf_that_only_its_owner_may_change_is_locked_though_anybody_can_read_it() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="geheim"))

    assert _refused(out.getvalue()) == "file.encrypted"


def test_what_runs_deep_inside_a_list_is_found_as_deep_as_is_looked() -> None:
    def document(depth: int) -> bytes:
        thing: pikepdf.Object = pikepdf.Dictionary(S=pikepdf.Name.Launch)
        for _level in range(depth):
            thing = pikepdf.Array([1, thing])
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
            pdf.Root.Extra = thing
            pdf.save(out)
        return out.getvalue()

    assert _refused(document(pdfs.DEPTH - 2)) == "file.has_script"
    assert rules.inspect(document(pdfs.DEPTH - 1)).kind == "pdf"


@pytest.mark.parametrize(
    ("picture", "kind", "size", "colour"),
    [
        (Image.new("RGB", (960, 680), "red"), "jpg", (480, 340), (254, 0, 0)),
        (Image.new("RGB", (100, 1360), "red"), "png", (50, 680), (254, 0, 0)),
        (Image.new("RGBA", (96, 68), (255, 0, 0, 0)), "png", (96, 68), (255, 255, 255)),  # drawn on white
    ],
)
def test_a_preview_fits_its_frame_and_a_picture_that_shines_through_stands_on_white(
    picture: Image.Image, kind: str, size: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    content = io.BytesIO()
    picture.save(content, "JPEG" if kind == "jpg" else "PNG")

    with Image.open(io.BytesIO(previews.draw(content, kind))) as small:
        assert (small.format, small.size, small.getpixel((1, 1))) == ("JPEG", size, colour)


def test_of_a_pdf_the_first_page_is_drawn() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(2))) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 1 rg 0 0 999 999 re f")
        pdf.save(out)

    with Image.open(io.BytesIO(previews.draw(out, "pdf"))) as small:
        red, _green, blue = small.crop((240, 340, 241, 341)).tobytes()
        assert (small.format, small.size) == ("JPEG", (480, 680))
        assert (red < 10, blue > 250) == (True, True)


def test_a_stream_is_measured_and_read_from_wherever_it_stands() -> None:
    stream = io.BytesIO(b"0123456789")
    stream.read(4)

    assert (found.size_of(stream), stream.tell()) == (10, 0)
    assert (found.part(stream, 8, 4), found.as_stream(stream) is stream) == (b"89", True)
