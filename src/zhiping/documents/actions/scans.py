"""Look at a sheet that came back: which codes it carries, whether a seal is on it. Nothing is read from any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiping.documents import ports
from zhiping.documents.ports import Signature


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a sheet. codes: the texts of its QR codes; seal: a red seal; signature: an electronic one."""

    codes: tuple[str, ...] = ()
    seal: bool = False
    signature: Signature | None = None


def look_at(content: bytes, *, is_pdf: bool, at: datetime) -> Seen:
    """Say what is on a scan or photo of a sheet, or on a PDF that may bear an electronic seal.

    Only the first page is looked at. A picture that cannot be opened shows nothing; what a file may be is judged by
    files.store.
    Args: at: the instant for which the certificates of an electronic seal are judged.
    """
    signature = ports.signature_on(content, at) if is_pdf else None
    drawn = ports.first_page(content) if is_pdf else content
    codes, seal = ports.seen_on(drawn) if drawn is not None else ((), False)
    return Seen(codes, seal, signature)
