"""An act is on what was read."""

from __future__ import annotations

import pytest

from zhiping.core.as_read import check_as_read, told
from zhiping.core.errors import RuleViolation


def test_an_act_is_on_what_was_read() -> None:
    check_as_read(["名单", "a1"], ["名单", "a1"])
    check_as_read(None, ["名单", "a1"])
    for read in (["名单", "b2"], [], ""):
        with pytest.raises(RuleViolation, match=r"read\.changed"):
            check_as_read(read, ["名单", "a1"])


def test_what_stands_otherwise_is_told_otherwise() -> None:
    standing = [
        told("waiting", {"kind": "employer"}),
        told("waiting", {"kind": "group"}),
        told("confirmed", None),
        told(),
    ]

    assert (told("waiting", {"kind": "employer"}), len(set(standing))) == (standing[0], 4)
