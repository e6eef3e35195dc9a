"""`zhiping definitions check [PATH…]` and `zhiping definitions show SLUG/YEAR`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from zhiping.config.environment import DEFINITIONS
from zhiping.core.definition import cases, loader
from zhiping.core.definition.describe import describe

HELP = "检查或说明活动定义 / check the programme definitions or tell what one says"
ENVIRONMENT = "ZHIPING_DEFINITIONS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two acts: `check [PATH…]` and `show SLUG/YEAR`."""
    acts = parser.add_subparsers(required=True, metavar="ACT", dest="act")
    checking = acts.add_parser("check", help="检查定义并运行案例 / check definitions and run their cases")
    checking.add_argument("paths", nargs="*", metavar="PATH", help="文件夹；不写则检查全部 / folders; all if none")
    showing = acts.add_parser("show", help="用一段话说明一个定义 / tell what a definition says")
    showing.add_argument("key", metavar="SLUG/YEAR", help="如 qc-circle/2022 / such as qc-circle/2022")


def run(options: argparse.Namespace) -> int:
    """Do the act chosen; no database is needed."""
    return check(options.paths) if options.act == "check" else show(options.key)


def root() -> Path:
    """Say where the shipped definitions lie: ZHIPING_DEFINITIONS, or the checkout's definitions/."""
    return Path(os.environ.get(ENVIRONMENT) or DEFINITIONS)


def check(paths: list[str]) -> int:
    """Check definitions and run their cases; print one line per fault.

    paths: folders or files of definitions; none means all shipped ones.
    Returns: the exit status, 1 when there is a fault or nothing to check.
    """
    folders, status = _folders(paths)
    faults, count = 0, 0
    for folder in folders:
        definition, found = loader.examine(folder)
        if definition is not None and not found:
            found = cases.examine(folder, definition)
            count += len(cases.read_cases(folder)[0])
        for fault in found:
            sys.stdout.write(f"{_near(fault.file)}:{fault.line}: {fault.path}: {fault.message}\n")
        faults += len(found)
    if faults:
        sys.stdout.write(f"{len(folders)} 个活动定义，{faults} 处须改。\n")
    elif folders:
        sys.stdout.write(f"{len(folders)} 个活动定义，{count} 个案例，全部通过。\n")
    return 1 if faults else status


def _folders(paths: list[str]) -> tuple[list[Path], int]:
    status = 0
    folders: list[Path] = []
    for place in [Path(path) for path in paths] or [root()]:
        found = loader.find_folders(place if place.is_dir() else place.parent) if place.exists() else []
        if not found:
            status = 1
            sys.stdout.write(f"{place}:1: (整个文件): 这里没有活动定义;请给出含 programme.yaml 的文件夹\n")
        folders += [folder for folder in found if folder not in folders]
    return folders, status


def _near(file: str) -> str:
    """Write a path as short as it can be opened from here."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def show(key: str) -> int:
    """Print what a definition says, for people. Returns: the exit status, 1 when there is none or it has faults."""
    folder = root() / key
    if not (folder / loader.MAIN).is_file():
        known = "、".join(str(found.relative_to(root())) for found in loader.find_folders(root()))
        sys.stdout.write(f"没有“{key}”这个活动;可写:{known}\n")
        return 1
    try:
        definition = loader.load(folder)
    except loader.DefinitionFaults as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write(describe(definition))
    return 0
