"""Faults in a definition: where they stand and what to write instead."""

from __future__ import annotations

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


class DefinitionFaults(ValueError):  # noqa: N818 -- it carries several faults
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
