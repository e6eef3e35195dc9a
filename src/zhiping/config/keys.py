"""Secrets of an installation: made once under ZHIPING_HOME/keys, readable by the owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make(home: Path, name: str, size: int = 50) -> str:
    """Return the secret called `name`, making it on first use. Two processes at once agree on one value."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(size), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
