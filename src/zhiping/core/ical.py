"""A calendar file (RFC 5545): closings as instants, stages as whole days; lines folded, texts escaped, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

LINE = 75
"""Octets of a line before it is folded."""
PRODUCT = "-//zhiping//calendar//ZH"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar.

    begins: an instant (aware), or the first whole day. ends: so too, the last whole day included; None for what is only
    a moment, such as a closing. uid: the same for the same entry, for ever.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date | None = None
    text: str = ""
    address: str = ""


def calendar(name: str, entries: Sequence[Entry], *, made_at: datetime) -> str:
    """Return the file. Args: name: what calendar programs call it; made_at: aware."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for entry in entries:
        lines += _event(entry, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(entry: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_instant(made_at)}"
    yield f"DTSTART{_when(entry.begins)}"
    if entry.ends is not None:
        yield f"DTEND{_when(_after(entry.ends))}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_escaped(entry.text)}"
    if entry.address:
        yield f"URL:{entry.address}"
    yield "END:VEVENT"


def _after(end: datetime | date) -> datetime | date:
    """Return the first day after a last one, as the format has it; an instant is its own end."""
    return end if isinstance(end, datetime) else date.fromordinal(end.toordinal() + 1)


def _when(at: datetime | date) -> str:
    return f":{_instant(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterable[str]:
    """Cut a line into pieces of at most 75 octets, never within a character; later ones begin with a space."""
    pieces, used = [""], 0
    for character in line:
        size = len(character.encode())
        if used + size > LINE:
            pieces.append(" ")
            used = 1
        pieces[-1] += character
        used += size
    return pieces
