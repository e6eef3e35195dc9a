"""The outcome reports of many cases: each its own PDF, typeset beside the other work, kept without asking what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhiping.applications.models import Application
from zhiping.config.demo import papers
from zhiping.config.demo.answers import SENTENCES
from zhiping.files.models import StoredFile

DIFFERENT = 800
"""So many reports differ; a larger season, made to be measured, hands them in again."""
PAGES = 3


class Press:
    """Typesets what will be handed in, on a core of its own, while the season is still being told."""

    def __init__(self, titles: Iterable[tuple[str, str, str]]) -> None:
        """Begin. titles: title, unit and circle of each outcome, in the order in which they will be wanted."""
        self._hand = ThreadPoolExecutor(1)
        self._wanted: list[Future[bytes]] = []
        for place, words in enumerate(titles):
            if place == DIFFERENT:
                break
            self._wanted.append(self._hand.submit(_report, place, *words))
        self._taken = 0

    def take(self) -> bytes:
        """Return the next report."""
        found = self._wanted[self._taken % len(self._wanted)].result()
        self._taken += 1
        return found


def reports(press: Press, cases: Sequence[Application], at: datetime) -> list[StoredFile]:
    """Keep a report for each case, in order."""
    return StoredFile.objects.bulk_create([_kept(case, press.take(), at) for case in cases])


def _report(place: int, title: str, unit: str, circle: str) -> bytes:
    turned = [*SENTENCES[place % len(SENTENCES) :], *SENTENCES[: place % len(SENTENCES)]]
    return papers.report(title, unit, circle, turned)


def _kept(case: Application, content: bytes, at: datetime) -> StoredFile:
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return StoredFile(
        name=f"{case.title[:40]}.pdf",
        path=path,
        sha256=sha256,
        size=len(content),
        content_type="application/pdf",
        pages=PAGES,
        stored_at=at,
        stored_by_id=case.created_by_id,
    )
