"""Modules ≤ 400 lines, functions ≤ 60, views ≤ 25: what outgrows them is split by verb group."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.river import ROOT, SOURCE

MODULE, FUNCTION, VIEW, TEST_MODULE = 400, 60, 25, 600


def _modules(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            last = node.end_lineno or node.lineno
            docstring = (body[0].lineno - node.lineno - 1) if body and ast.get_docstring(node) else 0
            yield node.name, last - node.lineno + 1 - max(docstring, 0)


def test_no_module_is_longer_than_the_house_allows() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in _modules(SOURCE)}

    assert {name: n for name, n in lengths.items() if n > MODULE} == {}


def test_no_test_module_is_longer_than_the_house_allows() -> None:
    lengths = {p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in _modules(ROOT / "tests")}

    assert {name: n for name, n in lengths.items() if n > TEST_MODULE} == {}


def test_no_function_is_longer_than_the_house_allows() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{name} ({n})"
        for path in _modules(SOURCE)
        for name, n in _functions(path)
        if n > FUNCTION
    ]

    assert too_long == []


def test_no_view_is_longer_than_25_lines() -> None:
    too_long = []
    for path in _modules(SOURCE / "web"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > VIEW:
                    too_long.append(f"{path.relative_to(ROOT)}:{node.name} ({lines})")

    assert too_long == []
