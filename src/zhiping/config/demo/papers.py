"""Small real files for the demo: reports, sealed sheets, a photo. Made here, containing nothing of anybody's."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import datetime
from pathlib import Path
from random import Random

import typst
from django.conf import settings
from PIL import Image, ImageDraw
from pypdf import PdfReader

from zhiping.applications.models import Application
from zhiping.applications.queries import papers
from zhiping.config.demo import stamps
from zhiping.documents import actions
from zhiping.documents import queries as documents
from zhiping.programmes.models import Recommender
from zhiping.recommendation.queries.sheets import Sheet
from zhiping.web.shared.papers import sheet_response

SOURCE = Path(__file__).with_name("report.typ")
DOTS_PER_INCH = 130
"""As a modest scanner has it: enough for the code, and quickly drawn."""
FIRST_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf", page: 1)\n'
ASKS_FOR_IT = "盖章）"
"""The words beside which a seal is pressed."""
ASIDE, BELOW = 0.12, 0.015
"""How far right of and below those words, as shares of the page."""


def report(title: str, unit: str, team: str, paragraphs: list[str]) -> bytes:
    """Return an outcome report as PDF, typeset like the ones people hand in."""
    data = {"title": title, "unit": unit, "team": team, "paragraphs": paragraphs}
    return bytes(
        typst.compile(
            str(SOURCE),
            font_paths=[str(folder) for folder in documents.font_folders()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    )


def opinion_scan(case: Application, at: datetime) -> bytes:
    """Return the scan of the unit's sheet as the platform prints it now, with the unit's seal on it."""
    pdf = actions.typeset("opinion", papers.opinion_data(case, settings.ASSOCIATION), at=at)
    return _scan(pdf, case.organisation.name)


def package_scan(recommender: Recommender, sheet: Sheet, at: datetime) -> bytes:
    """Return the scan of a sheet of a recommending unit's package, with its seal."""
    pdf = sheet_response(sheet, recommender, "pdf", at=at).content
    return _scan(pdf, recommender.label)


def _scan(pdf: bytes, unit: str) -> bytes:
    rng = Random(unit)  # noqa: S311 -- invented data
    return stamps.pressed(_drawn(pdf), unit, rng, _place(pdf))


def _place(pdf: bytes) -> tuple[float, float]:
    """Return where the first page asks for the seal, as shares of the page from its top left corner."""
    found: list[tuple[float, float]] = []
    page = PdfReader(io.BytesIO(pdf)).pages[0]

    def look(text: str, m: list[float], place: list[float], *_font: object) -> None:
        if ASKS_FOR_IT in text:
            x, y = place[4:6]
            found.append((x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]))

    page.extract_text(visitor_text=look)
    if not found:
        return stamps.PLACE
    left, bottom = found[-1]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    return left / width + ASIDE, 1 - bottom / height + BELOW


def _drawn(pdf: bytes) -> bytes:
    """Draw the first page here: it is our own PDF, which needs no process of its own to be drawn safely."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sheet.pdf").write_bytes(pdf)
        page = Path(folder, "page.typ")
        page.write_text(FIRST_PAGE, encoding="utf-8")
        return bytes(typst.compile(str(page), root=folder, format="png", ppi=DOTS_PER_INCH, ignore_system_fonts=True))


def sealed_sheet(heading: str, unit: str) -> bytes:
    """Return a photo of a sealed sheet: paper, lines, a red round seal."""
    image = Image.new("RGB", (1240, 1754), "#fdfcf8")
    pen = ImageDraw.Draw(image)
    for row in range(14):
        pen.line((120, 300 + 80 * row, 1120, 300 + 80 * row), fill="#d8d4c8", width=2)
    pen.rectangle((120, 160, 1120, 220), outline="#333333", width=2)
    pen.ellipse((780, 1240, 1060, 1520), outline="#c0392b", width=10)
    pen.ellipse((900, 1360, 940, 1400), fill="#c0392b")
    image.info["comment"] = f"{heading} {unit}"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def portrait() -> bytes:
    """Return a two-inch portrait: a drawn head on blue ground, nobody's."""
    image = Image.new("RGB", (413, 579), "#7da7d9")
    pen = ImageDraw.Draw(image)
    pen.ellipse((130, 120, 283, 310), fill="#e8c9a9")
    pen.pieslice((60, 320, 353, 760), 180, 360, fill="#2c3e50")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
