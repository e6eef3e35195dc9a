"""One stylesheet for all pages, joined from one for each component: a page waits for one answer, not for two dozen."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PARTS = (
    "tokens",
    "base",
    "shell",
    "head",
    "state",
    "button",
    "note",
    "form",
    "table",
    "tabs",
    "tasks",
    "tree",
    "ask",
    "case",
    "scoring",
    "public",
    "account",
    "inbox",
    "decision",
    "desk",
    "figure",
    "review",
    "upload",
    "compare",
    "print",
)
"""In this order: later rules stand above earlier ones."""
FOLDER = Path(__file__).parent / "static" / "css"
JOINED = "css/zhiping.css"


class JoinedStylesheet(BaseFinder):
    """Let Django find the joined stylesheet like any static file; it is written anew whenever a part has changed."""

    def check(self, **_kwargs: Any) -> list[Any]:
        """Find nothing to complain of: there are no settings."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- as Django calls it
        """Return where the stylesheet lies, an empty list for any other path."""
        if path != JOINED:
            return []
        found = str(_written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the stylesheet for `collectstatic`."""
        yield JOINED, FileSystemStorage(location=str(_written().parents[1]))


def joined() -> str:
    """Return the text of all parts, each under its name."""
    return "".join(f"/* {name}.css */\n{(FOLDER / f'{name}.css').read_text(encoding='utf-8')}\n" for name in PARTS)


def _written() -> Path:
    """Write the stylesheet unless it stands there; who reads it meanwhile reads the old one or the new one, whole."""
    path, text = settings.JOINED_STATIC / JOINED, joined()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    return path
