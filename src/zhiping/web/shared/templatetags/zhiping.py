"""Small words for templates: the reader's language of a definition's labels, sizes, levels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhiping.core.calendar import civil_day, end_as_said
from zhiping.core.definition.citing import cite
from zhiping.core.definition.schema import Definition
from zhiping.programmes import queries as programmes
from zhiping.recommendation.queries import sheets
from zhiping.web.shared import journal_words, phases
from zhiping.web.shared.phases import in_language

register = template.Library()
CONFLICT_KINDS = {
    "same_organisation": gettext_noop("同一单位"),
    "same_group": gettext_noop("同一集团"),
    "former_employer": gettext_noop("近三年内任职"),
    "coached_or_trained": gettext_noop("辅导或培训过"),
    "recommending_side": gettext_noop("推荐单位一方"),
    "kin": gettext_noop("亲属关系"),
    "own_application_in_category": gettext_noop("本人或本单位有同类申报"),
    "named_by_applicant": gettext_noop("申报方请求回避"),
    "alias_match": gettext_noop("与曾用名相符"),
    "declared": gettext_noop("主动申明"),
}
OBJECTION_STATES = {
    "open": gettext_noop("核查中"),
    "upheld": gettext_noop("成立"),
    "refused": gettext_noop("不成立"),
}
MERGE_RULES = {
    "mean": gettext_noop("平均"),
    "mean_drop_extremes": gettext_noop("去掉一个最高、一个最低后平均"),
    "median": gettext_noop("中位数"),
    "rater_adjusted": gettext_noop("按专家宽严校正后平均"),
    "consensus": gettext_noop("评审组合议"),
}
MARK_STANDINGS = {
    "dropped_low": gettext_noop("最低，不计"),
    "dropped_high": gettext_noop("最高，不计"),
    "excluded": gettext_noop("回避，不计"),
    "missing": gettext_noop("未提交"),
}
LEVEL_CLASSES = {"benchmark": "b", "excellent": "e", "progress": "p"}


register.filter("edition_title", phases.edition_title)
register.filter("paper_title", phases.paper_title)
register.filter("called", phases.called)
register.filter("worded", phases.worded)


@register.filter
def label(option: Any) -> str:
    """Return an option's or a step's name in the reader's language."""
    return in_language(option.label, getattr(option, "label_en", ""))


@register.filter
def day(instant: Any) -> str:
    """Return a day as people say it; one of another year with its year."""
    return _said(civil_day(instant)) if instant else ""


def _said(one: date) -> str:
    english, other = get_language() == "en", one.year != civil_day(timezone.now()).year
    return date_format(one, ("j M Y" if other else "j M") if english else ("Y年n月j日" if other else "n月j日"))


@register.filter
def day_time(instant: Any) -> str:
    """Return a closing to the minute, as `day` says days; the end of a day is called 24:00 of that day."""
    if not instant:
        return ""
    last, time = end_as_said(instant)
    return f"{_said(last)} {time[:5]}"


@register.filter
def ending(instant: Any, form: str = "H:i") -> str:
    """Return a closing with its year, to the minute or ("H:i:s") to the second; midnight is 24:00 of the day before."""
    if not instant:
        return ""
    last, time = end_as_said(instant)
    return f"{last} {time if form == 'H:i:s' else time[:5]}"


@register.filter
def most_bytes(limit: int) -> str:
    """Return how large a file may be, as notices say it: 10 MB, not 10.0 MB."""
    return filesizeformat(limit).replace(".0", "")


@register.filter
def cited(source: str, definition: Definition) -> str:
    """Return a rule's source as people cite it: the document by its title, then the clause.

    In English the words of the Chinese paper are at hand as a title.
    """
    said = phases.cited(definition, source)
    if get_language() != "en":
        return said
    as_it_is = '<span lang="zh-Hans" title="{}"><span lang="en">{}</span></span>'
    return format_html(as_it_is, cite(definition, source), said)


@register.filter
def cited_again(clause: str, edition: Any) -> str:
    """Return a clause that a finding keeps as it was cited in Chinese, in the reader's language.

    What somebody typed instead of the clause of an item of the formal check stays as it is.
    """
    definition = programmes.definition_of(edition)
    known = {cite(definition, item.source): item.source for item in definition.screening}
    return cited(known[clause], definition) if clause in known else clause


@register.filter
def level_class(level_id: str) -> str:
    """Return the modifier of the level's token; levels never speak by colour alone."""
    return LEVEL_CLASSES.get(level_id, "p")


@register.filter
def points(value: Any) -> str:
    """Return points without superfluous zeros: 86.50 → 86.5."""
    if value is None:
        return "—"
    text = f"{value:f}" if hasattr(value, "is_finite") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def notice_text(step: Any) -> str:
    """Return when a step is, as the notice says it, in the reader's language."""
    return in_language(step.notice_text, step.notice_text_en)


@register.filter
def label_of(part: dict[str, Any]) -> str:
    """Return the name of a section or row in the reader's language."""
    return in_language(part["label"], part["label_en"])


@register.filter
def sheet_name(kind: str, definition: Definition) -> str:
    """Return what a recommender's sheet is called in the reader's language; the paper itself stays Chinese."""
    return in_language(*sheets.names(definition, kind))


@register.filter
def said(value: Any) -> str:
    """Return an answer as people say it: an option by its name, several joined, yes or no, a dash for nothing."""
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return listed([said(one) for one in value])
    return label(value) if hasattr(value, "label") else str(value)


@register.filter
def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: "甲、乙", in English "one, two"."""
    return _("、").join(str(word) for word in words)


@register.filter
def in_turn(sentences: Iterable[str]) -> str:
    """Return sentences one after the other: "甲；乙", in English "one; two"."""
    return _("；").join(str(sentence) for sentence in sentences)


@register.filter
def named(name: str, names: dict[str, str]) -> str:
    """Return what an id is called."""
    return names.get(name, name) if names else name


@register.filter
def level_names(definition: Definition) -> dict[str, str]:
    """Return what the levels of an edition are called, for `named`."""
    return phases.level_names(definition)


@register.filter
def all_named(ids: Iterable[str], names: dict[str, str]) -> str:
    """Return what ids are called, as a list; what two of them share, as two editions' words may, is said once."""
    return listed(dict.fromkeys(named(one, names) for one in ids))


@register.filter
def act_name(act: str) -> str:
    """Return what an act of the journal is called."""
    return journal_words.in_words(act)


@register.filter
def conflict_kind(kind: str) -> str:
    """Return a kind of conflict in words."""
    return _(CONFLICT_KINDS[kind]) if kind in CONFLICT_KINDS else kind


@register.filter
def objection_state(state: str) -> str:
    """Return the state of an objection in words."""
    return _(OBJECTION_STATES[state]) if state in OBJECTION_STATES else state


@register.filter
def evidence_words(conflict: Any) -> list[str]:
    """Return what of a conflict's evidence people can read: names, dates and words, never ids or codes."""
    words = [v for v in conflict.evidence.values() if (isinstance(v, str) and v and not v.isascii()) or _is_date(v)]
    return list(dict.fromkeys(words))


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("2022-12-31") and value[:4].isdigit()


@register.filter
def merge_rule(rule: str) -> str:
    """Return how several experts' totals become one, in words."""
    return _(MERGE_RULES[rule])


@register.filter
def mark_standing(standing: str) -> str:
    """Return what became of one expert's total, in words."""
    return _(MARK_STANDINGS[standing]) if standing in MARK_STANDINGS else ""
