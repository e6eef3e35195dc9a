"""Files for a blind review: what tells the author besides the text itself is left out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO

import pikepdf
from PIL import Image, ImageOps

OFFICE_FACTS = re.compile(r"^docProps/")
EMPTY_FACTS = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
}


TAG = re.compile(rb"<[^<>]*>")
WRITERS = re.compile(rb"""(\b(?:author|initials|userId|providerId)=)("[^"]*"|'[^']*')""")
"""Who commented, or changed what, in a Word document, and under which account."""
NAMED = re.compile(rb"""(\b(?:name|displayName|initials|userId|providerId)=)("[^"]*"|'[^']*')""")
"""The same in the lists of people of slides and workbooks."""
WRITTEN: tuple[tuple[re.Pattern[str], re.Pattern[bytes]], ...] = (
    (re.compile(r"word/.*\.xml"), WRITERS),
    (re.compile(r"ppt/(commentAuthors|authors)\.xml|xl/persons/.*\.xml"), NAMED),
)
"""Which parts hold whose names."""
COMMENTS, LISTED = re.compile(r"xl/comments.*\.xml"), re.compile(rb"(<(?:[\w.]+:)?author>)[^<]*")
LOCKED = re.compile(rb"<(?:[\w.]+:)?(?:fileSharing|absPath)\b")
"""Who locked a workbook, and in whose folder it lay."""
LOST = re.compile(rb"""<(?:Relationship|Override)\b.*=["']/?docProps/(?!core\.xml["']|app\.xml["'])""", re.DOTALL)
"""What a package says of its parts that are left out, without which an office program takes it for damaged."""
LEFT_OUT = {"xl/workbook.xml": LOCKED, "_rels/.rels": LOST, "[Content_Types].xml": LOST}
SIGNER = ("/Name", "/Contents", "/Cert", "/Reason", "/Location", "/ContactInfo")
TOLD = ("/Metadata", "/PieceInfo")


def without_author(stream: BinaryIO, *, kind: str) -> bytes:
    """Return a file without what tells its author (firm, camera, place, who commented), for an expert who is not to know.

    Args: kind: the definition's word for the type, such as "pdf". A type that is not cleaned comes back as it is.
    """
    if kind == "pdf":
        return _pdf(stream)
    if kind in {"docx", "xlsx", "pptx"}:
        return _office(stream)
    if kind in {"jpg", "png"}:
        return _picture(kind, stream)
    return stream.read()


def _pdf(stream: BinaryIO) -> bytes:
    cleaned = io.BytesIO()
    with pikepdf.open(stream) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _forget(thing)
        # nothing is unpacked, whatever it would unpack to
        packed = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
        pdf.save(cleaned, deterministic_id=True, **packed)
    return cleaned.getvalue()


def _forget(thing: pikepdf.Object) -> None:
    """Take from a part of a PDF who made it, who signed, and who wrote a note."""
    told = [*TOLD, *(SIGNER if "/ByteRange" in thing else ())]
    if thing.get("/Subtype") not in (None, "/Widget") and "/Rect" in thing:
        told.append("/T")  # of a note its writer, of a field of a form its name
    for name in told:
        if name in thing:
            del thing[name]


def _office(stream: BinaryIO) -> bytes:
    cleaned = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(cleaned, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if OFFICE_FACTS.match(entry.filename):
                if entry.filename in EMPTY_FACTS:
                    new.writestr(entry.filename, EMPTY_FACTS[entry.filename])
            else:
                new.writestr(entry, _unnamed(entry.filename, old.read(entry)))
    return cleaned.getvalue()


def _unnamed(part: str, content: bytes) -> bytes:
    """Return a part of an office file with nobody's name where the program, not the author, wrote it."""
    if COMMENTS.fullmatch(part):
        return LISTED.sub(rb"\1", content)
    if part in LEFT_OUT:
        gone = LEFT_OUT[part]
        return TAG.sub(lambda tag: b"" if gone.match(tag[0]) else tag[0], content)
    named = next((names for parts, names in WRITTEN if parts.fullmatch(part)), None)
    if named is None:
        return content
    # only within tags: what the author wrote stands between them
    return TAG.sub(lambda tag: named.sub(rb'\1""', tag[0]), content)


def _picture(kind: str, stream: BinaryIO) -> bytes:
    cleaned = io.BytesIO()
    with Image.open(stream) as picture:
        upright = ImageOps.exif_transpose(picture)
        plain = Image.new(upright.mode, upright.size)
        plain.paste(upright)
        plain.save(cleaned, format="JPEG" if kind == "jpg" else "PNG", quality=95)
    return cleaned.getvalue()
