"""The way in, as data: applicants, route, eligibility, quotas, files and the screening checklist."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from zhiping.core.definition.base import Condition, Id, Labelled, Source, Sourced, Text
from zhiping.core.definition.statistics import StatisticsTable
from zhiping.core.definition.vocabulary import (
    ApplicantKind,
    ChecklistTest,
    Confirmation,
    EligibilityTest,
    EvidenceFrom,
    Fact,
    FileKind,
    Need,
    Party,
    QuotaMoment,
    RecommenderKind,
    Remedy,
    Severity,
)

_SIZE = re.compile(r"^(\d+) ?(KB|MB|GB)$")
_UNITS = {"KB": 1024, "MB": 1024**2, "GB": 1024**3}


def _bytes(value: object) -> object:
    if isinstance(value, str):
        match = _SIZE.match(value)
        if not match:
            raise ValueError(f"读不懂大小“{value}”,请写成 500 KB、20 MB 或 2 GB")
        return int(match[1]) * _UNITS[match[2]]
    return value


Size = Annotated[int, BeforeValidator(_bytes), Field(gt=0)]
Positive = Annotated[int, Field(gt=0)]


class Applicants(Sourced):
    """Who may apply: kinds of applicant, or one list of kinds per value of the first dimension."""

    who: tuple[ApplicantKind, ...] = Field(min_length=1)
    by_category: dict[Id, tuple[ApplicantKind, ...]] = {}
    scope: Text
    scope_en: str = ""


class Virtual(Labelled, Sourced):
    """The association standing in as recommender for members who have none, under that year's name."""

    who: Condition = {}
    needs: Confirmation = Confirmation.OFFICE_APPROVAL


class Direct(Labelled, Sourced):
    """A way past the recommender: for whom, why, and who must agree first."""

    id: Id
    who: Condition
    why: Text
    why_en: str = ""
    needs: Confirmation = Confirmation.NONE


class Precondition(Labelled, Sourced):
    """What a recommender must have handed in before it may recommend: words, or figures where it has a table."""

    id: Id
    table: StatisticsTable | None = None


class Misconduct(Labelled, Sourced):
    """What takes the right to recommend away."""

    id: Id


class Route(Sourced):
    """The way an application takes to the office: own unit, recommender, or directly."""

    unit_endorsement: Need
    unit_source: Source = "default"
    unit_scores: bool = False
    recommendation: Need
    recommender_kinds: tuple[RecommenderKind, ...] = ()
    recommender_scores: bool = False
    virtual: Virtual | None = None
    direct: tuple[Direct, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    misconduct: tuple[Misconduct, ...] = ()


class EligibilityRule(Labelled, Sourced):
    """One condition of applying: how it is tested, what proves it, and whether failing refuses or warns."""

    id: Id
    test: EligibilityTest
    asked: EvidenceFrom
    severity: Severity
    fact: Fact | None = None
    must_be: tuple[str | bool | int, ...] = ()
    years: Positive | None = None
    file: Id | None = None
    evidence: str = ""
    evidence_en: str = ""
    when: Condition = {}


class Quota(Labelled, Sourced):
    """A limit on the number of applications, counted per identity of the keys named."""

    id: Id
    count: Literal["application"] = "application"
    per: tuple[Id, ...] = Field(min_length=1)
    at: QuotaMoment
    at_most: Positive
    only: Condition = {}
    unless: Condition = {}
    when_exceeded: Severity = Severity.REFUSE


class FileRule(Labelled, Sourced):
    """A file that somebody hands in: when it is needed, what it may be, and its limits.

    per: handed in with each application, or once with everything that a recommender hands in. sheet: which sheet the
    platform makes for it, to be sealed and handed in again.
    """

    id: Id
    hint: str = ""
    hint_en: str = ""
    required: bool
    when: Condition = {}
    by: Party = Party.APPLICANT
    stage: Id | None = None
    kinds: tuple[FileKind, ...] = Field(min_length=1)
    min_count: Annotated[int, Field(ge=0)] = 1
    max_count: Positive = 1
    max_bytes: Size
    max_pages: Positive | None = None
    max_minutes: Positive | None = None
    sealed: bool = False
    per: Literal["application", "package"] = "application"
    sheet: Literal["recommendation_form", "review_summary"] | None = None
    limits_source: Source = "default"


class FindingText(Sourced):
    """Words the office often needs when it finds something: under a checklist item, with the file that mends it."""

    id: Id
    item: Id
    text: Text
    text_en: str = ""
    file: str = ""
    blocking: bool = True


class ChecklistItem(Labelled, Sourced):
    """One point of the formal check, and what may follow when it is not met."""

    id: Id
    test: ChecklistTest = ChecklistTest.MANUAL
    guidance: str = ""
    guidance_en: str = ""
    when: Condition = {}
    remedy: Remedy = Remedy.SUPPLEMENT
