"""How the public pages say what the queries found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.table import Row
from zhiping.decision.queries.strip import EditionStand
from zhiping.decision.rules import certificates, lists
from zhiping.programmes import queries as programmes
from zhiping.web.shared import standing
from zhiping.web.shared.phases import called, in_language, level_names, list_cells, paper_title, worded
from zhiping.web.shared.prose import rendered
from zhiping.web.shared.templatetags.zhiping import ending

LETTERS = {"done": "d", "now": "n", "todo": ""}


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in a list."""

    title: str
    detail: str
    href: str
    segments: list[tuple[str, str]]
    now: str
    tone: str
    finished: bool


def row(stand: EditionStand) -> EditionRow:
    """Return an edition as the lists show it."""
    text, tone = standing.in_words(stand)
    definition = stand.definition
    domains = _("、").join(in_language(o.label, o.label_en) for o in definition.dimensions.get("domain", ())[:5])
    whom = domains or called(definition.applicants, "scope")
    return EditionRow(
        title=in_language(definition.title, definition.title_en),
        detail=" · ".join(part for part in (called(definition, "document"), whom) if part),
        href=reverse("public:edition", args=[stand.edition.programme, stand.edition.year]),
        segments=[(LETTERS[s.standing], _(standing.SHORT_NAMES[s.kind])) for s in stand.segments],
        now=text,
        tone=tone,
        finished=stand.released_at is not None,
    )


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of an edition's timeline."""

    label: str
    when: str
    note: str
    source: str
    standing: str


def stages(stand: EditionStand, rows: Iterable[tuple[Any, Any]]) -> list[StageRow]:
    """Return the edition's timeline, each stage with how it stands now.

    The times are the notice's own words, unless the office has set others: then these are what holds.
    """
    now_at = {segment.kind: segment.standing for segment in stand.segments}
    found = []
    for stage, window in rows:
        opens, closes = (window.opens_at, window.closes_at) if window else (None, None)
        own = now_at.get(stage.kind) or _by_clock(opens, closes, stand.at)
        label = in_language(stage.label, stage.label_en)
        when = _set(opens, closes) if window and (opens, closes) != stage.window() else _when(stage, stand)
        found.append(StageRow(label, when, in_language(stage.note, stage.note_en), stage.source, own))
    return found


def _set(opens: datetime | None, closes: datetime | None) -> str:
    return (
        f"{ending(opens) if opens else ''} – {ending(closes) if closes else ''}".strip()
        if opens or closes
        else _("另行通知")
    )


def _by_clock(opens: datetime | None, closes: datetime | None, at: datetime) -> str:
    if closes is not None and at >= closes:
        return "done"
    return "now" if opens is not None and at >= opens else "todo"


def _when(stage: Any, stand: EditionStand) -> str:
    if stage.kind is StageKind.NOTICE and stand.notice is not None:
        return f"{ending(stand.notice.opened_at)} – {ending(stand.notice.closes_at)}"
    if stage.kind is StageKind.PUBLICATION and stand.released_at is not None:
        return standing.day(stand.released_at)
    return worded(stage) or _("另行通知")


def texts(definition: Definition) -> list[str]:
    """Return the edition's own texts as safe HTML."""
    return [rendered(in_language(text, definition.texts_en.get(name, ""))) for name, text in definition.texts.items()]


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of the home page's news."""

    title: str
    href: str
    at: datetime


def feed(notices: Iterable[Any], publications: Iterable[Any]) -> list[FeedLine]:
    """Return notices and publications together, newest first."""
    lines = [FeedLine(paper_title(n), reverse("public:notice", args=[n.pk]), n.opened_at) for n in notices]
    lines += [FeedLine(paper_title(p), reverse("public:publication", args=[p.pk]), p.released_at) for p in publications]
    return sorted(lines, key=lambda line: line.at, reverse=True)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice, and how long it still stands."""

    notice: Any
    ends: str
    is_open: bool
    days_left: int


def notice_row(notice: Any, at: datetime) -> NoticeRow:
    """Return how a notice stands at this instant."""
    is_open = notice.opened_at <= at < notice.closes_at
    return NoticeRow(
        notice, ending(notice.closes_at), is_open, standing.days_left(notice.closes_at, at) if is_open else 0
    )


def groups(
    rows: Sequence[tuple[Any, dict[str, Any]]], places: Sequence[int], words: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return frozen rows in their groups, in the order of the list.

    Args: places: of the columns that are shown. words: what levels and options are called in the reader's language; a
    document keeps the frozen words.
    """
    said, found = words or {}, []
    for heading, members in groupby(rows, key=lambda pair: pair[1]["group"]):
        lines = [{"item": item, **row, "cells": list_cells(row, places, said)} for item, row in members]
        found.append(
            {
                "heading": lists.BETWEEN.join(said.get(part, part) for part in heading.split(lists.BETWEEN)),
                "rows": lines,
            }
        )
    return found


