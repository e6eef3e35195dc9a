"""The manual shows what is taken for it, and takes what it shows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

MANUAL = Path(__file__).resolve().parents[2] / "docs/manual"


def test_every_picture_of_the_manual_is_taken_and_every_one_taken_is_shown() -> None:
    listed = [one["id"] for one in tomllib.loads((MANUAL / "pictures.toml").read_text("utf-8"))["picture"]]
    shown = {
        name
        for page in MANUAL.glob("*.md")
        for name in re.findall(r"\(pictures/([^)]+)\.png\)", page.read_text("utf-8"))
    }
    kept = {path.stem for path in (MANUAL / "pictures").glob("*.png")}

    assert len(listed) == len(set(listed))
    assert (set(listed), kept) == (shown, shown)


def test_every_part_of_the_manual_is_named_in_its_contents() -> None:
    contents = (MANUAL / "README.md").read_text("utf-8")
    assert {page.name for page in MANUAL.glob("*.md")} - {"README.md"} == set(re.findall(r"\(([a-z]+\.md)\)", contents))


def test_no_document_keeps_what_a_merge_left_open() -> None:
    root = MANUAL.parents[1]
    documents = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    assert [path.name for path in documents if re.search(r"^(<{7}|>{7}) ", path.read_text("utf-8"), re.MULTILINE)] == []
