"""What an import's template and report say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.documents.actions import Sheet
from zhiping.organisations.rules import sheet as units
from zhiping.programmes.rules import sheet as recommenders
from zhiping.web.shared.refusal_texts import sentence

COLUMNS = {column.key: column.heading for column in (*units.COLUMNS, *recommenders.COLUMNS)}
NOTES = {
    "uscc": gettext_noop("18 位，按文本填写；名册中已有的按代码更新，没有的新登记。"),
    "name": gettext_noop("与登记证书一致的全称；与名册不同的，按更名办理，原名称作为曾用名保留。"),
    "parent": gettext_noop("所属集团或上级单位的代码；应在名册或本文件中。"),
    "former": gettext_noop("几个名称之间用“；”隔开。"),
    "alias": gettext_noop("几个名称之间用“；”隔开。"),
    "founded_on": gettext_noop("写成 2024-05-01 的样子。"),
    "is_specialised": gettext_noop("是或否。"),
    "is_association_member": gettext_noop("是或否。"),
    "is_co_creation": gettext_noop("是或否；共建推荐单位名额不受限制。"),
    "label": gettext_noop("留空的用单位名称。"),
}
WORDS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "nature": units.NATURES,
    "ownership": units.OWNERSHIPS,
    "size": units.SIZES,
    "region": units.REGIONS,
    "kind": recommenders.KINDS,
}
KINDS = {
    "new": gettext_noop("新登记"),
    "changed": gettext_noop("更新"),
    "same": gettext_noop("没有变化"),
}
YES_NO = ("is_specialised", "is_association_member", "is_co_creation")


def template() -> list[Sheet]:
    """Return the sheets to fill in, and the one that explains them."""
    both = ((units.SHEET, units.COLUMNS), (recommenders.SHEET, recommenders.COLUMNS))
    filled = []
    for name, columns in both:
        choices = {c.heading: [words[0] for words in WORDS[c.key].values()] for c in columns if c.key in WORDS}
        choices |= {c.heading: ["是", "否"] for c in columns if c.key in YES_NO}
        filled.append(Sheet(name, [c.heading for c in columns], choices=choices))
    rows = [
        [name, column.heading, _("必填") if column.required else _("可不填，留空不改名册"), _note(column.key)]
        for name, columns in both
        for column in columns
    ]
    return [*filled, Sheet("说明", [_("工作表"), _("列"), _("要求"), _("填法")], rows)]


def _note(key: str) -> str:
    if key in WORDS:
        return _("从这些词中选：%(words)s") % {"words": _("、").join(names[0] for names in WORDS[key].values())}
    return _(NOTES[key]) if key in NOTES else ""


def counts(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return how many lines of each sheet enter, change or leave something as it is."""
    parts = ((units.SHEET, report.get("units", {})), (recommenders.SHEET, report.get("recommenders", {})))
    return [
        {"sheet": name, "kinds": [(_(word), part.get(kind, 0)) for kind, word in KINDS.items()]}
        for name, part in parts
        if sum(part.values())
    ]


def faults(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is wrong, cell by cell, with the sentence that says how to mend it."""
    return [
        {**fault, "given": fault["facts"].get("given", ""), "text": sentence(fault["code"], fault["facts"])}
        for fault in report.get("faults", ())
    ]


def changes(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what would change of known units and recommenders: column, what was, what will be."""
    return [
        {**change, "fields": [_field(key, change["before"].get(key), value) for key, value in change["after"].items()]}
        for change in report.get("changes", ())
    ]


def _field(key: str, before: Any, after: Any) -> dict[str, str]:
    heading = COLUMNS.get(key) or (_("名称") if key == "names" else _("审核"))
    return {"column": heading, "before": _said(key, before), "after": _said(key, after)}


def _said(key: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key == "names":
        return _("、").join(name for name, _kind in value)
    return WORDS[key].get(value, (str(value),))[0] if key in WORDS else str(value)
