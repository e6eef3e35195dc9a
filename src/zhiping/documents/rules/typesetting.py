"""The typesetter. What it remembers of a document to set the next one sooner it never gives back.

A list of 345 rows left a web worker forty megabytes larger, so `documents.ports` has every document set in a process
of its own, which is gone afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import typst


def document(stream: BinaryIO, *, template: str, fonts: Sequence[str], at: int) -> bytes:
    """Set the data, as JSON, by a template: an archivable, accessible PDF; what the typesetter complains of instead.

    Args: template: path of a .typ file; fonts: folders; at: seconds since 1970, the document's date of creation.
    """
    try:
        made = typst.compile(
            template,
            root=str(Path(template).parent),
            font_paths=list(fonts),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": stream.read().decode()},
            pdf_standards=["a-2b", "ua-1"],
            timestamp=at,
        )
    except typst.TypstError as complaint:
        return str(complaint).encode()
    return bytes(made)


def families(_stream: BinaryIO, *, fonts: Sequence[str]) -> bytes:
    """Name as JSON the faces that these folders hold."""
    return json.dumps(typst.Fonts(include_system_fonts=False, font_paths=list(fonts)).families()).encode()
