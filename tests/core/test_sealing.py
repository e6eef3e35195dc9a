"""A sealed text opens only with its key, in its place, unchanged."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import sealing

KEY = sealing.key_from("secret")
NONCE = b"123456789012"


@given(text=st.text(), about=st.text())
def test_what_is_sealed_is_read_again(text: str, about: str) -> None:
    sealed = sealing.seal(text, key=KEY, nonce=NONCE, about=about)

    assert sealing.unseal(sealed, key=KEY, about=about) == text


@pytest.mark.parametrize(("key", "about", "place"), [("other", "a", None), ("secret", "b", None), ("secret", "a", 15)])
def test_another_key_place_or_byte_opens_nothing(key: str, about: str, place: int | None) -> None:
    sealed = bytearray(sealing.seal("赵实名", key=KEY, nonce=NONCE, about="a"))
    if place is not None:
        sealed[place] ^= 1

    with pytest.raises(InvalidTag):
        sealing.unseal(bytes(sealed), key=sealing.key_from(key), about=about)


def test_a_nonce_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        sealing.seal("x", key=KEY, nonce=b"short", about="a")
