"""How a rule's source is said to people: the document by its title, then the clause."""

from __future__ import annotations

from zhiping.core.definition.base import DEFAULT_SOURCE
from zhiping.core.definition.schema import Definition

BETWEEN = "、"


def cite(definition: Definition, source: str) -> str:
    """Return a source as people cite it: "rules#第五条(一)" → "《…评价办法(试行)》第五条(一)".

    A clause without a document stays as it is, for it is one of the notice itself; what the notice leaves open is
    said to be a default, so that nobody takes it for the association's text.
    """
    titles = {document.id: document.title for document in definition.documents}
    return BETWEEN.join(_said(titles, clause) for clause in source.split(BETWEEN))


def _said(titles: dict[str, str], clause: str) -> str:
    if clause == DEFAULT_SOURCE:
        return "平台默认"
    document, mark, place = clause.partition("#")
    return f"《{titles[document]}》{place}" if mark and document in titles else clause
