"""Who acts."""

from __future__ import annotations

import pytest

from zhiping.core.permissions.actor import ANYONE, Actor, Role


def test_a_person_signs_with_their_own_id() -> None:
    assert Actor(user_id=7, role=Role.SECRETARIAT).person_id == 7


def test_the_public_signs_nothing() -> None:
    with pytest.raises(RuntimeError, match="public acts without a person here"):
        _ = ANYONE.person_id
