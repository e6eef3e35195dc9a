"""Hostile files are looked into by a process that may die in our place."""

from __future__ import annotations

import io
import os
import resource
import struct
import time
import zlib

import pikepdf
import pytest

from tests.files.test_store import make_pdf, make_zip
from zhiping.core.errors import RuleViolation
from zhiping.files import ports, rules

MEGABYTE = 1024 * 1024


def _packed(**options: bool) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf(3, **options))) as pdf:  # type: ignore[arg-type]
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _bomb(megabytes: int) -> bytes:
    """Return a PDF of little size whose table of objects unpacks to this many megabytes."""
    squeeze = zlib.compressobj(1)
    table = b"".join(squeeze.compress(bytes(MEGABYTE)) for _n in range(megabytes)) + squeeze.flush()
    rows = megabytes * MEGABYTE // 17
    head = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    words = f"3 0 obj\n<</Type/XRef/Size {rows}/W[1 8 8]/Root 1 0 R/Filter/FlateDecode/Length {len(table)}>>\nstream\n"
    return head + words.encode() + table + f"\nendstream\nendobj\nstartxref\n{len(head)}\n%%EOF\n".encode()


@pytest.mark.parametrize("content", [make_pdf(3), _packed()], ids=["plain", "packed"])
def test_an_honest_pdf_is_read_however_it_is_packed(content: bytes) -> None:
    assert ports.inspect(content) == rules.Found("pdf", "application/pdf", 3)


def test_what_the_child_refuses_is_refused_with_its_code() -> None:
    with pytest.raises(RuleViolation, match="file.has_script"):
        ports.inspect(_packed(script=True))
    with pytest.raises(RuleViolation, match="file.broken"):
        ports.inspect(b"%PDF-1.5\n/ObjStm and nothing else")


def _plain(objects: list[bytes]) -> bytes:
    """Return a PDF that packs nothing, written object by object."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, thing in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, thing))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


PAGE = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
]


def _crowded() -> bytes:
    """Return an archive with a list of a million entries that are not there."""
    plain = make_zip(**{"word/document.xml": b"<w/>"})
    first, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, *[0] * 15)
    entries = plain[first:end] + entry * 1_000_000
    return plain[:first] + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entries), first, 0)


@pytest.mark.parametrize(
    "bomb",
    [
        _bomb(1500),  # would take 2.6 GB
        _plain([*PAGE, b"[" + b"[]" * 6_000_000 + b"]"]),
        _crowded(),
    ],
    ids=["packed PDF", "plain PDF", "archive"],
)
def test_a_bomb_is_refused_and_costs_this_process_neither_memory_nor_time(
    bomb: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "SECONDS", 2)
    before, computed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(RuleViolation, match=r"file\.(bomb|broken)"):
        ports.inspect(bomb)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert time.process_time() - computed < 0.5


def test_archives_in_an_archive_may_not_unpack_to_more_than_one_may() -> None:
    inner = make_zip(**{"word/document.xml": b"x", "noise": os.urandom(MEGABYTE), "zeros": bytes(99 * MEGABYTE)})

    def several(count: int) -> bytes:
        return make_zip(**{"word/document.xml": b"x", **{f"word/embeddings/{n}.docx": inner for n in range(count)}})

    assert ports.inspect(several(2)).kind == "docx"
    with pytest.raises(RuleViolation, match=r"file\.bomb"):
        ports.inspect(several(3))
