"""The English beside the Chinese: compile the catalogues, and find texts without their English.

The source language is Chinese, so that our texts have English catalogues only: `locale/en/LC_MESSAGES/django.po`
of the project and of each app. The project's zh_Hans one betters what libraries say in Chinese. Compiled `.mo`
files are not kept in the repository.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
CATALOGUES = "locale/en/LC_MESSAGES/django.po"
# Function name → which arguments are texts; "c" marks the context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CHINESE = re.compile(r"[\u3400-\u9fff\u3001\u3002\uff01-\uff5e]")
"""Words, and the commas, colons and brackets of Chinese type."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_TAGGED = re.compile(
    r"{%-?\s*(blocktrans(?:late)?)\b.*?{%-?\s*end\1\s*-?%}|{%-?\s*comment\b.*?{%-?\s*endcomment\s*-?%}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text of the code or of a template. counts: whether it is asked for with a number, as singular or plural."""

    place: str
    msgid: str
    context: str = ""
    counts: bool = False


def catalogues() -> list[Path]:
    """Return every English catalogue, the project's and the apps'."""
    return sorted(SOURCE.rglob(CATALOGUES))


def compile_all() -> list[Path]:
    """Write the `.mo` of each catalogue that changed since its last writing, and return those written.

    Two processes at once do no harm: each file is put in place whole.
    """
    written = []
    for po in sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        draft = mo.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as out:
            write_mo(out, _read(po))
        draft.replace(mo)
        written.append(mo)
    return written


def texts() -> Iterator[Text]:
    """Yield each Chinese text of the code and the templates with its place, path:line."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _texts(path, path.read_bytes())
    for path in _templates():
        yield from _texts(path, templatize(path.read_text(encoding="utf-8")).encode())


def missing() -> list[Text]:
    """Return the texts that no catalogue gives in English, once each, by place."""
    known = {
        (m.context or "", _first(m.id), isinstance(m.id, tuple))
        for po in catalogues()
        for m in _read(po)
        if _is_whole(m.string) and not m.fuzzy
    }
    found: dict[tuple[str, str, bool], Text] = {}
    for text in texts():
        key = (text.context, text.msgid, text.counts)
        if CHINESE.search(text.msgid) and key not in known:
            found.setdefault(key, text)
    return sorted(found.values())


def english() -> dict[str, str]:
    """Return the English of every Chinese text without a context."""
    return {_first(m.id): _first(m.string) for po in catalogues() for m in _read(po) if not m.context}


def faulty() -> list[str]:
    """Return the English texts whose placeholders are not those of their Chinese, or that clash in two catalogues."""
    said: dict[tuple[str, str], tuple[str, Path]] = {}
    wrong = []
    for po in catalogues():
        for message in _read(po):
            chinese, english = _first(message.id), _first(message.string)
            if not chinese or not english:
                continue
            if set(PLACEHOLDER.findall(chinese)) != set(PLACEHOLDER.findall(english)):
                wrong.append(f"{po.relative_to(SOURCE)}: {chinese}")
            before, where = said.setdefault((message.context or "", chinese), (english, po))
            if before != english:
                wrong.append(f"{po.relative_to(SOURCE)}: {chinese}: otherwise in {where.relative_to(SOURCE)}")
    return wrong


def unwrapped() -> list[str]:
    """Return the Chinese words of templates that stand outside `{% translate %}`, as path:line: words."""
    found = []
    for path in _templates():
        bare = _TAGGED.sub(lambda tag: "\n" * tag[0].count("\n"), path.read_text(encoding="utf-8"))
        for number, line in enumerate(bare.splitlines(), 1):
            if CHINESE.search(line) and "lang=" not in line:
                found.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()}")
    return found


def _templates() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt"})


def _texts(path: Path, source: bytes) -> Iterator[Text]:
    for line, function, message, _comments in extract_python(io.BytesIO(source), KEYWORDS, [], {}):
        values = list(message) if isinstance(message, tuple) else [message]
        context = values.pop(0) if "pgettext" in function else ""
        if values and isinstance(values[0], str) and values[0]:
            yield Text(
                f"{path.relative_to(SOURCE)}:{line}",
                values[0],
                context or "",
                "ngettext" in function or "npgettext" in function,
            )


def _read(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source, locale="en", abort_invalid=True)


def _first(value: str | list[str] | tuple[str, ...] | None) -> str:
    return value if isinstance(value, str) else value[0] if value else ""


def _is_whole(value: str | list[str] | tuple[str, ...] | None) -> bool:
    return bool(value) if isinstance(value, str) else value is not None and all(value)
