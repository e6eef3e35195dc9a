"""The solver in a process of its own gives what it gives in ours."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace

from zhiping.core.assignment.request import Entry, Expert, Request
from zhiping.core.assignment.solve import solve
from zhiping.review.queries import solving
from zhiping.review.rules import solving as apart

ASKED = Request(
    experts=tuple(Expert(number, 2, fields=frozenset({"service"})) for number in (1, 2, 3)),
    entries=(Entry(11, 2, "service"), Entry(12, 2, "building")),
    seed="2022-06-20",
    forbidden=frozenset({(11, 1)}),
)


def test_a_request_comes_back_solved() -> None:
    assert pickle.loads(apart.solved(io.BytesIO(pickle.dumps(ASKED)))) == solve(ASKED)


def test_a_child_answers_as_we_would_and_knows_nothing_of_the_request_before() -> None:
    another = replace(ASKED, forbidden=frozenset({(12, 3)}))

    assert [solving.solved(one) for one in (ASKED, another)] == [solve(ASKED), solve(another)]
