"""Bytes that no row names go after a day; bytes that somebody stores again at that moment stay."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from tests.factories.people import LONG_AGO
from tests.files.test_store import make_pdf
from zhiping.core.permissions.actor import SYSTEM
from zhiping.files import actions
from zhiping.files.models import StoredFile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def _content() -> bytes:
    """Bytes that no other test stores: the folder is one for all that run side by side."""
    return make_pdf(1, title=str(uuid4()))


def _orphan(content: bytes, at: datetime) -> str:
    """Leave bytes as an act does that is rolled back after they were stored."""
    with pytest.raises(RuntimeError), transaction.atomic():
        path = actions.store(name="a.pdf", content=content, by=SYSTEM, at=LONG_AGO).path
        raise RuntimeError
    place = Path(default_storage.path(path))
    os.utime(place, (at.timestamp(), at.timestamp()))
    return path


def test_only_bytes_that_lie_for_a_day_and_belong_to_nothing_go() -> None:
    old, young = _orphan(_content(), NOW - timedelta(days=2)), _orphan(_content(), NOW - timedelta(hours=2))
    kept = actions.store(name="b.pdf", content=_content(), by=SYSTEM, at=LONG_AGO)
    os.utime(default_storage.path(kept.path), (0, 0))

    swept = actions.sweep_orphans(at=NOW)

    assert [default_storage.exists(path) for path in (old, young, kept.path)] == [False, True, True]
    assert swept >= 1
    assert StoredFile.objects.get() == kept


def test_bytes_that_were_refused_once_and_are_handed_in_again_stay() -> None:
    content = _content()
    path = _orphan(content, NOW - timedelta(days=2))
    again = actions.store(name="c.pdf", content=content, by=SYSTEM, at=LONG_AGO)

    actions.sweep_orphans(at=NOW)

    assert again.path == path
    assert default_storage.exists(path)
