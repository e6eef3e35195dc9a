"""On a phone the programmes of a recommending unit take little room above its list."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_tabs_with_long_names_stand_below_each_other_without_gaps(open_as: Callable[..., Page]) -> None:
    unit = make_organisation()
    keys = ("qc-circle/2020", "qc-circle/2022", "site-management/2023")
    registers = [make_recommender(make_edition(key), organisation=unit) for key in keys]
    page = open_as(opinions.officer_of(registers[0]), phone=True)

    page.goto("/recommender/applications/")
    tabs = page.locator("main ul.tabs li")
    boxes = [tabs.nth(place).bounding_box() for place in range(tabs.count())]

    assert len(boxes) == 3
    assert max(low["y"] - high["y"] - high["height"] for high, low in pairwise(boxes)) <= 1  # type: ignore[index]
