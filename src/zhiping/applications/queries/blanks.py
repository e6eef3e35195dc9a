"""The forms and scorecards of an edition with nothing filled in, as the typesetter takes them; made from the rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from zhiping.applications.queries.official import TABLES, cover_of, printed, section_of
from zhiping.core.definition.base import DEFAULT_SOURCE
from zhiping.core.definition.citing import cite
from zhiping.core.definition.describe import condition
from zhiping.core.definition.judging import Band, Item, Scorecard, SubItem
from zhiping.core.definition.questions import Field, Form, Section
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import CardKind, FieldKind, Need
from zhiping.core.errors import NotFound

EMPTY_ROWS = 4
LONG_LINE = "_" * 24
BLANK = "空白表"
CONFIRMED = "□ 已阅读并确认"
FILLED_IN_ONLINE = "本表供填报前准备使用；申报请在平台在线填写，以在线填写的内容为准。填报和申报都不收取任何费用。"
HOUSE_FORM = "通知没有附表式，本表由平台按方案的要求编排，秘书处可以修改。"
HOUSE_CARD = "通知没有附评分项目，本表是平台的默认评分表，秘书处可以修改。"
HOUSE_GUIDANCE = "评价要点由平台编写，秘书处可以修改。"
CARD_FACTS = ("成果名称", "申报单位", "编号", "类别")


def form_template(definition: Definition, form_id: str) -> tuple[str, dict[str, Any]]:
    """Return the template and data of an empty form; one that a notice prints looks as the notice prints it.

    Raises: NotFound for a form that the edition has not.
    """
    form = definition.forms.get(form_id)
    if form is None:
        raise NotFound
    if form.official is not None:
        return "official_form", _sealed(_official(definition, form))
    return "blank_form", _sealed(_form(definition, form))


def card_data(definition: Definition, card_id: str) -> dict[str, Any]:
    """Return the data of an empty scorecard. Raises: NotFound for a card that the edition has not."""
    card = definition.scorecards.get(card_id)
    if card is None:
        raise NotFound
    checklist = card.kind == CardKind.CHECKLIST
    columns = ["核对内容", "核对要点", "是", "否"] if checklist else ["评价项目", "评价要点", "满分", "得分"]
    widths, total = [3.2, 5.4, 0.9, 0.9], [] if checklist else ["合计", "", _number(card.total), ""]
    rows = list(_lines(card.items, checklist=checklist))
    if not any(row["cells"][1] for row in rows):
        for line in (columns, widths, total, *(row["cells"] for row in rows)):
            del line[1:2]
    return _sealed(
        {
            "association": settings.ASSOCIATION,
            "edition": definition.title,
            "title": card.label.removesuffix("(默认)"),
            "facts": [[name, ""] for name in CARD_FACTS],
            "columns": columns,
            "widths": widths,
            "rows": rows,
            "total": total,
            "bands": [[_span(band), band.label] for band in card.bands],
            "comment": card.overall_comment,
            "notes": list(_card_notes(definition, card)),
        }
    )


def _sealed(data: dict[str, Any]) -> dict[str, Any]:
    """Add the hash of what is printed, under which the paper is kept."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return data | {"digest": hashlib.sha256(written.encode()).hexdigest()}


def _official(definition: Definition, form: Form) -> dict[str, Any]:
    assert form.official is not None
    return {
        "association": settings.ASSOCIATION,
        "title": list(form.official.title),
        "number": BLANK,
        "version": "",
        "content_hash": "",
        "cover": cover_of(definition, form, unit=LONG_LINE, recommender=LONG_LINE, date=LONG_LINE),
        "sections": [section_of(section, {}) for section in form.sections],
        "opinions_label": form.official.opinions_label,
        "opinions": [{"label": opinion.label, "text": ""} for opinion in form.opinions],
    }


