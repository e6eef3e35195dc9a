"""The reference page `definitions/_vocabulary.md`: every key and every word, generated from the code."""

from __future__ import annotations

import types
import typing
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from zhiping.core.definition.meanings import GROUPS
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.when import REMEDY

_HEAD = """<!-- Made from the code by `zhiping documents`; a test keeps it current. -->
# 活动定义用词表

写活动定义(definitions/<活动>/<年份>/*.yaml)只用这里的键和词。带 * 的键必写。时间{remedy}。
条件(when、who、only、unless、used_for)写成“名称: 取值”或“名称: [取值, 取值]”,几项须同时成立;
取值处还可写 any_of、none_of、at_least、at_most、filled。出处 source 写条款(三.2)、文件#条款(rules#第五条)或 default。
"""


def render() -> str:
    """Write the whole page as Markdown."""
    parts = [_HEAD.format(remedy=REMEDY.removeprefix("请写成 "))]
    parts.append("## 键\n")
    parts += [_model(model) for model in _models(Definition, {})]
    parts.append("## 词\n")
    for chinese, english, words in GROUPS.values():
        rows = "\n".join(f"| `{word}` | {zh} | {en} |" for word, (zh, en) in words.items())
        parts.append(f"### {chinese} ({english})\n\n| 词 | 含义 | Meaning |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _models(model: type[BaseModel], seen: dict[type[BaseModel], None]) -> list[type[BaseModel]]:
    if model not in seen:
        seen[model] = None
        for field in model.model_fields.values():
            for inner in _inside(field.annotation):
                _models(inner, seen)
    return list(seen)


def _inside(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in typing.get_args(kind) for model in _inside(part)]


def _model(model: type[BaseModel]) -> str:
    purpose = (model.__doc__ or "").strip().splitlines()[0]
    keys = "\n".join(
        f"| `{name}`{' *' if field.is_required() else ''} | {_said(field.annotation)} |"
        for name, field in model.model_fields.items()
    )
    return f"### {model.__name__}\n\n{purpose}\n\n| 键 | 值 |\n|---|---|\n{keys}\n"


_PLAIN = {"str": "文字", "int": "整数", "bool": "true/false", "Decimal": "数字", "date": "日期", "NoneType": ""}


def _said(kind: Any) -> str:
    """Say a type as an officer would."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _said(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return " 或 ".join(dict.fromkeys(said for part in arguments if (said := _said(part))))
    if origin is tuple:
        return f"列表:{_said(arguments[0])}"
    if origin is dict:
        return f"名称 → {_said(arguments[1])}"
    if origin is typing.Literal:
        return "、".join(f"`{word}`" for word in arguments)
    if issubclass(kind, StrEnum):
        return GROUPS[kind][0].split(" ")[0]
    name: str = kind.__name__
    return _PLAIN.get(name, name)
