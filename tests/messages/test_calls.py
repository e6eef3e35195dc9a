"""Every message the code sends has its text, and is given exactly the facts of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.river import ROOT, SOURCE
from zhiping.core.definition.messages import EVENTS
from zhiping.messages.rules.texts import TEXTS


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    """Yield each `messages.send(code, …)` of the code with its file."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"messages.send", "messages.actions.send"}:
                yield path, node


def _place(path: Path, call: ast.Call) -> str:
    return f"{path.relative_to(ROOT)}:{call.lineno}"


def _codes(path: Path, call: ast.Call) -> list[str]:
    """Return the codes a call may send.

    A literal, either side of a conditional, all that begin as an f-string does; for a parameter of a helper, what
    the helper's callers in its package give. Empty when the code comes from elsewhere.
    """
    first = call.args[0] if call.args else None
    branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    found = [b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)]
    for branch in branches:
        if isinstance(branch, ast.JoinedStr) and isinstance(branch.values[0], ast.Constant):
            found += [code for code in TEXTS if code.startswith(str(branch.values[0].value))]
    return [*found, *_given_to_helper(path, call)] if isinstance(first, ast.Name) else found


def _given_to_helper(path: Path, call: ast.Call) -> Iterator[str]:
    package = SOURCE / path.relative_to(SOURCE).parts[0]
    helper = next(
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.lineno <= call.lineno <= (node.end_lineno or 0)
    )
    for other in package.rglob("*.py"):
        for node in ast.walk(ast.parse(other.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == helper:
                for part in (p for argument in node.args for p in ast.walk(argument)):
                    value = part.value if isinstance(part, ast.Constant) else None
                    if isinstance(value, str) and re.fullmatch(rf"{package.name}\.[a-z_]+", value):
                        yield value


def test_every_code_that_is_sent_has_a_text() -> None:
    wrong = [
        _place(path, call)
        for path, call in _calls()
        if ast.unparse(call.args[0]) != "reminder.code"  # its texts: tests/journey/test_deadlines.py
        and (not _codes(path, call) or not set(_codes(path, call)) <= TEXTS.keys())
    ]

    assert wrong == []


def test_an_edition_may_word_every_message_that_one_of_its_acts_sends() -> None:
    unsent = {"showcase.promotion_asked"}
    of_an_edition = {
        code: set(text.facts) for code, text in TEXTS.items() if "edition" in text.facts and code not in unsent
    }

    assert {code: set(event.facts) for code, event in EVENTS.items()} == of_an_edition


def test_every_call_that_names_an_edition_takes_its_words() -> None:
    wrong = [
        _place(path, call)
        for path, call in _calls()
        if "edition" in ast.unparse(next(k.value for k in call.keywords if k.arg == "facts"))
        and not any(k.arg == "wording" for k in call.keywords)
    ]

    assert wrong == []


def test_every_call_gives_exactly_the_facts_of_its_text() -> None:
    wrong = []
    for path, call in _calls():
        facts = next((k.value for k in call.keywords if k.arg == "facts"), None)
        if isinstance(facts, ast.Dict) and all(isinstance(key, ast.Constant) for key in facts.keys):
            given = {key.value for key in facts.keys if isinstance(key, ast.Constant)}
            wrong += [
                f"{_place(path, call)} {code}" for code in _codes(path, call) if given != TEXTS[code].facts.keys()
            ]

    assert wrong == []
