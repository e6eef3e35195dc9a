"""What a document must be given, and what its typesetter's complaints mean. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping

REQUIRED: dict[str, frozenset[str]] = {
    "certificate": frozenset(
        {"association", "title", "number", "code", "edition", "recipient", "statement", "level", "facts", "issued_on"}
        | {"use", "verify_url", "qr"}
    ),
    "receipt": frozenset({"association", "edition", "number", "submitted_at", "content_hash", "facts", "files"}),
    "opinion": frozenset({"association", "edition", "number", "version", "content_hash", "facts", "opinion", "qr"}),
    "table_sheet": frozenset(
        {"association", "title", "edition", "facts", "columns", "widths", "rows", "digest", "notes", "signers"}
    ),
    "official_form": frozenset(
        {"association", "title", "number", "version", "content_hash", "cover", "sections", "opinions_label", "opinions"}
    ),
    "blank_form": frozenset({"association", "edition", "title", "facts", "sections", "opinions", "notes", "digest"}),
    "blank_scorecard": frozenset(
        {"association", "edition", "title", "facts", "columns", "widths", "rows", "total", "comment", "notes", "digest"}
    ),
    "bundle": frozenset(
        {"association", "edition", "number", "version", "content_hash", "draft", "facts", "sections", "evidence"}
        | {"evidence_pages", "qr"}
    ),
    "bundle_pages": frozenset(
        {"association", "number", "version", "content_hash", "draft", "pages", "first", "total", "qr"}
    ),
    "published_list": frozenset({"association", "title", "paragraphs", "groups", "list_hash", "dated"}),
}
"""Template → the keys without which it is not set; the head of each .typ file says what else it reads."""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_MISSING_GLYPH = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def missing_keys(template: str, data: Mapping[str, object]) -> list[str]:
    """Return the required keys that the data lack, in alphabetical order. Raises: KeyError for an unknown template."""
    return sorted(REQUIRED[template] - data.keys())


def missing_character(complaint: str) -> str | None:
    """Return the character that no face has, as the typesetter named it; None for any other complaint."""
    found = _MISSING_GLYPH.search(complaint)
    if found is None:
        return None
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), found["text"])


def width(text: str) -> int:
    """Return how many Latin characters wide a text is; a Chinese character counts two."""
    wide = 0x2E80
    return sum(2 if ord(character) >= wide else 1 for character in text)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: a leading = + - @, wide or not, or control gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def writable(text: str) -> str:
    """Return a text without what XML, and so Word, cannot hold; the line ends of slides and pages become ordinary ones."""
    return UNWRITABLE.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
