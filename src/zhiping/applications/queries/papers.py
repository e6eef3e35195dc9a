"""What the printed papers of the first stage say: the receipt, the unit's opinion sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from zhiping.applications.models import Application, Receipt
from zhiping.applications.queries.completeness import current_hash
from zhiping.applications.queries.scorecards import first_card
from zhiping.applications.queries.sheets import code_of, typed_opinion, version_to_be
from zhiping.core import figures
from zhiping.core.sheetcode import Paper
from zhiping.programmes import queries as programmes

MEGABYTE = Decimal(1024 * 1024)


def facts(application: Application) -> list[list[str]]:
    """Return the lines that name a case on paper: title, team or person, unit, dimensions, recommender."""
    definition = programmes.definition_of(application.edition)
    lines = [["成果名称", application.title]]
    if application.team is not None:
        lines.append(["小组", application.team.name])
    if application.person_name:
        lines.append(["申报人", application.person_name])
    lines.append(["单位", application.organisation.name])
    for name, options in definition.dimensions.items():
        label = definition.dimension_labels.get(name)
        chosen = next((o.label for o in options if o.id == application.dimensions.get(name)), "")
        if label is not None and chosen:
            lines.append([label.label, chosen])
    if application.recommender is not None:
        lines.append(["推荐单位", application.recommender.label])
    return lines


def receipt_data(receipt: Receipt, association: str) -> dict[str, object]:
    """Return the data of the printed receipt."""
    case = receipt.application
    return {
        "association": association,
        "edition": case.edition.title,
        "number": receipt.number,
        "submitted_at": _instant(receipt),
        "content_hash": receipt.content_hash,
        "facts": facts(case),
        "files": [[a["name"], _size(a["size"]), a["sha256"]] for a in receipt.version.attachments],
    }


def _instant(receipt: Receipt) -> str:
    local = timezone.localtime(receipt.at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def opinion_data(application: Application, association: str) -> dict[str, object]:
    """Return the data of the sheet that the unit prints, seals and scans; its code names the content as it stands.

    Source: qc-2020 二.2(1); requirements D1.
    """
    digest, card = current_hash(application), first_card(application)
    opinion, scored = typed_opinion(application)
    number = version_to_be(application, digest)
    scores = [
        [line.label, f"{line.points.normalize():f}", str(scored.get(line.id, ""))]
        for item in (card.items if card else ())
        for line in (item.items or (item,))
    ]
    named = application.number or f"{application.edition.key}#{application.pk}"
    return {
        "association": association,
        "edition": application.edition.title,
        "number": named,
        "version": str(number),
        "content_hash": digest,
        "facts": facts(application),
        "scores": scores if programmes.definition_of(application.edition).route.unit_scores else [],
        "total": _total(scored, [row[2] for row in scores]),
        "opinion": opinion,
        "qr": code_of(application, Paper.OPINION, version=number, digest=digest),
    }


def _total(scored: Mapping[str, str], typed: Sequence[str]) -> str:
    """Return the sum of the points typed, "" while one is missing or is no number."""
    numbers = [figures.read(points) for points in typed]
    known = [number for number in numbers if number is not None]
    return f"{sum(known, Decimal(0)).normalize():f}" if scored and len(known) == len(numbers) else ""


def _size(size: int) -> str:
    return f"{(size / MEGABYTE).quantize(Decimal('0.1'))} MB" if size >= MEGABYTE // 10 else f"{size // 1024 + 1} KB"
