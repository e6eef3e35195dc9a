"""Turn data into a document. Nothing is read from any case: the caller says everything that is printed."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from zhiping.core.errors import RuleViolation
from zhiping.documents import ports, queries, rules

PDF = b"%PDF"
KEPT = 32
"""Documents that a process keeps as they were set; a list of the usual length is one megabyte."""


def typeset(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Set one document as an archivable, accessible PDF (PDF/A-2b, PDF/UA-1).

    The same data and instant give the same bytes. Texts are data, never markup: whatever a person typed is printed
    as typed. A "qr" in the data becomes a QR code.
    Args: template: a name in rules.REQUIRED. at: the instant the document is made for, its creation date.
    Raises: RuleViolation("document.missing_glyph", character=…) when no face has a character, so that a name is
    never printed as a box; RuleViolation("document.not_set") for more than any real document holds; KeyError for an
    unknown template or missing data, ValueError for what the typesetter cannot set: faults of the caller.
    """
    if lacking := rules.missing_keys(template, data):
        msg = f"{template}: {', '.join(lacking)}"
        raise KeyError(msg)
    given = dict(data)
    if "qr" in given:
        given["qr_svg"] = qr_picture(str(given["qr"]))
    words = json.dumps(given, ensure_ascii=False, sort_keys=True)
    made = ports.set_document(queries.TEMPLATES / f"{template}.typ", words, queries.font_folders(), at)
    if made is None:
        raise RuleViolation("document.not_set")
    if made.startswith(PDF):
        return made
    complaint = made.decode()
    character = rules.missing_character(complaint)
    if character is None:
        raise ValueError(complaint)
    raise RuleViolation("document.missing_glyph", character=character)


def typeset_once(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Set a document that many ask for, once in each process for the same data. Args, Raises: as `typeset`."""
    return _kept(template, json.dumps(data, ensure_ascii=False, sort_keys=True), at)


@lru_cache(KEPT)
def _kept(template: str, data: str, at: datetime) -> bytes:
    return typeset(template, json.loads(data), at=at)


def qr_picture(text: str) -> str:
    """Return a QR code as SVG, without a border."""
    import segno  # noqa: PLC0415 -- slow import, most processes never need it

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()
