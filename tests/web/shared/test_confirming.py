"""Only the very outcome that this person saw is done once it is confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from zhiping.core.permissions.actor import Actor, Role
from zhiping.web.shared.confirming import CHANGED, Shown

OFFICER = Actor(7, Role.SECRETARIAT, None, "秘书处")
UNIT = Actor(7, Role.UNIT, 3, "甲厂 单位管理员")
INVITED = [["12", "顾长庚", "甲厂"], ["13", "沈培", ""]]


def _shown(sent: dict[str, str], by: Actor = OFFICER, **other: Any) -> Shown:
    request: Any = RequestFactory().post("/", sent)
    request.actor = by
    return Shown(request, **{"act": "experts.invite", "subject": "edition:1", "outcome": INVITED} | other)


def _answered(confirmed: str, by: Actor = OFFICER, **other: Any) -> tuple[bool, list[str]]:
    shown = _shown({"confirmed": confirmed}, by, **other)
    return shown.is_confirmed, shown.reasons


def test_what_was_shown_and_comes_back_is_confirmed() -> None:
    assert _answered(_shown({}).digest) == (True, [])


def test_nothing_is_confirmed_and_nothing_wrong_before_anybody_confirmed() -> None:
    shown = _shown({"rows": "12"})

    assert (shown.is_confirmed, shown.reasons) == (False, [])


@pytest.mark.parametrize(
    "other",
    [
        {"by": Actor(8, Role.SECRETARIAT)},
        {"by": Actor(7, Role.OPERATOR)},
        {"act": "experts.deactivate"},
        {"subject": "edition:2"},
        {"outcome": INVITED[:1]},
        {"outcome": [*INVITED, ["14", "陆川", ""]]},
        {"outcome": INVITED[::-1]},
        {"outcome": [["12", "顾长庚", "乙厂"], INVITED[1]]},
        {"outcome": [["12", "顾长庚甲厂", ""], INVITED[1]]},
    ],
    ids=[
        "person",
        "capacity",
        "act",
        "subject",
        "fewer",
        "more",
        "order",
        "what is shown of a row",
        "where words part",
    ],
)
def test_what_was_shown_to_another_or_of_another_outcome_is_said_to_have_changed(other: dict[str, Any]) -> None:
    assert _answered(_shown({}).digest, **other) == (False, [CHANGED])


def test_another_unit_of_the_same_person_is_another_capacity() -> None:
    theirs = Actor(7, Role.UNIT, 4)

    assert _answered(_shown({}, UNIT).digest, theirs) == (False, [CHANGED])


@pytest.mark.parametrize("made_up", ["", "1", "印" * 32, "0" * 64])
def test_what_the_platform_did_not_make_confirms_nothing(made_up: str) -> None:
    assert _answered(made_up) == (False, [CHANGED])


def test_nobody_without_the_key_of_the_site_can_make_one(settings: Any) -> None:
    here = _shown({}).digest
    settings.SECRET_KEY = "another site"

    assert _answered(here) == (False, [CHANGED])
