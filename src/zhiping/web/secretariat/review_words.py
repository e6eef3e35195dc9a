"""What the review desk says: tabs, evidence of conflicts on both sides, shortages and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.programmes import queries as programmes
from zhiping.web.shared.phases import in_language, level_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhiping.core.definition.schema import Definition
    from zhiping.programmes.models import Edition
    from zhiping.review.models import Conflict

LIKENESS = {
    "identical": gettext_noop("名称一致，登记不同"),
    "same_but_for_form": gettext_noop("名称只差公司形式"),
    "same_beginning": gettext_noop("名称开头一致"),
}


def names(definition: Definition) -> dict[str, dict[str, str]]:
    """Return what levels, rounds and fields of an edition are called."""
    options = [option for name in ("domain", "category") for option in definition.dimensions.get(name, ())]
    return {
        "level_names": level_names(definition),
        "round_names": {name: in_language(one.label, one.label_en) for name, one in definition.rounds.items()},
        "field_names": {o.id: in_language(o.label, o.label_en) for o in options},
    }


def every_field(editions: Iterable[Edition] | None = None) -> dict[str, str]:
    """Return what the fields of the running editions are called: an expert's fields outlive one edition."""
    found: dict[str, str] = {}
    for edition in programmes.running() if editions is None else editions:
        found |= names(programmes.definition_of(edition))["field_names"]
    return found


def levels_of(definition: Definition) -> list[tuple[str, str]]:
    """Return the levels to choose from, and none."""
    return [*level_names(definition).items(), ("", _("不入级"))]


def sides(conflict: Conflict) -> tuple[list[str], list[str]]:
    """Return the evidence of a conflict: what is known of the expert, and what of the case."""
    facts: dict[str, Any] = conflict.evidence
    mine: list[str] = []
    theirs: list[str] = []
    if facts.get("employer"):
        until = facts.get("to_on")
        mine.append(_("任职：%(employer)s %(post)s") % {"employer": facts["employer"], "post": facts.get("post") or ""})
        mine.append(_("至 %(day)s") % {"day": until} if until else _("现职"))
    if facts.get("unit"):
        theirs.append(_("申报单位：%(name)s") % {"name": facts["unit"]})
    if facts.get("recommender"):
        theirs.append(_("推荐单位：%(name)s") % {"name": facts["recommender"]})
    if facts.get("group_id"):
        theirs.append(_("同属一个集团（登记的上级单位相同）"))
    if facts.get("likeness"):
        mine.append(_("名称：%(name)s") % {"name": facts.get("name", "")})
        theirs.append(_("名称：%(name)s") % {"name": facts.get("other_name", "")})
        theirs.append(_(LIKENESS.get(facts["likeness"], facts["likeness"])))
    _of_people(facts, mine, theirs)
    return [line.strip() for line in mine], theirs


def _of_people(facts: dict[str, Any], mine: list[str], theirs: list[str]) -> None:
    if "what" in facts:
        day = facts.get("on")
        mine.append(_("辅导或培训：%(what)s %(day)s") % {"what": facts["what"] or "", "day": day or ""})
        theirs.append(_("对象：本小组") if facts.get("whom") == "team" else _("对象：本单位"))
    if facts.get("named_as_coach"):
        theirs.append(_("材料中的辅导人：%(name)s") % {"name": facts["named_as_coach"]})
    if facts.get("relation"):
        mine.append(_("亲属：%(what)s") % {"what": f"{facts['relation']} {facts.get('relative') or ''}"})
    if facts.get("member"):
        theirs.append(_("成员：%(name)s") % {"name": facts["member"]})
    if facts.get("category"):
        mine.append(_("本人或本单位在同一类别另有申报"))
    if facts.get("named"):
        theirs.append(
            _("申报方请求回避：%(name)s，%(why)s") % {"name": facts["named"], "why": facts.get("reason") or "—"}
        )
