"""What is printed in a bundle, which bundle there is, which paper copies came in."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings

from zhiping.applications.models import Application, Bundle, PaperCopy
from zhiping.applications.queries import casefile, papers
from zhiping.applications.queries.completeness import current_hash
from zhiping.applications.queries.sheets import code_of, version_to_be
from zhiping.core.definition.vocabulary import Phase
from zhiping.core.sheetcode import Paper
from zhiping.documents.actions import Evidence
from zhiping.files import queries as files
from zhiping.files.models import StoredFile
from zhiping.programmes import queries as programmes

RECENT = 30


def front_data(application: Application) -> dict[str, Any]:
    """Return the data of a bundle's front: cover and form as they stand; private values stay masked."""
    digest, definition = current_hash(application), programmes.definition_of(application.edition)
    number, is_draft = version_to_be(application, digest), application.phase == Phase.DRAFT
    paper = Paper.DRAFT if is_draft else Paper.BUNDLE
    return {
        "association": settings.ASSOCIATION,
        "edition": application.edition.title,
        "number": application.number or f"{application.edition.key}#{application.pk}",
        "version": str(number),
        "content_hash": digest,
        "draft": is_draft,
        "facts": papers.facts(application),
        "sections": [_section(section) for section in casefile.content_rows(application, blind=False)],
        "copies": definition.paper.text if definition.paper is not None else None,
        "qr": code_of(application, paper, version=number, digest=digest),
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {"label": section["label"], "rows": [_row(row) for row in section["rows"]]}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if "columns" in row:
        lines = [[_text(cell) for cell in line] for line in row["table"]]
        return {"label": row["label"], "columns": [column.label for column in row["columns"]], "lines": lines}
    other = f"（{row['other']}）" if row["other"] else ""
    return {"label": row["label"], "text": f"{_text(row['value'])}{other}"}


def _text(value: Any) -> str:
    """Return an answer as it is printed: options by their labels, yes and no, a dash for none."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_text(one) for one in value) or "—"
    return str(getattr(value, "label", value) or "—")


def evidence_of(application: Application) -> list[Evidence]:
    """Return the files of a case in the order of the edition's rules, each to be opened when it is its turn."""
    labels = {rule.id: rule.label for rule in programmes.definition_of(application.edition).files}
    order = {rule_id: place for place, rule_id in enumerate(labels)}
    standing = application.attachments.filter(removed_at__isnull=True).select_related("file")
    given = sorted(standing, key=lambda a: (order.get(a.rule_id, len(order)), a.pk))
    return [
        Evidence(labels.get(a.rule_id, "照片"), a.file.name, _kind(a.file), a.file.sha256, _opener(a.file))
        for a in given
    ]


def _kind(stored: StoredFile) -> str:
    return "" if stored.is_held else files.kind_of(stored)


def _opener(stored: StoredFile) -> Any:
    def opened() -> IO[bytes]:
        return files.open_stored(stored)

    return opened


def pages_to_bind(application: Application) -> int:
    """Return how many pages of evidence there are, as far as the files tell."""
    standing = application.attachments.filter(removed_at__isnull=True).select_related("file")
    return sum(a.file.pages or 1 for a in standing)


def bundle_of(application: Application) -> Bundle | None:
    """Return the bundle of the content as it stands, asked for before, or None."""
    found = application.bundles.filter(content_hash=current_hash(application))
    return found.filter(is_draft=application.phase == Phase.DRAFT).select_related("file").first()


def problem_of(application: Application) -> dict[str, Any]:
    """Return why the bundle asked for last could not be bound, by its code and facts; {} when nothing is wrong.

    Who goes on writing while it is bound looks at a content that has no bundle: the one that failed is of the earlier.
    """
    last = bundle_of(application) or application.bundles.order_by("asked_at", "pk").last()
    return last.problem if last is not None and last.state == Bundle.State.FAILED else {}


def copies_of(application: Application) -> list[PaperCopy]:
    """Return the paper copies that are here."""
    return list(application.paper_copies.filter(taken_back_at__isnull=True).select_related("received_by"))


def copies_asked(application: Application) -> int:
    """Return how many paper copies the edition asks for; 0 for none."""
    paper = programmes.definition_of(application.edition).paper
    return paper.copies if paper is not None else 0


def last_copies() -> list[PaperCopy]:
    """Return the copies that were received last, newest first."""
    standing = PaperCopy.objects.filter(taken_back_at__isnull=True).order_by("-received_at", "-pk")
    return list(standing.select_related("application__edition", "application__organisation", "received_by")[:RECENT])
