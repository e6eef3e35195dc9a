"""The pure rules of the pool."""

from __future__ import annotations

from datetime import date

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.experts.rules import check_employment

FROM = date(2020, 7, 1)


@pytest.mark.parametrize("until", [None, FROM, date(2022, 1, 31)])
def test_a_post_may_last_end_later_or_on_its_first_day(until: date | None) -> None:
    check_employment(FROM, until)


def test_a_post_does_not_end_before_it_begins() -> None:
    with pytest.raises(RuleViolation) as refused:
        check_employment(FROM, date(2020, 6, 30))

    assert (refused.value.code, refused.value.facts) == ("employment.ends_before_it_begins", {})
