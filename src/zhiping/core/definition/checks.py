"""Checks over a whole definition that a type cannot state; each finds a place and says what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from zhiping.core.definition.faults import Path
from zhiping.core.definition.schema import Definition


def check(definition: Definition, *, known: frozenset[str], whole: bool) -> list[tuple[Path, str]]:
    """List everything wrong between the parts of a definition.

    known: every id written in the files, also in parts left out as faulty. whole: nothing was left out, so that
    missing parts are real.
    """
    return []
