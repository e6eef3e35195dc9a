"""Editions that are asked for together come as if each had been asked for by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.editions import make_edition
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, StageWindow

pytestmark = pytest.mark.django_db


def test_the_running_editions_and_the_windows_of_each_are_two_questions() -> None:
    circle, excellence = make_edition(), make_edition("excellence/2024")
    Edition.objects.filter(pk=make_edition("qc-circle/2020").pk).update(status=Edition.Status.PREPARING)

    with CaptureQueriesContext(connection) as seen:
        found = {edition.pk: _stages(programmes.windows(edition)) for edition in programmes.running_now()}

    windows = {edition: _stages(StageWindow.objects.filter(edition=edition)) for edition in (circle, excellence)}
    assert found == {edition.pk: stages for edition, stages in windows.items()}
    assert (len(seen), all(windows.values())) == (2, True)


def test_an_edition_read_by_its_id_asks_for_its_windows_once() -> None:
    edition = make_edition()

    with CaptureQueriesContext(connection) as seen:
        found = programmes.get_edition(edition.pk)
        windows = [_stages(programmes.windows(found)) for _time in range(3)]

    assert (windows, len(seen)) == ([_stages(StageWindow.objects.filter(edition=edition))] * 3, 2)


def _stages(windows: Iterable[StageWindow]) -> list[str]:
    return sorted(window.stage_id for window in windows)
