"""Copies of the shipped definitions with one thing changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from zhiping.core.definition import loader
from zhiping.core.definition.faults import Fault
from zhiping.core.definition.schema import Definition

SHIPPED = Path(__file__).resolve().parents[3] / "definitions"
QC, EXCELLENCE = "qc-circle/2022", "excellence/2024"


@cache
def shipped(key: str) -> Definition:
    return loader.load(SHIPPED / key)


@dataclass(frozen=True)
class Planted:
    """A copy with `old` changed into `new`, and where the change stands."""

    folder: Path
    file: Path
    line: int

    @cached_property
    def faults(self) -> list[Fault]:
        return loader.examine(self.folder)[1]


def plant(tmp_path: Path, key: str, file: str, old: str, new: str) -> Planted:
    """Copy a definition and change a text that stands in it exactly once (an empty `old` appends)."""
    folder = tmp_path / key
    shutil.copytree(SHIPPED / key, folder)
    place = folder / file
    text = place.read_text("utf-8") if place.exists() else ""
    if old:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        at = text.index(old)
        changed = text.replace(old, new)
    else:
        at = len(text)
        changed = text + new
    place.write_text(changed, "utf-8")
    return Planted(folder, place, changed[:at].count("\n") + 1)
