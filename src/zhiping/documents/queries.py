"""Which faces the typesetter has."""

from __future__ import annotations

from pathlib import Path

import typst
from django.conf import settings

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
FACES = ("Zhiping Song", "Zhiping Song Title", "Zhiping Hei")


def font_folders() -> list[Path]:
    """Return the folders whose faces may be used: our own, then the one an installation adds for rare characters."""
    added = settings.FONTS
    return [FOLDER / "fonts", *([added] if added else [])]


def fonts_present() -> dict[str, bool]:
    """Tell for every face the documents need whether it can be used; for the readiness page."""
    known = set(typst.Fonts(include_system_fonts=False, font_paths=[str(p) for p in font_folders()]).families())
    return {face: face in known for face in FACES}
