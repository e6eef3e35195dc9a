"""The graph of an edition follows its stages, in whatever order and number they come."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.core.definition.planting import shipped

from zhiping.core.definition.lifecycle import Event, Graph, Phase, graph_of
from zhiping.core.definition.schema import Definition, Moves, Stage
from zhiping.core.definition.vocabulary import END_STATES
from zhiping.core.errors import RuleViolation


def journey(*kinds: tuple[str, str], moves: dict[str, Any] | None = None) -> Graph:
    stages = tuple(
        Stage.model_validate_json(json.dumps({"id": name, "kind": kind, "label": name, "source": "default"}))
        for name, kind in kinds
    )
    base: Definition = shipped("trusted-team/2024")
    changes = Moves.model_validate_json(json.dumps(moves or {}))
    return graph_of(base.model_copy(update={"stages": stages, "moves": changes}))


def test_qc_2022_goes_through_the_phases_in_order() -> None:
    graph = graph_of(shipped("qc-circle/2022"))

    assert [(state, graph.phase(state).value) for state in graph.path] == [
        ("draft", "draft"),
        ("recommend", "recommendation"),
        ("screening", "screening"),
        ("desk", "round"),
        ("panel", "round"),
        ("presentation", "round"),
        ("approval", "approval"),
        ("notice", "notice"),
        ("publish", "notice"),
        ("published", "published"),
    ]
    assert graph.phase("screening.supplement") is Phase.SUPPLEMENT
    assert set(graph.states) == {*graph.path, "screening.supplement", *END_STATES}


MOVES = [
    ("draft", "submit", "recommend"),
    ("draft", "withdraw", "withdrawn"),
    ("recommend", "recommend", "screening"),
    ("recommend", "decline", "declined"),
    ("recommend", "return_to_applicant", "draft"),
    ("screening", "pass_screening", "desk"),
    ("screening", "fail_screening", "not_passed"),
    ("screening", "return_for_supplement", "screening.supplement"),
    ("screening.supplement", "answer_supplement", "screening"),
    ("screening.supplement", "fail_screening", "not_passed"),
    ("screening.supplement", "withdraw", "withdrawn"),
    ("desk", "advance", "panel"),
    ("desk", "drop", "not_selected"),
    ("approval", "approve", "notice"),
    ("approval", "not_approve", "not_selected"),
    ("notice", "confirm", "publish"),
    ("notice", "uphold", "not_selected"),
    ("notice", "disqualify", "disqualified"),
    ("publish", "publish", "published"),
    ("published", "disqualify", "disqualified"),
]


@pytest.mark.parametrize(("state", "event", "target"), MOVES)
def test_a_move_leads_on(state: str, event: str, target: str) -> None:
    assert graph_of(shipped("qc-circle/2022")).next_state(state, event) == target


@pytest.mark.parametrize(
    ("state", "event"),
    [("draft", "publish"), ("desk", "confirm"), ("published", "withdraw"), ("withdrawn", "submit"), ("draft", "fly"), ("nowhere", "submit")],
)  # fmt: skip
def test_a_move_the_edition_does_not_have_is_refused(state: str, event: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        graph_of(shipped("qc-circle/2022")).next_state(state, event)

    assert (refused.value.code, refused.value.facts) == ("move_not_in_graph", {"state": state, "event": event})


def test_stages_may_come_in_any_order_and_number() -> None:
    graph = journey(
        ("check", "screening"), ("first_notice", "notice"), ("paper", "round"), ("send", "hand_in"), ("talk", "round"),
        ("decide", "approval"), ("last_notice", "notice"), ("out", "publication"),
    )  # fmt: skip

    assert graph.path == (
        "draft",
        "check",
        "first_notice",
        "paper",
        "talk",
        "decide",
        "last_notice",
        "out",
        "published",
    )
    assert graph.next_state("first_notice", "confirm") == "paper"
    assert (graph.phase("first_notice"), graph.phase("out")) == (Phase.NOTICE, Phase.NOTICE)


def test_waiting_for_publication_shows_no_more_than_before() -> None:
    assert journey(("decide", "approval"), ("out", "publication")).phase("out") is Phase.APPROVAL
    assert journey(("paper", "round"), ("out", "publication")).phase("out") is Phase.APPROVAL


def test_an_edition_may_add_forbid_and_rename_moves() -> None:
    moves = {
        "add": [{"event": "return_to_applicant", "start": "check", "to": "draft", "label": "退回", "source": "一"}],
        "forbid": [{"event": "withdraw", "start": "check", "source": "二"}],
        "rename": [{"event": "pass_screening", "label": "受理", "label_en": "Accept", "source": "三"}],
    }
    graph = journey(("check", "screening"), ("out", "publication"), moves=moves)

    assert graph.next_state("check", "return_to_applicant") == "draft"
    assert Event.WITHDRAW not in graph.events_from("check")
    assert graph.labels == {Event.PASS_SCREENING: ("受理", "Accept")}


def test_a_withdrawn_case_comes_back_only_to_where_it_was_and_never_into_a_review() -> None:
    graph = graph_of(shipped("qc-circle/2022"))

    assert [graph.next_state("withdrawn", "revive", back=state) for state in ("draft", "screening.supplement")] == [
        "draft",
        "screening.supplement",
    ]
    for state, back in (("withdrawn", "desk"), ("withdrawn", ""), ("declined", "draft"), ("withdrawn", "declined")):
        with pytest.raises(RuleViolation, match="move_not_in_graph"):
            graph.next_state(state, "revive", back=back)


def test_stages_may_be_passed_by() -> None:
    graph = graph_of(shipped("qc-circle/2022"))

    assert graph.next_state("draft", "submit", skip=["recommend"]) == "screening"
    assert graph.next_state("desk", "advance", skip=["panel", "presentation"]) == "approval"
    assert graph.next_state("desk", "drop", skip=["not_selected"]) == "not_selected"


def test_a_state_knows_its_stage_and_whether_it_is_the_end() -> None:
    graph = graph_of(shipped("qc-circle/2022"))
    stage = graph.stage_of("screening.supplement")

    assert stage is not None
    assert stage.id == "screening"
    assert graph.stage_of("draft") is None
    assert (graph.is_end("published"), graph.is_end("desk")) == (True, False)


def test_a_template_has_only_the_draft_and_the_ends() -> None:
    graph = journey()

    assert graph.path == ("draft",)
    assert graph.states == ("draft", *END_STATES)
    assert graph.events_from("draft") == (Event.WITHDRAW,)


def test_a_screening_without_supplements_offers_none() -> None:
    stage = {"id": "check", "kind": "screening", "label": "审", "source": "一", "supplements": 0}
    base = shipped("trusted-team/2024").model_copy(update={"stages": (Stage.model_validate_json(json.dumps(stage)),)})

    assert "check.supplement" not in graph_of(base).states
