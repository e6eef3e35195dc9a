"""Reading a definition from its folder, freezing it for an edition and thawing it again.

Every *.yaml of the folder holds top-level keys of `schema.Definition`, each key once; `forms/`, `scorecards/` and
`rounds/` hold one entry per file, `texts/*.md` one text each, its English in `texts/en/`; `cases/` belongs to `cases.py`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from zhiping.core.definition.checks import check
from zhiping.core.definition.faults import DefinitionFaults, Fault, dotted
from zhiping.core.definition.faults import Path as Keys
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.validation import validate
from zhiping.core.definition.yamlfile import YamlFile, read

__all__ = ["DefinitionFaults", "Fault", "find_folders", "freeze", "load", "load_all", "thaw"]

MAIN = "programme.yaml"
_ONE_PER_FILE = ("forms", "scorecards", "rounds")


class _Folder:
    """The merged values of a folder and the place of every path in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values: dict[str, Any] = {}
        self.places: dict[Keys, tuple[str, int]] = {}
        self.faults: list[Fault] = []
        self.complete = True
        for path in sorted(folder.glob("*.yaml"), key=lambda p: (p.name != MAIN, p.name)):
            self._take(read(path))
        for group in _ONE_PER_FILE:
            for path in sorted((folder / group).glob("*.yaml")):
                self._take_entry(group, path.stem, read(path))
        for group, place in (("texts", folder / "texts"), ("texts_en", folder / "texts" / "en")):
            for path in sorted(place.glob("*.md")):
                self._put((group, path.stem), path.read_text("utf-8"), str(path), 1)

    def _take(self, file: YamlFile) -> None:
        if not self._usable(file):
            return
        for key, value in file.value.items():
            line = file.lines[(key,)]
            if key in self.values:
                other, at = self.places[(key,)]
                self.faults.append(
                    Fault(file.name, line, key, f"“{key}”在 {Path(other).name} 第 {at} 行已写过;请只留一处")
                )
                continue
            self.values[key] = value
            self._remember(file, (key,), (key,))

    def _take_entry(self, group: str, name: str, file: YamlFile) -> None:
        if self._usable(file):
            self._put((group, name), file.value, file.name, 1)
            self._remember(file, (), (group, name))

    def _put(self, path: tuple[str, str], value: Any, file: str, line: int) -> None:
        group, name = path
        entries = self.values.setdefault(group, {})
        if not isinstance(entries, dict) or name in entries:
            message = f"“{name}”已在别的文件的 {group} 里写过;请只留一处"
            self.faults.append(Fault(file, line, dotted(path), message))
            return
        entries[name] = value
        self.places.setdefault((group,), (file, line))
        self.places[path] = (file, line)

    def _remember(self, file: YamlFile, inside: Keys, outside: Keys) -> None:
        for path, line in file.lines.items():
            if path[: len(inside)] == inside:
                self.places.setdefault((*outside, *path[len(inside) :]), (file.name, line))

    def _usable(self, file: YamlFile) -> bool:
        self.faults.extend(file.faults)
        if not isinstance(file.value, dict):
            self.complete = False
            if not file.faults:
                file.fault(1, (), "文件应由“键: 值”组成,请从一个键写起,如 stages:")
                self.faults.extend(file.faults)
            return False
        return True

    def fault(self, path: Keys, message: str) -> Fault:
        """Place a message at the nearest line known for a path."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        file, line = self.places.get(known, (str(self.folder / MAIN), 1))
        return Fault(file, line, dotted(path), message)


def load(folder: Path) -> Definition:
    """Read the definition in a folder.

    Raises: DefinitionFaults with every fault found, sorted by place.
    """
    definition, faults = examine(folder)
    if definition is None or faults:
        raise DefinitionFaults(faults)
    return definition


def examine(folder: Path) -> tuple[Definition | None, list[Fault]]:
    """Read a folder as far as it can be read, with every fault found; the definition may be None."""
    if not (folder / MAIN).is_file():
        return None, [Fault(str(folder / MAIN), 1, dotted(()), "缺少 programme.yaml,请先写活动的基本信息")]
    read_in = _Folder(folder)
    result = validate(read_in.values, complete=read_in.complete)
    unread = {fault.path for fault in read_in.faults}
    problems = [(path, message) for path, message in result.problems if dotted(path) not in unread]
    faults = read_in.faults + [read_in.fault(path, message) for path, message in problems]
    if result.definition is not None:
        found = check(result.definition, known=result.ids, whole=read_in.complete and not result.pruned)
        faults += [read_in.fault(result.written(path), message) for path, message in found]
        faults += _folder_name(result.definition, read_in)
    return result.definition, sorted(set(faults))


def _folder_name(definition: Definition, read_in: _Folder) -> list[Fault]:
    place = read_in.folder.resolve()
    if (place.parent.name, place.name) == (definition.programme, str(definition.edition)):
        return []
    message = f"文件夹是 {place.parent.name}/{place.name},内容却是 {definition.key};请改文件夹名或 programme、edition"
    return [read_in.fault(("edition",), message)]


def find_folders(root: Path) -> list[Path]:
    """List every folder below `root` (or `root` itself) that holds a definition, in name order."""
    return sorted(path.parent for path in root.rglob(MAIN))


def load_all(root: Path) -> list[Definition]:
    """Read every definition below a folder.

    Raises: DefinitionFaults with the faults of all of them.
    """
    read_in = [examine(folder) for folder in find_folders(root)]
    faults = [fault for _, found in read_in for fault in found]
    if faults:
        raise DefinitionFaults(faults)
    return [definition for definition, _ in read_in if definition is not None]


def freeze(definition: Definition) -> tuple[str, str]:
    """Write a definition as canonical JSON, with its SHA-256, for an edition to keep.

    Store the text as text: jsonb would lose the order of dimensions, forms and rounds.
    """
    text = json.dumps(definition.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def thaw(json_text: str) -> Definition:
    """Read a frozen definition back. Raises: pydantic.ValidationError when the text was tampered with."""
    return Definition.model_validate_json(json_text)
