"""The demo season holds what people are to be shown."""

from __future__ import annotations

from collections import Counter

import pytest

from zhiping.config.demo import season
from zhiping.decision.models import Objection

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]


def test_the_public_notice_shows_an_objection_of_every_kind() -> None:
    season.build()
    states = Objection.objects.filter(item__notice__edition__key="excellence/2024").values_list("state", flat=True)
    assert Counter(states) == {"open": 1, "refused": 1, "upheld": 1}
