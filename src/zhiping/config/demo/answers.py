"""Valid, readable answers to any form of any definition, so that a new programme has a demo at once."""

from __future__ import annotations

from random import Random
from typing import Any

from zhiping.config.demo import names
from zhiping.core.definition.form import visible_fields
from zhiping.core.definition.schema import Column, Field, Form
from zhiping.core.definition.vocabulary import FieldKind as K
from zhiping.core.identifiers import id_number_of

SENTENCES = (
    "小组围绕上级质量目标，用一至六月的记录按缺陷类型和班次分层，找到占比最高的症结。",
    "以现状数据和同行水平论证目标，目标可测量、可达到。",
    "从人、机、料、法、环、测六个方面展开分析，得到末端原因九条，逐条到现场测量和试验确认。",
    "针对主要原因制定对策，明确目标、措施、地点、完成时间和负责人，逐项实施并与对策目标比较。",
    "活动后的三个月数据均达到目标值，效益由财务部门核实，没有夸大。",
    "有效措施纳入作业指导书和检验规程，小组成员掌握了分层法、排列图、因果图和控制图。",
    "下一步继续针对次要问题开展活动，并在同类岗位推广。",
)


def answers(form: Form, dimensions: dict[str, str], facts: dict[str, str], rng: Random) -> dict[str, Any]:
    """Fill every visible field of a form. facts: title, organisation, person, team — used where the form asks."""
    filled: dict[str, Any] = {}
    for _turn in range(3):  # conditional fields appear as others are answered
        for field in visible_fields(form, filled, dimensions=dimensions):
            if field.id not in filled:
                filled[field.id] = _answer(field, form, facts, rng)
                if field.other is not None and field.other in _chosen(filled[field.id]):
                    filled[f"{field.id}_other"] = "其他"
    return filled


def _chosen(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _answer(field: Field, form: Form, facts: dict[str, str], rng: Random) -> Any:
    if field.id == form.title_field:
        return facts["title"]
    match field.kind:
        case K.TABLE | K.MEMBERS:
            rows = max(field.min_rows, 4 if field.kind == K.MEMBERS else 2)
            return [{c.id: _cell(c, facts, rng, row) for c in field.columns} for row in range(rows)]
        case K.CHOICE:
            return field.choices[rng.randrange(len(field.choices))].id
        case K.CHOICES:
            return [field.choices[rng.randrange(len(field.choices))].id]
        case K.LONG_TEXT:
            return _prose(field.min_chars or 0, field.max_chars or 600, rng)
        case K.INTEGER | K.DECIMAL:
            low = int(field.at_least) if field.at_least is not None else 12
            return str(min(low + rng.randrange(8), int(field.at_most)) if field.at_most is not None else low + 6)
        case _:
            return _plain(field.kind, field.label, facts, rng, field.max_chars)


def _cell(column: Column, facts: dict[str, str], rng: Random, row: int) -> Any:
    if column.kind in (K.CHOICE, K.CHOICES):
        option = column.options[rng.randrange(len(column.options))].id
        return option if column.kind == K.CHOICE else [option]
    if column.kind in (K.INTEGER, K.DECIMAL):
        return str(row + 1)
    if "姓名" in column.label:
        return names.PEOPLE[rng.randrange(len(names.PEOPLE))]
    return _plain(column.kind, column.label, facts, rng, column.max_chars)


def _plain(kind: K, label: str, facts: dict[str, str], rng: Random, limit: int | None) -> Any:
    match kind:
        case K.YES_NO | K.DECLARATION:
            return True
        case K.DATE:
            return "2021-06-15"
        case K.MONTH:
            return "2021-06"
        case K.PHONE:
            return "021-50000000"
        case K.MOBILE:
            return f"1390000000{rng.randrange(10)}"
        case K.EMAIL:
            return "contact@example.org"
        case K.POSTCODE:
            return "200000"
        case K.USCC:
            return facts["uscc"]
        case K.ID_NUMBER:
            return _id_number(rng)
        case K.PHOTO:
            return "photo"
        case _:
            return _words(label, facts, rng)[: limit or 60]


def _words(label: str, facts: dict[str, str], rng: Random) -> str:
    for word, value in (
        ("注册号", "2021-0168"),
        ("组织名称", facts["organisation"]),
        ("单位", facts["organisation"]),
        ("小组", facts["team"] or facts["organisation"]),
        ("姓名", facts["person"]),
        ("填报人", facts["person"]),
        ("联系人", facts["person"] or "沈知行"),
        ("专业", "制造工艺"),
        ("分工", "数据收集与分析"),
        ("指标", "一次合格率"),
        ("活动前", "91.2%"),
        ("活动后", "97.6%"),
        ("现场名称", "总装现场"),
        ("评价结果", "优秀级"),
        ("地址", "上海市临江区和平路100号"),
        ("部门", "质量管理部"),
        ("职务", "主管"),
        ("职称", "工程师"),
        ("性别", "女"),
        ("政治面貌", "群众"),
        ("学历", "本科"),
    ):
        if word in label:
            return value
    return ("现场改善提案", "质量月交流", "班组改进活动", "服务满意提升")[rng.randrange(4)]


def _prose(least: int, most: int, rng: Random) -> str:
    wanted = max(least, min(most, 260))
    text = ""
    at = rng.randrange(len(SENTENCES))
    while len(text) < wanted and len(text) + len(SENTENCES[at % len(SENTENCES)]) <= most:
        text += SENTENCES[at % len(SENTENCES)]
        at += 1
    return text or SENTENCES[0][:most]


def _id_number(rng: Random) -> str:
    """Return a number of the right form that nobody alive can have: it names a birth in the nineteenth century."""
    born = f"{1870 + rng.randrange(25)}{1 + rng.randrange(9):02d}{10 + rng.randrange(18)}"
    return id_number_of(f"310105{born}{rng.randrange(1000):03d}")
