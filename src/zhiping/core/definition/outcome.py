"""What follows the judging, as data: approval, public notice, objection, certificate, publication, forwarding."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from zhiping.core.definition.base import Id, Labelled, Model, Sourced, Text
from zhiping.core.definition.entry import Positive
from zhiping.core.definition.vocabulary import Channel, Majority, Party, Phase, Secret, Shown, SignOff
from zhiping.core.definition.when import When

Span = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}[dh]$")]


class Approval(Sourced):
    """Who decides: the committee's vote, and whether the guiding units sign off."""

    sign_off: SignOff
    majority: Majority = Majority.SIMPLE
    quorum_percent: Annotated[int, Field(ge=1, le=100)] = 67
    votes_source: str = "default"


class Notice(Sourced):
    """A public notice of so many calendar days; 0 means that the notice asks for none."""

    days: Annotated[int, Field(ge=0, le=365)]
    days_source: str = ""
    channels: tuple[Channel, ...] = ()
    text: str = ""


class Reminders(Sourced):
    """How long before a close those are reminded who have not finished: days (7d) or hours (2h)."""

    before: Annotated[tuple[Span, ...], Field(max_length=6)] = ("7d", "3d", "1d", "2h")

    def spans(self) -> tuple[timedelta, ...]:
        """Return the spans of time before the close."""
        units = {"d": timedelta(days=1), "h": timedelta(hours=1)}
        return tuple(int(text[:-1]) * units[text[-1]] for text in self.before)


class Objection(Sourced):
    """How a published result may be objected to during the public notice."""

    allowed: bool
    real_name: bool = True
    evidence: bool = True
    answer_days: Positive = 15
    answer_source: str = "default"


class UseRule(Sourced):
    """A rule on how a certificate may be used."""

    text: Text
    text_en: str = ""


class Certificate(Sourced):
    """The certificate: what it shows, how it is numbered, and how it may be used.

    number: text with the placeholders {year} {programme} {level} {serial}.
    """

    issued: bool
    title: str = ""
    title_en: str = ""
    shows: tuple[Shown, ...] = ()
    number: str = "{year}-{programme}-{level}-{serial}"
    number_source: str = "default"
    use: tuple[UseRule, ...] = ()


class PublishedColumn(Labelled):
    """A column of the published list."""

    shows: Shown
    dimension: Id | None = None


class Publication(Sourced):
    """The published list: its columns, the channels, and in which order it reads."""

    columns: tuple[PublishedColumn, ...] = Field(min_length=1)
    columns_source: str = "default"
    channels: tuple[Channel, ...] = ()
    group_by: tuple[Id, ...] = ()
    ranked: bool = False


class Forwarding(Labelled, Sourced):
    """Passing selected outcomes to the next level."""

    id: Id
    to: Text
    levels: tuple[Id, ...] = ()
    chosen_in: Id | None = None
    by: When | None = None
    materials: tuple[Id, ...] = ()


class Disclosure(Sourced):
    """From which phase on a party sees something that is secret before."""

    what: Secret
    to: Party
    since: Phase


class Document(Model):
    """A document the edition rests on."""

    id: Id
    title: Text
    title_en: str = ""
    number: str = ""
    issued_on: str = ""
    role: str = ""
    original: bool = False


class Paper(Sourced):
    """Bound paper copies that the edition still asks for beside the online application."""

    copies: Positive
    text: Text
    text_en: str = ""


class Attachment(Labelled, Sourced):
    """A paper to download or to hand in that the notice names, whose content may not be known here."""

    id: Id
    content_known: bool = False
