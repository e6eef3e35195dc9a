"""From the checker's own errors to Chinese sentences that say what is wrong and what to write instead."""

from __future__ import annotations

import types
import typing
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from zhiping.core.definition.faults import Path, closest
from zhiping.core.definition.schema import Definition

_MUST_BE = {
    "string_type": "应是文字;数字、true、false 请加引号",
    "int_type": "应是整数,不要加引号或小数",
    "int_from_float": "应是整数",
    "bool_type": "应写 true 或 false",
    "decimal_type": "应是数字,如 15 或 0.5",
    "decimal_parsing": "应是数字,如 15 或 0.5",
    "tuple_type": "应是一个列表,每项前写“- ”,或写成 [甲, 乙]",
    "dict_type": "应由“键: 值”组成",
    "model_type": "应由“键: 值”组成",
    "model_attributes_type": "应由“键: 值”组成",
    "date_from_datetime_parsing": "应是日期,如 2024-06-27",
    "date_parsing": "应是日期,如 2024-06-27",
    "date_type": "应是日期,如 2024-06-27",
}


def remedy(detail: Any, path: Path) -> str:
    """Say what is wrong at a path and what to write instead.

    Args: detail: one entry of pydantic's ValidationError.errors().
    """
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx") or {}
    given = detail.get("input")
    if kind == "missing":
        return f"缺少“{path[-1]}”,请补上" + ("(条款如 三.2,通知未写明的写 default)" if path[-1] == "source" else "")
    if kind == "extra_forbidden" and not str(path[-1]).isascii():
        return f"“{path[-1]}”被当成了键:多半是文字里的半角逗号把句子切开了;请给整句加引号,或改用全角逗号(，)"
    if kind == "extra_forbidden":
        return f"没有“{path[-1]}”这个键;{closest(str(path[-1]), _keys_at(path[:-1]))}"
    if kind in ("enum", "literal_error"):
        return f"不认识的词“{given}”;{closest(str(given), _words_at(path))}"
    if kind == "string_pattern_mismatch":
        return f"“{given}”不能作名称;请用小写英文字母开头,只用小写字母、数字和下划线,如 problem_solving"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("too_short", "string_too_short"):
        return "不能为空,请至少写一项"
    return _limits(kind, context, given)


def _limits(kind: str, context: dict[str, Any], given: object) -> str:
    for key, words in (("gt", "大于"), ("ge", "不小于"), ("lt", "小于"), ("le", "不大于")):
        if key in context:
            return f"“{given}”超出范围,请写{words} {context[key]} 的数"
    if kind in _MUST_BE:
        return f"“{given}”写法不对:{_MUST_BE[kind]}"
    return f"“{given}”不合要求({kind});请对照 definitions/_vocabulary.md 改正"


def _words_at(path: Path) -> list[str]:
    for kind in _annotations(path):
        for part in _parts(kind):
            if isinstance(part, type) and issubclass(part, StrEnum):
                return [str(word) for word in part]
            if typing.get_origin(part) is typing.Literal:
                return [str(word) for word in typing.get_args(part)]
    return []


def _keys_at(path: Path) -> list[str]:
    return [key for kind in _annotations(path) for model in _models(kind) for key in model.model_fields]


def _annotations(path: Path) -> list[Any]:
    """Follow a path through the schema to the annotations that may stand there."""
    here: list[Any] = [Definition]
    for step in path:
        after: list[Any] = []
        for kind in here:
            for part in _parts(kind):
                origin, arguments = typing.get_origin(part), typing.get_args(part)
                if origin is tuple and isinstance(step, int):
                    after.append(arguments[0])
                elif origin is dict:
                    after.append(arguments[1])
                elif isinstance(part, type) and issubclass(part, BaseModel) and step in part.model_fields:
                    after.append(part.model_fields[str(step)].annotation)
        here = after
    return here


def _parts(kind: Any) -> list[Any]:
    """Open Annotated and Union types."""
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        return _parts(typing.get_args(kind)[0])
    if origin in (typing.Union, types.UnionType):
        return [part for member in typing.get_args(kind) for part in _parts(member)]
    return [kind]


def _models(kind: Any) -> list[type[BaseModel]]:
    return [part for part in _parts(kind) if isinstance(part, type) and issubclass(part, BaseModel)]
