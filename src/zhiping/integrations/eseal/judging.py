"""Judge the seals on a PDF, in a process of its own: the PDF may be made to harm who reads it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from zhiping.documents.ports import Signature, Trust
from zhiping.integrations.eseal import certificates

USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
ORDER = (Trust.BROKEN, Trust.UNKNOWN, Trust.VALID)


def worst(stream: BinaryIO, *, roots: str, at: str) -> bytes:
    """Say what the worst signature is worth, as JSON; null for none. Args: roots: a folder, "" for none."""
    folder, moment = Path(roots) if roots else None, datetime.fromisoformat(at)
    try:
        found = [_judged(one, folder, moment) for one in PdfFileReader(stream).embedded_regular_signatures]
    except (PdfError, ValueError, KeyError, TypeError, OSError):
        found = []
    least = min(found, key=lambda one: ORDER.index(one.trust), default=None)
    return json.dumps(asdict(least) if least is not None else None).encode()


def _judged(signature: EmbeddedPdfSignature, roots: Path | None, at: datetime) -> Signature:
    context = ValidationContext(
        trust_roots=certificates(roots), moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )
    signer = ""
    try:
        signer = str(signature.signer_cert.subject.native.get("common_name", ""))
        status = validate_pdf_signature(signature, context, key_usage_settings=USAGE)
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
        return Signature(Trust.BROKEN, signer)
    changed = status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING
    if not (status.intact and status.valid) or changed or not status.docmdp_ok:
        return Signature(Trust.BROKEN, signer)
    return Signature(Trust.VALID if status.bottom_line else Trust.UNKNOWN, signer)
