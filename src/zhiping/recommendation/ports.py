"""The secrets of this stage: who complains is sealed with the installation's private key."""

from __future__ import annotations

import os

from django.conf import settings

from zhiping.core import sealing


def seal_identity(text: str, *, code: str) -> bytes:
    """Return a complainant's identity sealed to its complaint."""
    key = sealing.key_from(settings.PRIVATE_KEY)
    return sealing.seal(text, key=key, nonce=os.urandom(sealing.NONCE_BYTES), about=f"complaint:{code}")


def unseal_identity(sealed: bytes, *, code: str) -> str:
    """Return a complainant's identity, for the office only."""
    return sealing.unseal(bytes(sealed), key=sealing.key_from(settings.PRIVATE_KEY), about=f"complaint:{code}")


def random_code() -> bytes:
    """Return fresh random bytes for a code."""
    return os.urandom(24)