def _form(definition: Definition, form: Form) -> dict[str, Any]:
    own = [] if form.source != DEFAULT_SOURCE else [HOUSE_FORM]
    stars = "标 * 的必填。字数按通知的算法：一个汉字或全角标点算一个字，一串字母和数字算一个字。"
    return {
        "association": settings.ASSOCIATION,
        "edition": definition.title,
        "title": form.label,
        "facts": list(_first_lines(definition)),
        "sections": [_section(definition, section) for section in form.sections],
        "opinions": [{"label": opinion.label} for opinion in form.opinions],
        "notes": [stars, FILLED_IN_ONLINE, *own],
    }


def _first_lines(definition: Definition) -> Iterator[list[str]]:
    """Yield what is chosen before the form is opened online: the edition's dimensions, and who recommends."""
    for name, options in definition.dimensions.items():
        heading = definition.dimension_labels.get(name)
        yield [heading.label if heading else name, "　".join(f"□ {option.label}" for option in options)]
    if definition.route.recommendation != Need.NONE:
        yield ["推荐单位", ""]


def _section(definition: Definition, section: Section) -> dict[str, Any]:
    rows: list[list[dict[str, str]]] = []
    tables = []
    for asked in section.fields:
        cell = {
            "label": asked.label + ("*" if asked.required else ""),
            "hint": "；".join(_hints(definition, asked)),
            "kind": str(asked.kind),
            "text": CONFIRMED if asked.kind == FieldKind.DECLARATION else printed(asked, None, None).strip(),
        }
        if asked.kind in TABLES:
            empty = max(asked.min_rows, EMPTY_ROWS)
            tables.append(cell | {"columns": [column.label for column in asked.columns], "empty": empty})
        elif asked.beside and rows and len(rows[-1]) == 1:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    only = [f"{condition(definition, section.when)}时填写"] if section.when else []
    note = "；".join([*only, *([section.hint] if section.hint else [])])
    return {"label": section.label, "note": note, "rows": rows, "tables": tables}


def _hints(definition: Definition, asked: Field) -> Iterator[str]:
    """Yield what to know before writing: when it is asked, how much, what is meant."""
    if asked.when:
        yield f"{condition(definition, asked.when)}时填写"
    if asked.max_chars:
        least = f"{asked.min_chars}～" if asked.min_chars else "不超过 "
        yield f"{least}{asked.max_chars} 字"
    if asked.max_rows:
        yield f"至多 {asked.max_rows} 行"
    if asked.hint:
        yield asked.hint


def _lines(items: tuple[Item, ...], *, checklist: bool) -> Iterator[dict[str, Any]]:
    for item in items:
        label = f"{item.label}（必须符合）" if item.must else item.label
        yield {"depth": 0, "cells": [label, _guidance(item), *_room(item, checklist=checklist)]}
        for part in item.items:
            yield {"depth": 1, "cells": [part.label, part.guidance, *_room(part, checklist=checklist)]}


def _guidance(item: Item) -> str:
    return "".join([item.guidance, f"（核对方法：{item.method}）" if item.method else ""])


def _room(item: SubItem, *, checklist: bool) -> list[str]:
    return ["□", "□"] if checklist else [_number(item.points), ""]


def _number(points: Any) -> str:
    return f"{points.normalize():f}"


def _span(band: Band) -> str:
    return f"{_number(band.low)}%～{_number(band.high)}%"


def _card_notes(definition: Definition, card: Scorecard) -> Iterator[str]:
    if card.pass_at is not None:
        yield f"得分不低于 {_number(card.pass_at)} 分为通过。"
    if card.kind != CardKind.CHECKLIST and card.step != 1:
        yield f"评分最小单位 {_number(card.step)} 分。"
    if card.source == DEFAULT_SOURCE:
        yield HOUSE_CARD
    else:
        yield f"评分项目依据：{cite(definition, card.source)}。"
        if card.guidance_source == DEFAULT_SOURCE:
            yield HOUSE_GUIDANCE
