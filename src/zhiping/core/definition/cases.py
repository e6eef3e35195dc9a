"""The YAML cases beside a definition: given some facts, when somebody acts, then the rules answer so.

A case file is a list of {name, given, when: {<act>: {…}}, then: {…}}; the acts are in `case_acts.ACTS`. Every key
under `then` must be answered exactly, and a refusal or fault that `then` does not name fails the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiping.core.definition.case_acts import ACTS, CaseError
from zhiping.core.definition.faults import Fault, closest
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.yamlfile import read

KEYS = ("name", "given", "when", "then")
NEVER_SILENT = ("refused", "warned", "faults", "findings")


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its place."""

    file: str
    line: int
    index: int
    name: str
    given: Mapping[str, Any]
    act: str
    details: Mapping[str, Any]
    then: Mapping[str, Any]


def read_cases(folder: Path) -> tuple[list[Case], list[Fault]]:
    """Read every case beside a definition, with the faults of writing in them.

    folder: the definition's own folder; its `cases/*.yaml` are read in name order.
    """
    cases: list[Case] = []
    faults: list[Fault] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        file = read(path)
        faults += file.faults
        if not isinstance(file.value, list):
            if not file.faults:
                faults.append(Fault(file.name, 1, "(整个文件)", "案例文件应是一个列表,每个案例以“- name: …”开头"))
            continue
        for index, entry in enumerate(file.value):
            line = file.lines.get((index,), 1)
            case = _read_one(file.name, line, index, entry)
            (cases if isinstance(case, Case) else faults).append(case)  # type: ignore[arg-type]
    return cases, faults


def _read_one(file: str, line: int, index: int, entry: Any) -> Case | Fault:
    path = f"[{index}]"
    if not isinstance(entry, dict) or not {"name", "when", "then"} <= entry.keys():
        return Fault(file, line, path, "案例须有 name、when、then,可有 given")
    for key in entry:
        if key not in KEYS:
            return Fault(file, line, f"{path}.{key}", f"没有“{key}”这个键;{closest(key, KEYS)}")
    when = entry["when"]
    if not isinstance(when, dict) or len(when) != 1:
        return Fault(file, line, f"{path}.when", f"when 须只写一个动作;可写:{'、'.join(ACTS)}")
    act, details = next(iter(when.items()))
    if act not in ACTS:
        return Fault(file, line, f"{path}.when.{act}", f"没有“{act}”这个动作;{closest(act, ACTS)}")
    then = entry["then"]
    if not isinstance(then, dict) or not then:
        return Fault(file, line, f"{path}.then", "then 须写期望的结果,如 {refused: quota.two_per_unit}")
    return Case(file, line, index, str(entry["name"]), entry.get("given") or {}, act, details or {}, then)


def run(definition: Definition, case: Case) -> list[str]:
    """Run a case against the rules; list each difference in Chinese, nothing when it holds."""
    try:
        outcome = ACTS[case.act](definition, case.given, case.details)
    except CaseError as error:
        return [f"案例写法不对:{error}"]
    differences = [
        f"“{key}”应为 {expected},实为 {outcome.get(key, '(没有)')}"
        for key, expected in case.then.items()
        if key not in outcome or outcome[key] != expected
    ]
    silent = [key for key in NEVER_SILENT if outcome.get(key) and key not in case.then]
    return differences + [f"没有料到“{key}”:{outcome[key]}" for key in silent]


def examine(folder: Path, definition: Definition) -> list[Fault]:
    """Run every case beside a definition; each that does not hold is a fault at its place."""
    cases, faults = read_cases(folder)
    for case in cases:
        for difference in run(definition, case):
            faults.append(Fault(case.file, case.line, f"[{case.index}]", f"案例“{case.name}”不成立:{difference}"))
    return faults
