"""Times as notices write them become half-open spans in UTC, and read as the notice says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhiping.core.definition.vocabulary import Precision
from zhiping.core.definition.when import When, span


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


SPANS = [
    ("2020-07-12T22:00", utc(2020, 7, 12, 14), utc(2020, 7, 12, 14), Precision.INSTANT, "2020年7月12日22:00"),
    ("2020-07-12 22:00:30", utc(2020, 7, 12, 14, 0, 30), utc(2020, 7, 12, 14, 0, 30), Precision.INSTANT, "2020年7月12日22:00:30"),
    ("2020-07-12T22:00+08:00", utc(2020, 7, 12, 14), utc(2020, 7, 12, 14), Precision.INSTANT, "2020年7月12日22:00"),
    ("2024-06-27", utc(2024, 6, 26, 16), utc(2024, 6, 27, 16), Precision.DAY, "2024年6月27日"),
    ("2022-04-上旬", utc(2022, 3, 31, 16), utc(2022, 4, 10, 16), Precision.THIRD_OF_MONTH, "2022年4月上旬"),
    ("2022-04-中旬", utc(2022, 4, 10, 16), utc(2022, 4, 20, 16), Precision.THIRD_OF_MONTH, "2022年4月中旬"),
    ("2024-02-下旬", utc(2024, 2, 20, 16), utc(2024, 2, 29, 16), Precision.THIRD_OF_MONTH, "2024年2月下旬"),
    ("2022-12", utc(2022, 11, 30, 16), utc(2022, 12, 31, 16), Precision.MONTH, "2022年12月"),
    ("2019-Q4", utc(2019, 9, 30, 16), utc(2019, 12, 31, 16), Precision.QUARTER, "2019年第四季度"),
    ("2018-H1", utc(2017, 12, 31, 16), utc(2018, 6, 30, 16), Precision.HALF_YEAR, "2018年上半年"),
    ("2018", utc(2017, 12, 31, 16), utc(2018, 12, 31, 16), Precision.YEAR, "2018年"),
    ("2023-04..2023-06", utc(2023, 3, 31, 16), utc(2023, 6, 30, 16), Precision.RANGE, "2023年4月至2023年6月"),
    ("..2022-07-31", None, utc(2022, 7, 31, 16), Precision.BY, "2022年7月31日前"),
    ("2018-06..", utc(2018, 5, 31, 16), None, Precision.RANGE, "2018年6月起"),
    ("later", None, None, Precision.LATER, "另行通知"),
    ("另行通知", None, None, Precision.LATER, "另行通知"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "earliest", "latest", "precision", "text"), SPANS)
def test_a_written_time_is_read(
    written: str, earliest: datetime | None, latest: datetime | None, precision: Precision, text: str
) -> None:
    when = When(at=written)

    assert (when.earliest, when.latest, when.precision, when.text) == (earliest, latest, precision, text)


@pytest.mark.parametrize(
    "written",
    ["", "..", "2022-13", "2022-04-31", "2022-4", "2022-Q5", "2022-H0", "4月下旬", "2022-04-下", "2020-07-12T25:00", "2022-08..2022-07", "2022-01-01T00:00+09:00"],
)  # fmt: skip
def test_an_unreadable_time_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(ValueError, match="请"):
        span(written)


def test_the_notices_own_words_are_kept() -> None:
    assert When.model_validate({"at": "2023-04", "text": "4-6月"}).text == "4-6月"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-08-23T15:00", "23 August 2024, 15:00"),
        ("2024-06-27", "27 June 2024"),
        ("2022-04-下旬", "late April 2022"),
        ("2023-04", "April 2023"),
        ("2019-Q4", "fourth quarter of 2019"),
        ("2018-H1", "first half of 2018"),
        ("2018", "2018"),
        ("2023-04..2023-06", "April 2023 to June 2023"),
        ("..2022-07-31", "by 31 July 2022"),
        ("2023-04..", "from April 2023"),
        ("later", "to be announced"),
    ],
)
def test_english_pages_say_times_in_english(written: str, said: str) -> None:
    assert When.model_validate(written).text_en == said


def test_a_bare_year_is_a_time() -> None:
    assert When.model_validate(2018) == When(at="2018")


@pytest.mark.parametrize("written", [True, 20.5, None, ["2018"]])
def test_other_values_are_no_time(written: object) -> None:
    with pytest.raises(ValidationError):
        When.model_validate(written)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 30)))
def test_every_day_lies_in_its_month_and_its_third(day: object) -> None:
    month = span(f"{day:%Y-%m}")
    thirds = [span(f"{day:%Y-%m}-{third}") for third in ("上旬", "中旬", "下旬")]
    first, after, _ = span(f"{day:%Y-%m-%d}")

    assert first is not None
    assert after is not None
    assert sum(begin <= first and after <= end for begin, end, _ in thirds if begin and end) == 1
    assert (thirds[0][0], thirds[2][1]) == month[:2]
    assert [end for _, end, _ in thirds[:2]] == [begin for begin, _, _ in thirds[1:]]
