"""docs/refusals.md: every refusal with its Chinese and English sentence and who raises it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhiping.config import translations
from zhiping.config.environment import CHECKOUT

SOURCE = CHECKOUT / "src" / "zhiping"
TEXTS = SOURCE / "web" / "shared" / "refusal_texts"
MADE_WHILE_RUNNING = "made while running: an edition's own limit, a field of a form, a passed-on fault"
_HEAD = """# What is refused, and how it is said

Generated from the code by `zhiping documents`; a test holds it current. A rule that forbids an act raises
`RuleViolation(code, **facts)`; the page, the API and the mail make the sentence of the code, in Chinese and in English.
“Raised in” names the function that refuses, so that the act is found from the message. A page answers 409 or shows the sentence on its form, keeps what was typed and changes nothing; what one
may not do is 403, what one may not see or is not there 404, a form that broke off on its way 400, too often 429.
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code. raised_in: "path: function"."""

    code: str
    chinese: str
    english: str
    raised_in: tuple[str, ...]


def render() -> str:
    """Write the whole page, one table a package."""
    english = translations.english()
    raised = _raised()
    parts = [_HEAD]
    for path in sorted(TEXTS.glob("*.py")):
        rows = [_row(Refusal(code, text, english.get(text, ""), raised.get(code, ()))) for code, text in _texts(path)]
        if rows:
            head = "| code | 中文 | English | raised in |\n|---|---|---|---|"
            parts.append(f"## {path.stem}\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(found: Refusal) -> str:
    cells = (
        f"`{found.code}`",
        found.chinese,
        found.english,
        "<br>".join(f"`{place}`" for place in found.raised_in) or MADE_WHILE_RUNNING,
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def codes_of(name: str) -> list[str]:
    """Return the codes of one package's refusals, by the name of its module of texts."""
    return [code for code, _text in _texts(TEXTS / f"{name}.py")]


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield code and Chinese sentence as the module of texts holds them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Call):
                    yield str(key.value), str(ast.literal_eval(value.args[0]))


def _raised() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for code in _codes(function):
                    found.setdefault(code, set()).add(f"{path.relative_to(SOURCE)}: {function.name}")
    return {code: tuple(sorted(places)) for code, places in found.items()}


def _codes(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RuleViolation":
            for argument in node.args[:1]:
                yield from (str(c.value) for c in ast.walk(argument) if isinstance(c, ast.Constant))
