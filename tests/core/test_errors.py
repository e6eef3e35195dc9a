"""Refusals carry what their sentence needs."""

from __future__ import annotations

from zhiping.core.errors import NotAllowed, OtherPhase


def test_a_refusal_for_its_phase_knows_whose_page_tells_where_the_case_stands() -> None:
    refused = OtherPhase(7)

    assert isinstance(refused, NotAllowed)
    assert (refused.application_id, refused.args) == (7, (7,))
