"""Electronic seals on PDFs, judged by pyHanko against the roots of the installation (docs/decisions/0060, 0063)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

from zhiping import apart
from zhiping.documents.ports import Signature, Trust

ENDINGS = {".pem", ".crt", ".cer", ".der"}
SIGNED = b"/ByteRange"
"""Stands in every signed PDF, and never in what is packed: a signature must say which bytes it is of."""
MEMORY = 1024 * 1024 * 1024
SECONDS = 8


class PyHanko:
    """A validator that never asks the network: what it trusts lies in a folder of certificates."""

    def __init__(self, roots: Path | None = None) -> None:
        self.roots = roots or settings.ESEAL_ROOTS

    def signature_on(self, pdf: bytes, at: datetime) -> Signature | None:
        """Return the worst signature on a PDF, or None when it bears none.

        Broken: changed after it was signed, other than by a further signature; or not to be judged with modest means.
        Unknown: whole, but its certificate does not lead to a root of the installation, or was not valid at that
        instant.
        """
        if SIGNED not in pdf:
            return None
        told = {"roots": str(self.roots or ""), "at": at.isoformat()}
        said = apart.run("zhiping.integrations.eseal.judging:worst", pdf, memory=MEMORY, seconds=SECONDS, **told)
        if said is None:
            return Signature(Trust.BROKEN, "")
        found = json.loads(said)
        return Signature(Trust(found["trust"]), found["signer"]) if found else None


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
