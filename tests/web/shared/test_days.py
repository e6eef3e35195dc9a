"""How days are said: those of this year without it, others with it."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest import mock

import pytest
from django.utils import timezone, translation

from zhiping.web.shared.templatetags.zhiping import day, day_time

NOW = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
"""Still the last day of the year in Shanghai."""


@pytest.fixture(autouse=True)
def _at_the_end_of_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", mock.Mock(return_value=NOW))


@pytest.mark.parametrize(
    ("instant", "language", "said"),
    [
        (datetime(2026, 5, 9, 1, tzinfo=UTC), "zh-hans", "5月9日"),
        (datetime(2026, 5, 9, 1, tzinfo=UTC), "en", "9 May"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "zh-hans", "2027年1月1日"),
        (datetime(2025, 12, 31, 16, tzinfo=UTC), "zh-hans", "1月1日"),
        (datetime(2022, 5, 9, 1, tzinfo=UTC), "en", "9 May 2022"),
    ],
)
def test_a_day_of_another_year_is_said_with_its_year(instant: datetime, language: str, said: str) -> None:
    with translation.override(language):
        assert day(instant) == said


def test_an_end_at_midnight_belongs_to_the_year_that_ends() -> None:
    with translation.override("zh-hans"):
        assert day_time(datetime(2026, 12, 31, 16, tzinfo=UTC)) == "12月31日 24:00"
        assert day_time(datetime(2027, 1, 14, 14, tzinfo=UTC)) == "2027年1月14日 22:00"
