"""Checks over a whole definition that a type cannot state; each finds a place and says what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhiping.core.definition import check_forms, check_journey, check_judging, check_references
from zhiping.core.definition.faults import Path, Problem
from zhiping.core.definition.schema import Definition

_PARTS: tuple[Callable[[Definition], Iterator[Problem]], ...] = (
    check_references.check,
    check_forms.check,
    check_judging.check,
    check_journey.check,
)
_WHOLE: tuple[Callable[[Definition], Iterator[Problem]], ...] = (
    check_forms.check_whole,
    check_judging.check_whole,
    check_journey.check_whole,
)


def check(definition: Definition, *, known: frozenset[str], whole: bool) -> list[tuple[Path, str]]:
    """List everything wrong between the parts of a definition.

    known: every id written in the files, also in parts left out as faulty: naming one of them is no fault.
    whole: nothing was left out, so that what is missing is really missing.
    """
    problems = [problem for part in _PARTS for problem in part(definition)]
    if not whole:
        problems = [problem for problem in problems if problem.refers not in known]
    elif definition.enabled:
        problems += [problem for part in _WHOLE for problem in part(definition)]
    return [(problem.path, problem.message) for problem in problems]
