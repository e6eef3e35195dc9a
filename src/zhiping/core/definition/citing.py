"""How a rule's source is said to people: the document by its title, then the clause."""

from __future__ import annotations

import re

from zhiping.core.definition.base import DEFAULT_SOURCE
from zhiping.core.definition.schema import Definition

BETWEEN = "、"
DIGITS = "一二三四五六七八九"
NUMERAL = re.compile("[一二三四五六七八九十]+")
YEAR = re.compile(r"[\[〔](\d{4})[\]〕]")
ARTICLE = re.compile(r"第([一二三四五六七八九十]+)条(.*)")
ANNEX = re.compile(r"附(件|录)([\dA-Z-]+)(?:·(.+))?")
SECTION = re.compile(r"([一二三四五六七八九十]+(?:[.()\d一二三四五六七八九十]*))(?:表(\d+))?(注?)")


def cite(definition: Definition, source: str, *, in_english: bool = False) -> str:
    """Return a source as people cite it: "rules#第五条(一)" → "《…评价办法(试行)》第五条(一)".

    A clause without a document stays as it is, for it is one of the notice itself; what the notice leaves open is
    said to be a default, so that nobody takes it for the association's text. In English the document is called by its
    English title, the notice by its year, and the clause is said by its numbers: "Notice 2022, sec. 2.3(2), annex 4".
    """
    clauses = source.split(BETWEEN)
    if in_english:
        return _in_english(definition, clauses)
    return BETWEEN.join(_said({d.id: f"《{d.title}》" for d in definition.documents}, c) for c in clauses)


def cited(definition: Definition, source: str) -> dict[str, str]:
    """Return the facts of a refusal that cite a source in both languages: `source` and `source_en`."""
    return {"source": cite(definition, source), "source_en": cite(definition, source, in_english=True)}


def _said(titles: dict[str, str], clause: str) -> str:
    if clause == DEFAULT_SOURCE:
        return "平台默认"
    document, mark, place = clause.partition("#")
    return f"{titles[document]}{place}" if mark and document in titles else clause


def _in_english(definition: Definition, clauses: list[str]) -> str:
    """Name each document once, before the first of its clauses; an article without one goes on with the last."""
    titles = {d.id: d.title_en or d.title for d in definition.documents}
    found = YEAR.search(definition.document)
    notice = f"Notice {found[1] if found else definition.edition}"
    said, last = "", ""
    for clause in clauses:
        document, mark, place = clause.partition("#")
        if mark and document in titles:
            name, words = titles[document], _clause(place) or place
        elif clause == DEFAULT_SOURCE:
            name, words = "the platform's default", ""
        elif ARTICLE.fullmatch(clause) and last not in ("", notice):
            name, words = last, _clause(clause)
        else:
            words = _clause(clause)
            name, words = (notice, words) if words else (clause, "")
        told = words if name == last else f"{name}, {words}" if words else name
        said += f"{', ' if name == last else '; ' if said else ''}{told}"
        last = name
    return said


def _clause(clause: str) -> str:
    """Return a clause by its numbers: "二.3(2)" → "sec. 2.3(2)", "四表2" → "sec. 4, schedule row 2"; "" for another."""
    if found := ARTICLE.fullmatch(clause):
        return f"art. {_arabic(found[1] + found[2])}"
    if found := ANNEX.fullmatch(clause):
        name = "annex" if found[1] == "件" else "appendix"
        return f"{name} {found[2]}" + (f", part {_arabic(found[3])}" if found[3] else "")
    if found := SECTION.fullmatch(clause):
        row, note = f", schedule row {found[2]}" if found[2] else "", ", note" if found[3] else ""
        return f"sec. {_arabic(found[1])}{row}{note}"
    return ""


def _arabic(text: str) -> str:
    return NUMERAL.sub(lambda found: str(_value(found[0])), text)


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (DIGITS.index(tens) + 1 if tens else 1) if ten else 0) + (DIGITS.index(ones) + 1 if ones else 0)
