"""Reading one YAML file strictly: plain values only, with the line of every key and every fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from zhiping.core.definition.faults import Fault, Path, dotted

_INT = re.compile(r"^-?(0|[1-9]\d*)$")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40


_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class YamlFile:
    """The values of one file, the line of each path in it, and what could not be read."""

    name: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, path: Path, message: str) -> None:
        """Note a fault at a place of this file."""
        self.faults.append(Fault(self.name, line, dotted(path), message))


def read(path: FilePath) -> YamlFile:
    """Read a YAML file into plain values; decimals become text so that no point is ever a float."""
    file = YamlFile(str(path))
    if path.stat().st_size > MAX_BYTES:
        file.fault(1, (), "文件超过 1 MB,请拆成几个文件")
        return file
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        file.fault(1, (), "文件不是 UTF-8 编码,请另存为 UTF-8")
        return file
    return read_text(text, file)


def read_text(text: str, file: YamlFile) -> YamlFile:
    """Read YAML text into an empty YamlFile."""
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.fault((mark.line if mark else 0) + 1, (), _syntax(error))
        return file
    except yaml.YAMLError:
        file.fault(1, (), "文件里有 YAML 不允许的字符(如控制符),请删去")
        return file
    file.value = _Builder(file).build(node, ()) if node else {}
    return file


def _compose(text: str) -> yaml.Node | None:
    """Compose with the quick parser; what it refuses is read again by the one that explains itself better."""
    try:
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _syntax(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.context or ''} {error.problem or ''}"
    if r"'\t'" in problem:
        return "用了制表符(Tab)缩进或分隔,请改成空格"
    if "expected a single document" in problem:
        return "一个文件只能有一份文档,请删去 --- 分隔行或拆成两个文件"
    if "mapping values are not allowed" in problem:
        return "这一行多了一个冒号,或上一行缩进不对;含冒号的文字请加引号"
    if "',' or '}'" in problem or "',' or ']'" in problem:
        return "花括号或方括号里有一处没写对:含半角逗号、冒号、问号、方括号的文字请加引号,并检查括号是否成对"
    if "undefined alias" in problem:
        return "以 * 开头的文字被当成引用,请给文字加引号"
    return f"YAML 写法有误({problem.strip()});请检查缩进、引号和括号是否成对"


class _Builder:
    """Turns nodes into values; each place is remembered before its value is looked at."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.file.lines.setdefault(path, line)
        if id(node) in self.seen or len(path) > MAX_DEPTH:
            self.file.fault(self.file.lines[path], path, "用了引用(&、*)或嵌套过深,请把内容展开写")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node, path, line)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                self.file.fault(line, path, "键必须是一个普通的词,请把复杂的键或 << 合并展开写")
                continue
            key = key_node.value
            if key in values:
                self.file.fault(line, (*path, key), f"键“{key}”重复,第 {first[key]} 行已写过;请删去其中一处")
                continue
            first[key] = line
            self.file.lines[(*path, key)] = line
            values[key] = self.build(value_node, (*path, key))
        return values

    def _scalar(self, node: yaml.Node, path: Path, line: int) -> Any:
        text: str = node.value
        if node.tag.startswith(("tag:yaml.org,2002:python", "!")):
            self.file.fault(line, path, f"不允许使用类型标记“{node.tag}”,请删去标记只写值")
            return None
        if getattr(node, "style", None):
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.match(text):
            return int(text)
        return text
