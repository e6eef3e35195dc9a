"""An act is on what was read."""

from __future__ import annotations

import pytest

from zhiping.core.as_read import check_as_read
from zhiping.core.errors import RuleViolation


def test_an_act_is_on_what_was_read() -> None:
    check_as_read(["名单", "a1"], ["名单", "a1"])
    check_as_read(None, ["名单", "a1"])
    for read in (["名单", "b2"], [], ""):
        with pytest.raises(RuleViolation, match=r"read\.changed"):
            check_as_read(read, ["名单", "a1"])
