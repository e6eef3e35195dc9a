"""Small real files for the demo: reports, sealed sheets, a photo. Made here, containing nothing of anybody's."""

from __future__ import annotations

import io
import json
from pathlib import Path

import typst
from PIL import Image, ImageDraw

from zhiping.documents import queries as documents

SOURCE = Path(__file__).with_name("report.typ")


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
