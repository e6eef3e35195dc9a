"""One act on many things: each stands or falls alone."""

from __future__ import annotations

import pytest

from zhiping.core import bulk
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations


def test_what_is_refused_stops_nothing_else() -> None:
    answers = {
        2: RuleViolation("reason.missing"),
        3: NotAllowed("no"),
        5: NotFound("gone"),
        6: RuleViolations([RuleViolation("reason.missing")]),
    }

    def do(one: int) -> None:
        if one in answers:
            raise answers[one]

    outcome = bulk.each([4, 3, 2, 1, 5, 6], do)

    assert outcome.done == [4, 1]
    assert outcome.refused == answers


def test_a_defect_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError):
        bulk.each([1, 0], lambda one: 1 / one)
