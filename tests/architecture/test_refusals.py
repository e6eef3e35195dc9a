"""Every refusal has its sentence, and every sentence finds its facts."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.river import ROOT, SOURCE
from zhiping.config import refusals
from zhiping.web.shared.refusal_texts import TEXTS

# Where the code is made while running, and why; what they can make is tested with them.
DYNAMIC_CODES = {
    "core/quota.py": "quota.<id of the edition's own limit>",
    "decision/rules/lists.py": "the caller names the code of its empty list",
    "applications/actions/submission.py": "one of two codes of a condition",
    "recommendation/rules/scores.py": "one of two codes of a cell",
    "files/ports.py": "passes on what files.rules refused in a process of its own",
    "web/shared/views/bundles.py": "tells the refusal that a job kept",
}


@dataclass(frozen=True, slots=True)
class Site:
    """One place that refuses. facts: the names given there; is_open: more come in by `**`."""

    place: str
    code: str | None
    facts: frozenset[str]
    is_open: bool


def _site(place: str, call: ast.Call) -> Site:
    first = call.args[0] if call.args else None
    code = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    facts = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    return Site(place, code, facts, any(keyword.arg is None for keyword in call.keywords))


def sites() -> list[Site]:
    return [
        _site(path.relative_to(SOURCE).as_posix(), node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RuleViolation"
    ]


def test_every_refusal_has_its_sentence() -> None:
    silent = sorted({f"{site.place}: {site.code}" for site in sites() if site.code and site.code not in TEXTS})

    assert silent == []


def test_every_sentence_finds_its_facts_where_the_refusal_is_raised() -> None:
    lacking = [
        f"{site.place}: {site.code} lacks {name}"
        for site in sites()
        if site.code and not site.is_open
        for name in sorted(set(re.findall(r"%\((\w+)\)", TEXTS.get(site.code, ""))) - site.facts)
    ]

    assert lacking == []


def test_codes_are_made_while_running_only_where_this_list_says_why() -> None:
    assert {site.place for site in sites() if site.code is None} == set(DYNAMIC_CODES)


FIRST_HALF = ("applications", "organisations", "recommendation", "screening", "programmes", "files", "journey")


def test_every_refusal_of_the_first_half_is_provoked_by_a_test_that_names_it_or_reads_its_sentence() -> None:
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent != Path(__file__).parent]
    said = "\n".join(path.read_text(encoding="utf-8").replace("\\.", ".") for path in tests)
    silent = [
        code
        for part in FIRST_HALF
        for code in refusals.codes_of(part)
        if not re.search(rf"\b{code}\b", said) and not any(words in said for words in _words(TEXTS[code]))
    ]

    assert silent == []


def _words(sentence: str) -> list[str]:
    """Return the longer pieces of a sentence between its facts."""
    return [words for words in re.split(r"%\(\w+\)s|[。；：，、“”（）]", sentence) if len(words) > 6]


def test_the_table_of_refusals_tells_code_sentences_and_place() -> None:
    row = "| `window.closed` | 已于 %(closes_at)s 截止。确有特殊情况，请联系秘书处申请个别延期。 | It closed on %(closes_at)s. "

    (found,) = [line for line in refusals.render().splitlines() if line.startswith(row)]
    assert "`applications/rules.py: check_window`" in found


def test_the_walk_sees_a_refusal_with_its_facts() -> None:
    expected = Site("core/identifiers.py", "identifier.credit_code", frozenset({"fault", "given"}), is_open=False)

    assert expected in sites()
