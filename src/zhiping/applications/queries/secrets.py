"""Private values of a case: AES-256-GCM, bound to their case and field, keyed by the installation (J3)."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhiping.applications.models import Application, PrivateValue

FORMAT = b"v1"


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(settings.PRIVATE_KEY.encode()).digest())


def _context(application_id: int, field_path: str) -> bytes:
    return f"application:{application_id}:{field_path}".encode()


def seal(application: Application, field_path: str, value: str) -> bytes:
    """Return a value encrypted for this case and field alone."""
    nonce = os.urandom(12)
    return FORMAT + nonce + _cipher().encrypt(nonce, value.encode(), _context(application.pk, field_path))


def unseal(kept: PrivateValue) -> str:
    """Return a kept value. Raises: cryptography's InvalidTag when it was moved to another case or field."""
    sealed = bytes(kept.ciphertext)
    return _cipher().decrypt(sealed[2:14], sealed[14:], _context(kept.application_id, kept.field_path)).decode()


def fingerprint(value: str) -> str:
    """Return a keyed fingerprint, so that a change is seen without keeping the value."""
    key = hashlib.sha256(settings.PRIVATE_KEY.encode()).digest()
    return hashlib.blake2b(value.encode(), key=key, digest_size=12).hexdigest()


def private_values(application: Application) -> dict[str, str]:
    """Return the case's private values by field path; for checks of the form, never for a page."""
    return {kept.field_path: unseal(kept) for kept in PrivateValue.objects.filter(application=application)}


def fingerprints(application: Application) -> dict[str, str]:
    """Return the fingerprint of each private value, for the content hash."""
    return dict(PrivateValue.objects.filter(application=application).values_list("field_path", "fingerprint"))


def real_answers(application: Application) -> dict[str, Any]:
    """Return the answers with the private values in the place of their masks, to check them."""
    answers: dict[str, Any] = dict(application.content.answers)
    for path, value in private_values(application).items():
        masked = answers.get(path)
        if isinstance(masked, list):
            answers[path] = [{**row, **secret} for row, secret in zip(masked, json.loads(value), strict=False)]
        elif masked is not None:
            answers[path] = value
    return answers
