"""The page that sets the official forms, as the platform prints them, beside what the notice asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhiping.config.environment import CHECKOUT
from zhiping.core.definition import loader
from zhiping.core.definition.base import holds
from zhiping.core.definition.vocabulary import FieldKind

if TYPE_CHECKING:
    from zhiping.core.definition.questions import Field, Form, Section

RULES = CHECKOUT / "definitions" / "excellence" / "2024"
FORMS = {
    "organisation": ("卓越质量管理模式（组织）、卓越管理创新实践（单项）", "model", ((), (0, 1, 2), (3, -1))),
    "person": ("卓越管理创新经验（个人）", "experience", ((), (0, 1), (2,), (-1,))),
}
"""Form → its name, a category that uses it, and for each page what begins or goes on there: places of sections, -1 the opinions, nothing for the cover."""
HEAD = """# 官方申报表逐栏对照

两张表依沪质协〔2024〕42号通知的附件 2、附件 3（定义在 `definitions/excellence/2024`）。左边是平台按一份填好的申报生成的 PDF（插图由 `make pictures` 拍摄，单位和人员都是虚构的，身份证号写的是十九世纪的生日），右边是通知所列的栏目、选项和字数，由定义自动生成，括号里是它在通知中的位置。逐栏核对即可；同样的内容也能导出为 Word 再读回来。

本页由 `zhiping documents` 生成，测试保证它与定义一致。年份随当年活动变动，其余照录。
"""
LIMIT = "{} 字以内"


def render() -> str:
    """Return docs/manual/forms.md."""
    definition = loader.load(RULES)
    parts = [HEAD]
    for name, (label, category, pages) in FORMS.items():
        form = definition.form_for({"category": category})
        parts += [f"## {form.source}：{label}", "", "| 平台生成的表 | 通知所列 |", "|---|---|"]
        ways = [o.label for o in definition.dimensions["category"] if holds(form.used_for, {"category": o.id})]
        parts += [_row(name, number, form, places, ways) for number, places in enumerate(pages, start=1)]
        parts += [""]
    return "\n".join(parts).rstrip() + "\n"


def _row(name: str, number: int, form: Form, places: tuple[int, ...], ways: list[str]) -> str:
    lines = [line for place in places for line in _lines(form, place)] if places else list(_cover(form, ways))
    picture = f"![{form.source}第 {number} 页](pictures/form-{name}-{number}.png)"
    return f"| {picture} | {'<br>'.join(lines)} |"


def _cover(form: Form, ways: list[str]) -> Iterator[str]:
    official = form.official
    assert official is not None
    yield f"**封面**（{official.source}）"
    yield f"标题：{' '.join(official.title)}"
    yield f"□ {official.direction}；{'、'.join(ways)}"
    yield from (f"□ {words}（盖章）" for words in (official.unit, official.recommender))
    yield f"□ {official.date}"


def _lines(form: Form, place: int) -> Iterator[str]:
    if place < 0:
        assert form.official is not None
        yield f"**{form.official.opinions_label}**"
        yield from (f"□ {opinion.label}（盖章、年月日；{opinion.source}）" for opinion in form.opinions)
        return
    section = form.sections[place]
    yield f"**{section.label}**（{section.source}）"
    yield from (_line(asked, section) for asked in section.fields)
    if section.hint:
        yield f"注：{section.hint}"


def _line(asked: Field, section: Section) -> str:
    told = [asked.paper_label or asked.label]
    if asked.columns:
        told.append("各列为" + "、".join((["序号"] if asked.numbered else []) + [c.label for c in asked.columns]))
    told += [f"{group.label}：" + "、".join(o.label for o in group.options) for group in asked.groups]
    if asked.options:
        told.append("、".join(option.label for option in asked.options))
    if asked.kind == FieldKind.YES_NO:
        told.append("是、否")
    if asked.hint:
        told.append(asked.hint)
    elif asked.max_chars and asked.source:
        told.append(LIMIT.format(asked.max_chars))
    return f"□ {'；'.join(told)}" + (f"（{asked.source}）" if asked.source and asked.source != section.source else "")
