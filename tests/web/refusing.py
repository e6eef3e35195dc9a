"""Forms sent in a state that refuses them: the page says why, keeps what was typed, and nothing was done."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from zhiping.journal.models import Entry
from zhiping.web.shared.refusal_texts import TEXTS

CHINESE = re.compile("[一-鿿]")
"""What somebody typed in words must stay; ids and words of the machine need not."""


@dataclass(frozen=True)
class Try:
    """One form that is sent.

    code: whose sentence the page must say; kept: False where the page has no such field; does: the acts that stand
    although the next one is refused, such as the upload of a workbook whose faults are then listed.
    """

    code: str
    who: Client
    path: str
    sent: dict[str, object] = field(default_factory=dict)
    kept: bool = True
    does: tuple[str, ...] = ()


def wrong_of(tries: Iterable[Try]) -> list[str]:
    """Send each form, undo what it did, and return what is wrong with the answers; nothing for a good page."""
    found = []
    for one in tries:
        with transaction.atomic():
            before = Entry.objects.count()
            answer = one.who.post(one.path, one.sent)
            page = answer
            if answer.status_code == 302:
                page = one.who.get(answer["Location"])
            is_data = page.headers.get("Content-Type", "").startswith("application/json")
            said = json.dumps(page.json(), ensure_ascii=False) if is_data else html.unescape(page.content.decode())
            did = tuple(Entry.objects.order_by("pk").values_list("act", flat=True)[before:])
            transaction.set_rollback(True)
        if not _sentence(one.code).search(said):
            found.append(f"{one.code}: {one.path} {answer.status_code} says something else")
        lost = [typed for typed in _words(one) if typed not in said]
        if lost and one.kept:
            found.append(f"{one.code}: {one.path} loses {lost}")
        if did != one.does:
            found.append(f"{one.code}: {one.path} does {did}")
        if answer.status_code >= 500:
            found.append(f"{one.code}: {one.path} breaks with {answer.status_code}")
    return found


def _sentence(code: str) -> re.Pattern[str]:
    """Return what matches the code's sentence, whatever its facts are."""
    parts = re.split(r"%\(\w+\)s", TEXTS[code].replace("%%", "%"))
    return re.compile(".+?".join(re.escape(part) for part in parts), re.DOTALL)


def _words(one: Try) -> list[str]:
    return [value for value in one.sent.values() if isinstance(value, str) and CHINESE.search(value)]
