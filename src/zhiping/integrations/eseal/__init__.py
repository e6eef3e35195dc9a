"""Electronic seals on PDFs, judged by pyHanko against the roots of the installation (docs/decisions/0060)."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings
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

ENDINGS = {".pem", ".crt", ".cer", ".der"}
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


class PyHanko:
    """A validator that never asks the network: what it trusts lies in a folder of certificates."""

    def __init__(self, roots: Path | None = None) -> None:
        self.roots = roots or settings.ESEAL_ROOTS

    def signature_on(self, pdf: bytes, at: datetime) -> Signature | None:
        """Return the worst signature on a PDF, or None when it bears none.

        Broken: changed after it was signed, other than by a further signature. Unknown: whole, but its certificate
        does not lead to a root of the installation, or was not valid at that instant.
        """
        try:
            reader = PdfFileReader(io.BytesIO(pdf))
            found = [self._judged(signature, at) for signature in reader.embedded_regular_signatures]
        except (PdfError, ValueError, KeyError, TypeError, OSError):
            return None
        order = (Trust.BROKEN, Trust.UNKNOWN, Trust.VALID)
        return min(found, key=lambda signature: order.index(signature.trust), default=None)

    def _judged(self, signature: EmbeddedPdfSignature, at: datetime) -> Signature:
        context = ValidationContext(
            trust_roots=certificates(self.roots), moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )
        signer = ""
        try:
            signer = str(signature.signer_cert.subject.native.get("common_name", ""))
            # it starts an event loop, which a thread that has one already would refuse
            with ThreadPoolExecutor(1) as apart:
                status = apart.submit(validate_pdf_signature, signature, context, key_usage_settings=USAGE).result()
        except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError):
            return Signature(Trust.BROKEN, signer)
        changed = status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING
        if not (status.intact and status.valid) or changed or not status.docmdp_ok:
            return Signature(Trust.BROKEN, signer)
        return Signature(Trust.VALID if status.bottom_line else Trust.UNKNOWN, signer)


def certificates(folder: Path | None) -> list[x509.Certificate]:
    """Return the certificates in a folder, PEM or DER; none without one."""
    if folder is None or not folder.is_dir():
        return []
    found = []
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS):
        content = path.read_bytes()
        if pem.detect(content):
            found += [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(content, multiple=True)]
        else:
            found.append(x509.Certificate.load(content))
    return found
