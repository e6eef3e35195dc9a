"""Plain values against the schema: every fault with a Chinese remedy, and the sound rest for further checks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from zhiping.core.definition.faults import Path
from zhiping.core.definition.remedies import remedy
from zhiping.core.definition.schema import Definition

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it.

    pruned: faulty parts were left out of the definition. ids: every id written anywhere. kept: for lists that lost
    entries, the written index of each entry left.
    """

    definition: Definition | None
    problems: list[tuple[Path, str]]
    pruned: bool
    ids: frozenset[str]
    kept: dict[Path, list[int]] = field(default_factory=dict)

    def written(self, path: Path) -> Path:
        """Translate a path in the definition to the path as it is written in the files."""
        out: Path = ()
        for step in path:
            out = (*out, self.kept[out][step] if isinstance(step, int) and out in self.kept else step)
        return out


def validate(values: dict[str, Any], *, complete: bool) -> Result:
    """Check values against the schema; leave out what is faulty so that the rest can still be checked.

    complete: False when a file could not be read, so that keys missing at the top are no fault of their own.
    """
    result = Result(None, [], False, frozenset(_ids(values)))
    rest = copy.deepcopy(values)
    for attempt in range(_ROUNDS):
        try:
            definition = Definition.model_validate_json(json.dumps(rest))
        except ValidationError as error:
            details = [(own_path(detail["loc"], rest), detail) for detail in error.errors(include_url=False)]
            if attempt == 0:
                for path, detail in details:
                    if complete or detail["type"] != "missing" or len(path) > 1:
                        result.problems.append((path, remedy(detail, path)))
            _prune(rest, {path[: max(1, len(path) - attempt)] for path, _ in details}, result)
        else:
            return Result(definition, result.problems, attempt > 0, result.ids, result.kept)
    return result


def own_path(loc: tuple[str | int, ...], values: Any) -> Path:
    """Drop the marks pydantic adds to a path, so that it names written keys only."""
    path: list[str | int] = []
    here = values
    for step in loc:
        if step == "[key]":
            break
        path.append(step)
        here = here[step] if _has(here, step) else None
        if here is None:
            break
    return tuple(path)


def _prune(rest: Any, paths: set[Path], result: Result) -> None:
    """Take the faulty parts out, last ones first so that the places of the others stay true."""
    for path in sorted(paths, key=lambda p: [(isinstance(s, int), s) for s in p], reverse=True):
        here = rest
        for step in path[:-1]:
            here = here[step] if _has(here, step) else None
        if not _has(here, path[-1]):
            continue
        if isinstance(here, list):
            parent = result.written(path[:-1])
            result.kept.setdefault(parent, list(range(len(here))))
            del result.kept[parent][path[-1]]  # type: ignore[arg-type]
        del here[path[-1]]


def _has(here: Any, step: str | int) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key == "id" and isinstance(inner, str):
                yield inner
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
