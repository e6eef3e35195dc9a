"""A message template: subject and body in Chinese and English, and the facts it takes, with their types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from string import Formatter

from zhiping.core.calendar import ENDS, SHANGHAI, end_as_said
from zhiping.core.definition.messages import MessageText

Fact = str | int | Decimal | date | datetime
SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Template:
    """A message as it is written once; `{name}` stands for the fact `name`.

    facts: name → type of every placeholder; instants are shown in Shanghai time. official: tells of an act, so that
    its mail always goes; False for what only reminds, which a reader may do without.
    """

    subject: str
    body: str
    subject_en: str
    body_en: str
    facts: Mapping[str, type] = field(default_factory=dict)
    official: bool = True

    def placeholders(self) -> frozenset[str]:
        """Return every name that one of the four texts mentions."""
        texts = (self.subject, self.body, self.subject_en, self.body_en)
        return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message made out for one reader."""

    subject: str
    body: str


def check(template: Template, facts: Mapping[str, object]) -> None:
    """Refuse facts that are not exactly the template's: a wrong call, not a wrong person.

    Raises: ValueError naming what is missing, unknown or of another type.
    """
    missing, unknown = (
        template.facts.keys() - facts.keys(),
        facts.keys() - template.facts.keys(),
    )
    if missing or unknown:
        msg = f"facts missing: {sorted(missing)}, unknown: {sorted(unknown)}"
        raise ValueError(msg)
    wrong = [name for name, kind in template.facts.items() if not _is(facts[name], kind)]
    if wrong:
        msg = f"facts of another type: {sorted(wrong)}"
        raise ValueError(msg)


def worded(template: Template, own: MessageText | None) -> Template:
    """Put an edition's own words in the place of the house's; English that it does not word stays the house's."""
    if own is None:
        return template
    return replace(
        template,
        subject=own.subject,
        body=own.body,
        subject_en=own.subject_en or template.subject_en,
        body_en=own.body_en or template.body_en,
    )


def render(template: Template, facts: Mapping[str, object], language: str) -> Letter:
    """Make the message out in the reader's language; control characters in facts cannot reach a mail header."""
    english = language.startswith("en")
    shown = {name: _show(name, facts[name], english=english) for name in template.facts}
    subject, body = (template.subject_en, template.body_en) if english else (template.subject, template.body)
    return Letter(_one_line(subject.format_map(shown))[:SUBJECT_LENGTH], body.format_map(shown))


def faults(templates: Mapping[str, Template]) -> Iterable[str]:
    """Yield what is wrong with a set of templates: a placeholder without a type, a type without a use, no text."""
    for code, template in templates.items():
        for name in sorted(template.placeholders() ^ template.facts.keys()):
            yield f"{code}: {name}"
        if not all((template.subject, template.body, template.subject_en, template.body_en)):
            yield f"{code}: empty text"


def _is(value: object, kind: type) -> bool:
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    return isinstance(value, kind)


def _show(name: str, value: object, *, english: bool) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        day, time = end_as_said(value) if name in ENDS else (local.date(), f"{local:%H:%M:%S}")
        return f"{_day(day, english=english)} {time.removesuffix(':00')}" + (" (Beijing time)" if english else "")
    if isinstance(value, date):
        return _day(value, english=english)
    return str(value)


def _day(day: date, *, english: bool) -> str:
    return f"{day:%Y-%m-%d}" if english else f"{day.year}年{day.month}月{day.day}日"


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
