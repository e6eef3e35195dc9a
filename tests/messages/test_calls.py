"""Every message the code sends has its text, and is given exactly the facts of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.river import ROOT, SOURCE
from zhiping.messages.rules.texts import TEXTS


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield each `messages.send("code", …)` of the code with its place."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"messages.send", "messages.actions.send"}:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _codes(call: ast.Call) -> list[str]:
    """Return the codes a call may send: a literal, either side of a conditional, or all that begin as an f-string does.

    Empty when the code is computed otherwise, or nothing begins so.
    """
    first = call.args[0] if call.args else None
    branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    found = [b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)]
    for branch in branches:
        if isinstance(branch, ast.JoinedStr) and isinstance(branch.values[0], ast.Constant):
            found += [code for code in TEXTS if code.startswith(str(branch.values[0].value))]
    return found


def test_every_code_that_is_sent_has_a_text() -> None:
    wrong = [place for place, call in _calls() if not _codes(call) or not set(_codes(call)) <= TEXTS.keys()]

    assert wrong == []


def test_every_call_gives_exactly_the_facts_of_its_text() -> None:
    wrong = []
    for place, call in _calls():
        facts = next((k.value for k in call.keywords if k.arg == "facts"), None)
        if isinstance(facts, ast.Dict) and all(isinstance(key, ast.Constant) for key in facts.keys):
            given = {key.value for key in facts.keys if isinstance(key, ast.Constant)}
            wrong += [f"{place} {code}" for code in _codes(call) if given != TEXTS[code].facts.keys()]

    assert wrong == []
