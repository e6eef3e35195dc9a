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


def test_the_picture_of_bytes_that_go_goes_with_them_and_the_picture_of_a_kept_file_stays() -> None:
    gone, kept = (_drawn() for _n in range(2))
    pictures = [one.preview for one in (gone, kept)]
    gone.delete()

    swept = actions.sweep_orphans(at=NOW)

    assert [default_storage.exists(path) for path in (gone.path, kept.path)] == [False, True]
    assert [default_storage.exists(path) for path in pictures] == [False, True]
    assert swept >= 2


def test_a_picture_left_behind_by_bytes_that_went_earlier_goes_after_its_own_day() -> None:
    young, old = (_drawn() for _n in range(2))
    for one in (young, old):
        default_storage.delete(one.path)
        one.delete()
    os.utime(default_storage.path(young.preview), (NOW.timestamp(), NOW.timestamp()))

    actions.sweep_orphans(at=NOW)

    assert [default_storage.exists(one.preview) for one in (young, old)] == [True, False]


def _drawn() -> StoredFile:
    """Return a kept file with its picture, both of long ago."""
    stored = actions.store(name="d.pdf", content=_content(), by=SYSTEM, at=LONG_AGO)
    assert actions.make_preview(file_id=stored.pk)
    stored.refresh_from_db()
    for path in (stored.path, stored.preview):
        os.utime(default_storage.path(path), (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    return stored
