"""The journal speaks in words: each act that the code writes has its name."""

from __future__ import annotations

import ast

import pytest
from django.utils import translation

from tests.architecture.river import SOURCE
from zhiping.core.definition.vocabulary import Event
from zhiping.web.shared.journal_words import WORDS, in_words


def _written() -> set[str]:
    """Return the acts that calls of `write`, `_write` and the like name as their first word."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    )
    return {
        call.args[0].value
        for call in calls
        if (isinstance(call.func, ast.Attribute) and call.func.attr == "write" and _is_journal(call.func.value))
        or (isinstance(call.func, ast.Name) and call.func.id in {"_write", "_journal", "_note"})
    }


def _is_journal(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "journal"


def test_each_act_that_the_code_writes_has_its_name() -> None:
    acts = {act for act in _written() if isinstance(act, str)} | {f"move.{event}" for event in Event}

    assert len(acts) > 90
    assert sorted(acts - set(WORDS)) == []


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "单位出具意见"), ("en", "Unit gave its opinion")], ids=["Chinese", "English"]
)
def test_an_act_is_called_by_its_name(language: str, said: str) -> None:
    with translation.override(language):
        assert in_words("applications.endorse") == said


def test_an_act_of_a_later_version_keeps_its_code() -> None:
    assert in_words("later.act") == "later.act"