def list_sheet(publication: Any, definition: Definition, association: str) -> dict[str, object]:
    """Return what the published list prints as a document."""
    places = lists.told(definition, publication.rows)
    heads = lists.of_places(lists.columns(definition), places)
    counted = lists.counts(definition, publication.rows)
    parts = "、".join(f"{label}{count}项" for label, count in counted)
    sentence = f"按照{definition.title}的规定，经{'、'.join(s for s in _steps(definition))}，共有{len(publication.rows)}项成果通过评价，其中{parts}。现予公布。"
    pairs = [(None, row) for row in publication.rows]
    return {
        "association": association,
        "edition": definition.title,
        "title": publication.title,
        "document_number": publication.document_number,
        "paragraphs": [sentence],
        "groups": [
            {
                "heading": g["heading"],
                "columns": heads,
                "rows": [r["cells"] for r in g["rows"]],
                "widths": _widths(heads),
            }
            for g in groups(pairs, places)
        ],
        "list_hash": publication.list_hash,
        "dated": certificates.chinese_date(publication.released_at),
    }


def _steps(definition: Definition) -> list[str]:
    kinds = {stage.kind for stage in definition.stages}
    return [text for kind, text in certificates.STEPS.items() if kind in kinds]


def _widths(heads: list[str]) -> list[float]:
    narrow, wide = {"序号": 0.6, "级别": 0.9, "评价等级": 1.0, "类型": 1.1, "领域": 1.2}, 2.0
    return [narrow.get(head, 3.0 if "成果" in head else wide) for head in heads]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story as the public sees it."""

    pk: int
    title: str
    summary: str
    body: str
    by: str
    organisation: str
    edition: str
    level: str
    level_label: str
    published_at: datetime | None


def stories(found: Iterable[Any]) -> list[StoryRow]:
    """Return stories with the names of team, unit, edition and level."""
    return [_story(story) for story in found]


def _story(story: Any) -> StoryRow:
    case = story.application
    definition = programmes.definition_of(case.edition)
    level = case.resolution.level
    label = level_names(definition).get(level, level)
    return StoryRow(
        pk=story.pk,
        title=story.title,
        summary=story.summary,
        body=rendered(story.body),
        by=case.team.name if case.team else case.person_name,
        organisation=case.organisation.name,
        edition=in_language(definition.title, definition.title_en),
        level=level,
        level_label=label,
        published_at=story.published_at,
    )


def levels_of(editions: Iterable[Any]) -> list[tuple[str, str]]:
    """Return every level of these editions once, for a filter."""
    found: dict[str, str] = {}
    for edition in editions:
        for level in programmes.definition_of(edition).levels:
            found.setdefault(level.id, in_language(level.label, level.label_en))
    return list(found.items())


ROLE_NAMES = {
    Role.PUBLIC: gettext_noop("公众（无需登录）"),
    Role.APPLICANT: gettext_noop("申报人"),
    Role.UNIT: gettext_noop("单位管理员"),
    Role.RECOMMENDER: gettext_noop("推荐单位"),
    Role.EXPERT: gettext_noop("评审专家"),
    Role.SECRETARIAT: gettext_noop("秘书处"),
    Role.COMMITTEE: gettext_noop("审定专家组"),
    Role.GUIDING: gettext_noop("指导单位"),
    Role.OPERATOR: gettext_noop("平台运维"),
}


def rights(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the permission table, role by role, in words."""
    by_role: dict[Role, list[Row]] = {role: [] for role in ROLE_NAMES}
    for right in rows:
        by_role[right.role].append(right)
    return [{"role": role.value, "name": _(ROLE_NAMES[role]), "rows": found} for role, found in by_role.items()]
