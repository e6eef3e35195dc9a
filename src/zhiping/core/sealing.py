"""Seal a short secret text so that only who holds the key reads it, and nobody can move it to another place."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def key_from(secret: str) -> bytes:
    """Return the AES-256 key that a stored secret stands for."""
    return hashlib.sha256(secret.encode()).digest()


def seal(text: str, *, key: bytes, nonce: bytes, about: str) -> bytes:
    """Return the sealed text, nonce first (AES-256-GCM).

    Args: nonce: 12 fresh random bytes, never used twice with a key. about: what the secret belongs to; it is bound
    to it, so that a ciphertext copied to another row does not open there.
    Raises: ValueError for a nonce of another length.
    """
    if len(nonce) != NONCE_BYTES:
        msg = f"a nonce has {NONCE_BYTES} bytes"
        raise ValueError(msg)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())


def unseal(sealed: bytes, *, key: bytes, about: str) -> str:
    """Return the text. Raises: cryptography.exceptions.InvalidTag for another key, place or a changed byte."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode()).decode()
