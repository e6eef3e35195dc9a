"""What may be said of an outcome, the way lists and certificates print it, and an applicant confirms it beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Shown

CAPTIONS = {
    Shown.TITLE: "成果名称",
    Shown.TEAM: "小组",
    Shown.ORGANISATION: "单位",
    Shown.PERSON: "申报人",
    Shown.MEMBERS: "小组成员",
    Shown.RECOMMENDER: "推荐单位",
    Shown.CATEGORY: "类别",
    Shown.DOMAIN: "领域",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What lists, certificates and pages may say of one case.

    dimensions: dimension id → option id. level: id of the resolved level. members: names, as the team gave them.
    """

    application_id: int
    number: str
    title: str
    team: str
    organisation: str
    person: str
    recommender: str
    dimensions: Mapping[str, str]
    level: str
    members: tuple[str, ...] = ()


def member_names(rows: object) -> tuple[str, ...]:
    """Return the names in a form's member list, in the team's own order."""
    listed = rows if isinstance(rows, list) else []
    return tuple(str(row["name"]) for row in listed if isinstance(row, dict) and row.get("name"))


def label_of(definition: Definition, dimension: str, option_id: str) -> str:
    """Return the Chinese name of a dimension's option; the id itself when the edition lost it."""
    options = definition.dimensions.get(dimension, ())
    return next((option.label for option in options if option.id == option_id), option_id)


def level_label(definition: Definition, level_id: str) -> str:
    """Return the Chinese name of a level; empty for none."""
    return next((level.label for level in definition.levels if level.id == level_id), level_id)


def level_label_en(definition: Definition, level_id: str) -> str:
    """Return the English name of a level, the Chinese one where it has none; empty for none."""
    return next((level.label_en or level.label for level in definition.levels if level.id == level_id), level_id)


def shown(definition: Definition, outcome: Outcome, what: Shown, dimension: str | None = None) -> str:
    """Return one thing of an outcome as text, the way lists and certificates print it."""
    plain = {
        Shown.NUMBER: outcome.number,
        Shown.TITLE: outcome.title,
        Shown.TEAM: outcome.team,
        Shown.ORGANISATION: outcome.organisation,
        Shown.PERSON: outcome.person,
        Shown.MEMBERS: "、".join(outcome.members),
        Shown.RECOMMENDER: outcome.recommender,
        Shown.LEVEL: level_label(definition, outcome.level),
        Shown.YEAR: f"{definition.edition}年",
    }
    if what in plain:
        return plain[what]
    name = dimension or {Shown.CATEGORY: "category", Shown.DOMAIN: "domain"}.get(what, "")
    return label_of(definition, name, outcome.dimensions.get(name, ""))


def on_certificate(definition: Definition, outcome: Outcome) -> tuple[str, str, list[tuple[str, str]]]:
    """Return whom the certificate names, the line below, and its other lines as caption and text.

    What the certificate would say twice stands once; an edition without a certificate names only its recipient.
    Source: excellence-2024 附件1 第十九条 and definitions › certificate.shows.
    """
    recipient, note = _recipient(outcome)
    said = {recipient, note, ""}
    lines = []
    for what in definition.certificate.shows if definition.certificate else ():
        text = shown(definition, outcome, what)
        if what in CAPTIONS and text not in said:
            lines.append((_caption(definition, what), text))
    return recipient, note, lines


def _caption(definition: Definition, what: Shown) -> str:
    own = definition.dimension_labels.get(what.value)
    return own.label if own else CAPTIONS[what]


def _recipient(outcome: Outcome) -> tuple[str, str]:
    if outcome.team:
        return outcome.team, outcome.organisation
    if outcome.person:
        return outcome.person, outcome.organisation
    return outcome.organisation, ""
