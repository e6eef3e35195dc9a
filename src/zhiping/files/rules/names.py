"""What a file may be called."""

from __future__ import annotations

LONGEST_NAME = 200
ENDINGS = {"doc": ("doc", "xls", "ppt"), "jpg": ("jpg", "jpeg"), "mp4": ("mp4", "m4v")}


def clean_name(name: str) -> str:
    """Return a file name without path parts and control characters, at most 200 characters, its ending kept."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(". ") or "file"
    stem, dot, ending = base.rpartition(".")
    return base if len(base) <= LONGEST_NAME or not dot else f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"


def name_of(name: str, kind: str) -> str:
    """Return a clean file name that ends as the content says.

    A file may be a PDF for us and a web page or a program for the computer of whoever opens it: the name decides there.
    """
    clean = clean_name(name)
    ending = clean.rpartition(".")[2].lower()
    return clean if "." in clean and ending in ENDINGS.get(kind, (kind,)) else clean_name(f"{clean}.{kind}")
