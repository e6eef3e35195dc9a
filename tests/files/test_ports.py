"""Hostile PDFs are looked into by a process that may die in our place."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib

import pikepdf
import pytest

from tests.files.test_store import make_pdf
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
def test_an_honest_pdf_is_read_either_way(content: bytes) -> None:
    assert ports.inspect(content) == rules.Found("pdf", "application/pdf", 3)


def test_only_a_plain_table_is_read_in_our_own_process() -> None:
    assert (ports.unpacks_nothing(make_pdf()), ports.unpacks_nothing(_packed())) == (True, False)
    assert ports.unpacks_nothing(make_pdf() + b"<</Type/X#52ef>>") is False


def test_what_the_child_refuses_is_refused_with_its_code() -> None:
    with pytest.raises(RuleViolation, match="file.has_script"):
        ports.inspect(_packed(script=True))
    with pytest.raises(RuleViolation, match="file.broken"):
        ports.inspect(b"%PDF-1.5\n/ObjStm and nothing else")


# A process of its own counts this child alone, whatever the tests before have started.
INSPECTING = """
import resource, sys
from zhiping.core.errors import RuleViolation
from zhiping.files import ports
bomb = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = "taken"
try:
    ports.inspect(bomb)
except RuleViolation as refusal:
    code = refusal.code
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(code, grown, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_a_bomb_is_refused_and_costs_this_process_no_memory_and_the_child_little() -> None:
    bomb = _bomb(1500)  # would take 2.6 GB

    told = subprocess.run([sys.executable, "-c", INSPECTING], input=bomb, capture_output=True, check=True)

    code, grown, child = told.stdout.decode().split()
    assert code in ("file.bomb", "file.broken")
    assert int(child) * 1024 <= ports.MEMORY
    assert (len(bomb) < 10 * MEGABYTE, int(grown) < 64 * 1024) == (True, True)
