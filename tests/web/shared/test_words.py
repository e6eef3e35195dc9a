"""The closed words of the permission table have people's words, every one of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from zhiping.core.permissions import table
from zhiping.core.permissions.words import Field, Relation, Verb
from zhiping.web.shared import words
from zhiping.web.shared.prose import rendered
from zhiping.web.shared.refusal_texts import decision, sentence, showcase

SOURCE = Path(words.__file__).resolve().parents[2]
END_AS_AN_INSTANT = re.compile(r'(?:closes_at|due_at|until|until_at)\|date:"(?!c")[^"]*"')
CODE = re.compile(
    r'"((?:decision|resolve|vote|sign_off|list|notice|objection|publication|certificate|forward|story|document)\.[a-z_]+)"'
)


def codes_of(package: str) -> set[str]:
    """Return what the package refuses with, read from its rules and actions."""
    found = set()
    for path in [
        *(SOURCE / package).rglob("rules/*.py"),
        *(SOURCE / package).rglob("actions/*.py"),
        SOURCE / package / "rules.py",
    ]:
        if path.exists():
            text = path.read_text(encoding="utf-8")
            refusing = re.findall(r"RuleViolation\([^)]*\)|check_not_empty\([^)]*\)", text)
            found |= {code for part in refusing for code in CODE.findall(part)}
    return found


def test_every_word_of_the_table_is_said_in_words() -> None:
    assert set(words.VERBS) == set(Verb)
    assert set(words.FIELDS) == set(Field)
    assert set(words.RELATIONS) == set(Relation)
    assert set(words.REASONS) == {row.why for row in table.ROWS}


def test_every_refusal_of_decision_and_showcase_has_its_sentence_and_none_is_idle() -> None:
    assert codes_of("decision") | codes_of("documents") == set(decision.TEXTS)
    assert codes_of("showcase") == set(showcase.TEXTS)


def test_prose_keeps_structure_and_drops_everything_that_acts() -> None:
    html = rendered(
        "### 做法\n\n- 一\n\n| a |\n|---|\n| b |\n\n[x](https://e.example) <b onclick=x>y</b> ![i](https://e.example/i.png)"
    )

    assert ("<h3>做法</h3>" in html, "<li>一</li>" in html, "<td>b</td>" in html) == (True, True, True)
    assert [w for w in ("href", "src", "<b", "<img") if w in html] == []


def test_a_refusal_calls_an_end_at_midnight_24_00_of_the_day_before() -> None:
    midnight = datetime(2022, 5, 10, 16, tzinfo=UTC)

    assert sentence("window.not_open", {"opens_at": midnight}) == "还没有到开放时间：2022-05-11 00:00:00 起。"
    assert sentence("supplement.run_out", {"due_at": midnight}).startswith("补正期限 2022-05-10 24:00:00 已过")


def test_no_page_calls_the_end_of_a_day_00_00_of_the_next() -> None:
    templates = (SOURCE / "web").rglob("*.html")
    found = {path.name: END_AS_AN_INSTANT.findall(path.read_text(encoding="utf-8")) for path in templates}

    assert {name: ends for name, ends in found.items() if ends} == {}
