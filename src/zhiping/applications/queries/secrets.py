"""Private values of a case: AES-256-GCM, bound to their case and field, keyed by the installation (J3)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import QuerySet

from zhiping.applications.models import Application, PrivateValue, Snapshot
from zhiping.asking import beside, prepared

FORMAT = b"v1"
ALL = "*"
"""In the place of a field's path: all private values together."""


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
    return _open(bytes(kept.ciphertext), kept.application_id, kept.field_path)


def _open(sealed: bytes, application_id: int, field_path: str) -> str:
    return _cipher().decrypt(sealed[2:14], sealed[14:], _context(application_id, field_path)).decode()


def seal_all(application: Application) -> bytes:
    """Return all private values of the case, encrypted as one, for a snapshot of it; empty where it has none."""
    known = private_values(application)
    return seal(application, ALL, json.dumps(known, ensure_ascii=False)) if known else b""


def of_snapshot(snapshot: Snapshot) -> dict[str, str]:
    """Return the private values that a snapshot was taken with, by field path."""
    sealed = bytes(snapshot.sealed)
    known: dict[str, str] = json.loads(_open(sealed, snapshot.application_id, ALL)) if sealed else {}
    return known


def fingerprint(value: str) -> str:
    """Return a keyed fingerprint, so that a change is seen without keeping the value."""
    key = hashlib.sha256(settings.PRIVATE_KEY.encode()).digest()
    return hashlib.blake2b(value.encode(), key=key, digest_size=12).hexdigest()


def private_values(application: Application) -> dict[str, str]:
    """Return the case's private values by field path; for checks of the form, never for a page."""
    return {kept.field_path: unseal(kept) for kept in beside(application, of_case)}


@prepared
def of_case(application_id: int) -> QuerySet[PrivateValue]:
    """Return the kept values of a case, encrypted as they are."""
    return PrivateValue.objects.filter(application_id=application_id)


def fingerprints(application: Application) -> dict[str, str]:
    """Return the fingerprint of each private value, for the content hash."""
    return {kept.field_path: kept.fingerprint for kept in beside(application, of_case)}


def real_answers(application: Application) -> dict[str, Any]:
    """Return the answers with the private values in the place of their masks, to check them."""
    return with_secrets(application.content.answers, private_values(application))


def with_secrets(masked_answers: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Return answers with these private values in the place of their masks."""
    answers = dict(masked_answers)
    for path, value in secrets.items():
        masked = answers.get(path)
        if isinstance(masked, list):
            answers[path] = [{**row, **secret} for row, secret in zip(masked, json.loads(value), strict=False)]
        elif masked is not None:
            answers[path] = value
    return answers
