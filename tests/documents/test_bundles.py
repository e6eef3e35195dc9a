"""Form and evidence bound into one PDF."""

from __future__ import annotations

import io
import time
import zlib

import pikepdf
from PIL import Image
from pypdf import PdfReader

from tests.documents.sheets import AT, SHEETS
from tests.files.test_store import make_pdf
from zhiping.documents.actions import Evidence, bind

FRONT = {k: v for k, v in SHEETS["bundle"].items() if k not in {"evidence", "evidence_pages"}}


def _piece(name: str, content: bytes) -> Evidence:
    kind = name.rpartition(".")[2]
    return Evidence("证实性材料", name, kind, "ab" * 32, lambda: io.BytesIO(content))


def _picture(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (60, 40)).save(out, kind)
    return out.getvalue()


def _texts(pdf: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(pdf)).pages]


def test_every_page_carries_code_hash_and_its_number_and_the_contents_say_where_things_are() -> None:
    heard: list[tuple[int, int]] = []
    evidence = [_piece("证明.pdf", make_pdf(3)), _piece("现场.jpg", _picture("RGB", "JPEG"))]

    bound = bind(FRONT, evidence, tell=lambda done, total: heard.append((done, total)), at=AT)

    texts = _texts(bound.content)
    front = bound.pages - 4
    assert len(texts) == bound.pages
    assert [n for n, text in enumerate(texts, 1) if f"第{n}页，共{bound.pages}页" not in text] == []
    assert [text for text in texts if "9f86d081884c7d65" not in text or str(FRONT["qr"]) not in text] == []
    assert f"证明.pdf{front + 1}" in texts[0].replace("\n", "")
    assert f"现场.jpg{front + 4}" in texts[0].replace("\n", "")
    assert [text for text in texts if "草稿" in text] == []
    assert heard == [(front + 3, bound.pages), (bound.pages, bound.pages)]


def test_pages_of_any_size_lie_on_a4_and_a_draft_says_so_on_each() -> None:
    wide, out = pikepdf.new(), io.BytesIO()
    wide.add_blank_page(page_size=(1600, 900))
    wide.save(out)

    bound = bind({**FRONT, "draft": True}, [_piece("幻灯.pdf", out.getvalue())], at=AT)

    with pikepdf.open(io.BytesIO(bound.content)) as pdf:
        sizes = {tuple(round(float(n)) for n in page.mediabox) for page in pdf.pages}
    assert sizes == {(0, 0, 595, 842)}
    assert [text for text in _texts(bound.content) if "草稿" not in text] == []


def test_what_cannot_be_printed_is_listed_with_its_hash() -> None:
    evidence = [
        _piece("数据.xlsx", b"PK"),
        _piece("坏.pdf", b"%PDF-1.4 broken"),
        _piece("坏.png", b"no picture"),
        _piece("透明.png", _picture("RGBA", "PNG")),
    ]

    bound = bind(FRONT, evidence, at=AT)

    assert bound.unprinted == ("数据.xlsx", "坏.pdf", "坏.png")
    assert _texts(bound.content)[0].count("另附电子文件，指纹abababababababab") == 3


def _endless() -> bytes:
    """Return a PDF of a kilobyte whose one page is drawn by gigabytes of nothing."""
    pdf, out, pack = pikepdf.new(), io.BytesIO(), zlib.compressobj(9)
    nothing = b"".join(pack.compress(bytes(2**20)) for _n in range(100)) + pack.flush()
    drawn = pikepdf.Stream(pdf, zlib.compress(nothing, 9))
    drawn.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pikepdf.Array([pdf.make_indirect(drawn)] * 40)
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_a_page_that_unpacks_without_end_is_listed_and_nobody_waits_for_it() -> None:
    endless, computed = _endless(), time.process_time()

    bound = bind(FRONT, [_piece("无底.pdf", endless), _piece("证明.pdf", make_pdf(1))], at=AT)

    assert (len(endless) < 10_000, bound.unprinted) == (True, ("无底.pdf",))
    assert time.process_time() - computed < 10


def test_what_others_have_packed_stays_packed_in_the_bundle() -> None:
    pdf, out, pack = pikepdf.new(), io.BytesIO(), zlib.compressobj(9)
    nothing = b"".join(pack.compress(bytes(2**20)) for _n in range(50)) + pack.flush()
    picture = pikepdf.Stream(pdf, zlib.compress(nothing, 9))
    picture.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
    pdf.add_blank_page()
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"/Im Do")
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    bound = bind(FRONT, [_piece("图.pdf", out.getvalue())], at=AT)

    with pikepdf.open(io.BytesIO(bound.content)) as book:
        packed = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream)]
        kept = [len(one.read_raw_bytes()) for one in packed if isinstance(one.get("/Filter"), pikepdf.Array)]
    assert kept == [len(zlib.compress(nothing, 9))]


def test_a_bundle_without_evidence_is_the_front_alone() -> None:
    bound = bind(FRONT, [], at=AT)

    assert (bound.pages, bound.unprinted) == (len(_texts(bound.content)), ())
