"""Faults in a definition: where they stand and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: file and line to open, the path of keys, and a sentence with the remedy."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


class DefinitionFaults(ValueError):
    """A definition that cannot be used; every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def dotted(path: Path) -> str:
    """Write a path of keys as people read it: stages[3].opens."""
    said = ""
    for step in path:
        said += f"[{step}]" if isinstance(step, int) else f".{step}" if said else step
    return said or "(整个文件)"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault before its place is known. refers: the unknown name, for problems of reference only."""

    path: Path
    message: str
    refers: str = ""


def closest(word: str, words: Iterable[str]) -> str:
    """Suggest the nearest word and list what may be written: the second half of many messages."""
    known = list(dict.fromkeys(words))
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    said = f"是否想写“{near[0]}”?" if near else ""
    return f"{said}可写:{'、'.join(known)}" if known else "这里还没有可用的名称,请先定义"


def unknown(path: Path, what: str, word: str, words: Iterable[str]) -> Problem:
    """Report a name that nothing in the definition bears."""
    return Problem(path, f"没有名为“{word}”的{what};{closest(word, words)}", refers=word)
