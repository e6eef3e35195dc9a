"""Whether the last start left tables, texts and static files as this code wants them; told without loading Django.

Loading it takes the parent of the site longer than everything else it does, and nearly always finds nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import zhiping

SOURCE = Path(zhiping.__file__).parent
KINDS = {"migrations": ".py", "static": "", "locale": ".po"}
"""Folders whose files decide, and how those end."""


def holds(home: Path, url: str) -> bool:
    """Tell whether nothing is to be brought up to date: the same code as last time, and its migrations applied.

    In doubt the answer is no: another database, an older one restored, static files removed.
    """
    try:
        kept = json.loads(_stamp(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    wanted = {(app, name) for app, name in kept["migrations"]}
    return (home / "static").is_dir() and kept["code"] == _code() and wanted <= _applied(url)


def keep(home: Path, url: str) -> None:
    """Remember that everything was brought up to date with this code just now."""
    told = {"code": _code(), "migrations": sorted(_applied(url))}
    _stamp(home).write_text(json.dumps(told), encoding="utf-8")


def _stamp(home: Path) -> Path:
    return home / "fresh.json"


def _code() -> str:
    """Return a digest of what is installed and of our own files that tables, texts and pages are made from."""
    digest = hashlib.sha256()
    for installed in sorted(found.name for found in _packages().glob("*.dist-info")):
        digest.update(installed.encode())
    for folder, _folders, files in sorted(os.walk(SOURCE)):
        ending = next((KINDS[part] for part in Path(folder).relative_to(SOURCE).parts if part in KINDS), None)
        for name in sorted(files) if ending is not None else ():
            if name.endswith(".mo"):
                digest.update(f"{folder}/{name}\n".encode())  # made by us from the .po: only a missing one matters
            elif name.endswith(ending or ""):
                found = Path(folder, name).stat()
                digest.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _packages() -> Path:
    import django  # noqa: PLC0415 -- only where it lies, none of it is loaded

    return Path(django.__file__).parents[1]


def _applied(url: str) -> set[tuple[str, str]]:
    import psycopg  # noqa: PLC0415 -- slow import

    with psycopg.connect(url) as connection:
        try:
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        except psycopg.errors.UndefinedTable:
            return set()
    return {(str(app), str(name)) for app, name in rows}
