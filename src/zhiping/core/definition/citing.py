"""How a rule's source is said to people: the document by its title, then the clause."""

from __future__ import annotations

from zhiping.core.definition.base import DEFAULT_SOURCE
from zhiping.core.definition.schema import Definition

BETWEEN = "、"


def cite(definition: Definition, source: str, *, in_english: bool = False) -> str:
    """Return a source as people cite it: "rules#第五条(一)" → "《…评价办法(试行)》第五条(一)".

    In English the document is called by its English title; the clause stays as it is found in the paper.

    A clause without a document stays as it is, for it is one of the notice itself; what the notice leaves open is
    said to be a default, so that nobody takes it for the association's text.
    """
    clauses = source.split(BETWEEN)
    if in_english:
        return ", ".join(_said({d.id: f"{d.title_en or d.title}, " for d in definition.documents}, c) for c in clauses)
    return BETWEEN.join(_said({d.id: f"《{d.title}》" for d in definition.documents}, c) for c in clauses)


def _said(titles: dict[str, str], clause: str) -> str:
    if clause == DEFAULT_SOURCE:
        return "平台默认"
    document, mark, place = clause.partition("#")
    return f"{titles[document]}{place}" if mark and document in titles else clause
