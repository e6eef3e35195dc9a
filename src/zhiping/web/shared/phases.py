"""How a case's phase and state are called on pages, and who is waited for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhiping.core.definition.citing import cite
from zhiping.core.definition.schema import Definition
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes

LABELS = {
    "draft": gettext_noop("填报中"),
    "recommendation": gettext_noop("待推荐"),
    "screening": gettext_noop("待形式审查"),
    "supplement": gettext_noop("待补正"),
    "round": gettext_noop("评审中"),
    "approval": gettext_noop("待审定"),
    "notice": gettext_noop("公示中"),
    "published": gettext_noop("已发布"),
    "ended": gettext_noop("已结束"),
}
ENDS = {
    "declined": gettext_noop("未获推荐"),
    "not_passed": gettext_noop("形式审查不通过"),
    "not_selected": gettext_noop("未入选"),
    "withdrawn": gettext_noop("已撤回"),
    "disqualified": gettext_noop("已取消资格"),
}
CLASSES = {"supplement": "stop", "published": "done", "draft": "wait", "recommendation": "wait", "screening": "wait"}
WAITING_FOR = {
    "draft": gettext_noop("等待：申报人与单位"),
    "recommendation": gettext_noop("等待：推荐单位"),
    "screening": gettext_noop("等待：秘书处形式审查"),
    "supplement": gettext_noop("等待：申报人补正"),
    "round": gettext_noop("等待：评审专家"),
    "approval": gettext_noop("等待：审定专家组与指导单位"),
    "notice": gettext_noop("公示期内，接受实名异议"),
}


def phase_label(phase: str) -> str:
    """Return the phase's name in the reader's language."""
    return _(LABELS[phase])


def state_label(state: str, phase: str) -> str:
    """Return the state's name: an end by what ended it, a running case by its phase."""
    return _(ENDS[state]) if state in ENDS else phase_label(phase)


def state_class(phase: str) -> str:
    """Return the colour class of a state; the words carry the meaning, the colour only helps."""
    return CLASSES.get(phase, "")


def waiting_for(phase: str) -> str:
    """Return who is waited for."""
    return _(WAITING_FOR[phase]) if phase in WAITING_FOR else ""


def list_headings(definition: Definition, places: Sequence[int]) -> list[str]:
    """Return the headings of an edition's list in the reader's language; documents keep them in Chinese.

    Args: places: of the columns that say something; a column that is empty on every row is not shown.
    """
    columns = definition.publication.columns if definition.publication else ()
    return lists.of_places([in_language(column.label, column.label_en) for column in columns], places)


def list_cells(row: lists.ListRow, places: Sequence[int], words: Mapping[str, str]) -> list[str]:
    """Return what a row of a list says at these places, in the words of the reader's language."""
    return [words.get(cell, cell) for cell in lists.of_places(row["cells"], places)]


def list_table(definition: Definition, rows: Iterable[lists.ListRow], places: Sequence[int]) -> dict[str, Any]:
    """Return rows of a list under their headings, as the pages of a resolved list show them."""
    words = list_words(definition)
    return {
        "columns": list_headings(definition, places),
        "words": words,
        "rows": [list_cells(row, places, words) for row in rows],
    }


def level_names(definition: Definition) -> dict[str, str]:
    """Return what the levels of an edition are called in the reader's language, by their ids."""
    return {level.id: in_language(level.label, level.label_en) for level in definition.levels}


def list_words(definition: Definition) -> dict[str, str]:
    """Return what levels and options are called in the reader's language, by the words that frozen lists hold."""
    every = [*definition.levels, *(option for options in definition.dimensions.values() for option in options)]
    return {one.label: in_language(one.label, one.label_en) for one in every}


def edition_title(edition: Any) -> str:
    """Return an edition's title in the reader's language; nothing where there is none.

    Args: edition: a row, with the hash of its rules, or what a public page shows of one, in the language already.
    """
    rules = getattr(edition, "definition_sha256", "") if get_language() == "en" else ""
    title = "" if edition is None else str(edition.title)
    return in_language(title, programmes.rules(rules).title_en) if rules else title


def time_left(left: timedelta) -> str:
    """Return how long something is still open, to the minute."""
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    return _("%(d)s 天 %(h)s 小时 %(m)s 分") % {"d": left.days, "h": hours, "m": minutes}


def paper_title(paper: Any) -> str:
    """Return what a public notice or a published list is called in the reader's language.

    A title that the office wrote itself stays as it is written, and so does the paper.
    """
    if get_language() != "en":
        return str(paper.title)
    titles = lists.english_titles(programmes.definition_of(paper.edition))
    return titles.get(str(paper.title), str(paper.title))


def cited(definition: Definition, source: str) -> str:
    """Return a rule's source as people cite it, in the reader's language."""
    return _("平台默认") if source == "default" else cite(definition, source, in_english=get_language() == "en")


def called(part: Any, name: str) -> str:
    """Return one of the texts of a part of a definition in the reader's language."""
    return in_language(getattr(part, name), getattr(part, f"{name}_en"))


def worded(stage: Any) -> str:
    """Return when a stage is as the notice words it: from when, until when, or both where they differ."""
    ends = [called(end, "text") for end in (stage.opens, stage.closes) if end]
    return " – ".join(dict.fromkeys(ends))


def in_language(chinese: str, english: str) -> str:
    """Choose between the two names a definition gives."""
    return english if english and get_language() == "en" else chinese
