"""A programme-year as typed, frozen data: the root model `Definition` and its stages.

The parts live in `entry`, `questions`, `judging` and `outcome` and are re-exported here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field as Limit

from zhiping.core.definition.base import Condition, Id, Key, Labelled, Model, Option, Source, Sourced, Text, holds
from zhiping.core.definition.entry import (
    Applicants,
    ChecklistItem,
    Direct,
    EligibilityRule,
    FileRule,
    FindingText,
    Quota,
    Route,
    Virtual,
)
from zhiping.core.definition.judging import Item, LevelRule, Round, Scorecard
from zhiping.core.definition.messages import MessageText
from zhiping.core.definition.outcome import (
    Approval,
    Attachment,
    Certificate,
    Disclosure,
    Document,
    Forwarding,
    Notice,
    Objection,
    Paper,
    Publication,
    Reminders,
)
from zhiping.core.definition.questions import Column, Field, Form, OptionGroup, Section
from zhiping.core.definition.vocabulary import Event, Party, StageKind
from zhiping.core.definition.when import When

__all__ = [
    "Applicants",
    "Approval",
    "Attachment",
    "Certificate",
    "ChecklistItem",
    "CloseFor",
    "Column",
    "Definition",
    "Direct",
    "Disclosure",
    "Document",
    "EligibilityRule",
    "Field",
    "FileRule",
    "FindingText",
    "Form",
    "Forwarding",
    "Item",
    "LevelRule",
    "MessageText",
    "Move",
    "Moves",
    "Notice",
    "Objection",
    "Option",
    "OptionGroup",
    "Publication",
    "Quota",
    "Reminders",
    "Round",
    "Route",
    "Scorecard",
    "Section",
    "Stage",
    "Virtual",
    "When",
]


class CloseFor(Sourced):
    """Another closing time for one party in the same stage."""

    who: Party
    closes: When


class Stage(Labelled, Sourced):
    """A stage of the journey, in the order of the journey.

    days: length of the public notice when this stage differs from the edition's `notice`.
    requires: preconditions of the route that must be met first. only: for whom the stage is.
    """

    id: Id
    kind: StageKind
    opens: When | None = None
    closes: When | None = None
    closes_for: tuple[CloseFor, ...] = ()
    who: Party | None = None
    round: Id | None = None
    only: Condition = {}
    files: tuple[Id, ...] = ()
    requires: tuple[Id, ...] = ()
    days: Annotated[int, Limit(ge=0, le=365)] | None = None
    supplements: Annotated[int, Limit(ge=0)] = 1
    supplement_days: Annotated[int, Limit(gt=0)] = 5
    supplement_source: Source = "default"
    note: str = ""
    note_en: str = ""

    def closes_for_party(self, party: Party | None = None) -> When | None:
        """Give the closing time for a party, or the common one."""
        return next((c.closes for c in self.closes_for if c.who == party), self.closes)

    def window(self, party: Party | None = None) -> tuple[datetime | None, datetime | None]:
        """Give the widest window the notice allows, half-open in UTC; None where it is open or unknown."""
        closes = self.closes_for_party(party)
        return (self.opens.earliest if self.opens else None, closes.latest if closes else None)

    def is_open(self, at: datetime, party: Party | None = None) -> bool:
        """Tell whether an instant lies in the window the notice allows: from its opening, before its closing."""
        opens, closes = self.window(party)
        return (opens is None or opens <= at) and (closes is None or at < closes)


class Move(Labelled, Sourced):
    """A move that the derived graph lacks."""

    event: Event
    start: Id
    to: Id


class Forbidden(Sourced):
    """A move of the derived graph that this edition does not have."""

    event: Event
    start: Id


class Renamed(Labelled, Sourced):
    """An edition's own name for a move."""

    event: Event


class Moves(Model):
    """Changes to the graph that the stages imply."""

    add: tuple[Move, ...] = ()
    forbid: tuple[Forbidden, ...] = ()
    rename: tuple[Renamed, ...] = ()


class Definition(Model):
    """A programme-year. Read by `loader.load`, frozen into an edition by `loader.freeze`."""

    programme: Annotated[str, Limit(pattern=r"^[a-z][a-z0-9-]*$")]
    edition: Annotated[int, Limit(ge=2000, le=2100)]
    title: Text
    title_en: str = ""
    short_title: Text
    short_title_en: str = ""
    document: str
    document_en: str = ""
    documents: tuple[Document, ...] = ()
    standard: str = ""
    standard_en: str = ""
    fee: Literal["none"] = "none"
    fee_source: Source = "default"
    wording: Literal["evaluation", "award"]
    wording_source: Source = "default"
    enabled: bool = True
    guiding_units: tuple[str, ...] = ()
    guiding_units_source: Source = "default"
    contact_department: str = ""
    contact_department_en: str = ""
    attachments: tuple[Attachment, ...] = ()

    applicants: Applicants
    dimensions: dict[Id, Annotated[tuple[Option, ...], Limit(min_length=1)]] = {}
    dimension_labels: dict[Id, Labelled] = {}
    levels: tuple[Option, ...] = ()
    route: Route
    eligibility: tuple[EligibilityRule, ...] = ()
    quotas: tuple[Quota, ...] = ()
    forms: dict[Id, Form] = {}
    files: tuple[FileRule, ...] = ()
    paper: Paper | None = None

    stages: tuple[Stage, ...] = ()
    moves: Moves = Moves()
    screening: tuple[ChecklistItem, ...] = ()
    finding_texts: tuple[FindingText, ...] = ()
    rounds: dict[Id, Round] = {}
    scorecards: dict[Id, Scorecard] = {}
    level_rule: LevelRule | None = None
    approval: Approval | None = None
    notice: Notice | None = None
    objection: Objection | None = None
    certificate: Certificate | None = None
    publication: Publication | None = None
    forwarding: tuple[Forwarding, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    reminders: Reminders = Reminders(source="default")
    texts: dict[Id, str] = {}
    texts_en: dict[Id, str] = {}
    messages: dict[Key, MessageText] = {}

    @property
    def key(self) -> str:
        """The edition's address among the definitions, such as "qc-circle/2022"."""
        return f"{self.programme}/{self.edition}"

    def stage(self, stage_id: str) -> Stage:
        """Find a stage by its id. Raises: KeyError."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def stages_of(self, kind: StageKind) -> tuple[Stage, ...]:
        """List the stages of a kind in their order."""
        return tuple(stage for stage in self.stages if stage.kind == kind)

    def form_for(self, answers: Mapping[str, str]) -> Form:
        """Choose the form for an application's dimension values. Raises: KeyError when none is meant for them."""
        for form in self.forms.values():
            if holds(form.used_for, answers):
                return form
        raise KeyError(f"{self.key}: no form for {dict(answers)}")

    def applicant_kinds(self, dimensions: Mapping[str, str]) -> tuple[str, ...]:
        """List who may apply, given the dimension values."""
        for value in dimensions.values():
            if value in self.applicants.by_category:
                return self.applicants.by_category[value]
        return self.applicants.who

    def files_for(self, facts: Mapping[str, object], stage: str | None = None) -> Iterator[FileRule]:
        """Go through the files that apply to an application, for all stages or for one."""
        for rule in self.files:
            if holds(rule.when, facts) and stage in (None, rule.stage):
                yield rule
