"""A conflict is judged as it was on the page: what a colleague has said of it meanwhile is read first."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.review import actions
from zhiping.review.models import Conflict
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]
KIND = "same_organisation"


def _found() -> tuple[Conflict, dict[str, str]]:
    """Return a conflict, and the addresses of the list and of its own page."""
    edition, office, unit = make_edition(), make_officer(), make_organisation()
    make_case(edition, "desk", organisation=unit)
    panels.commit(panels.make_expert("甲某", unit), edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    conflict = Conflict.objects.get(kind=KIND)
    base = f"/office/review/{edition.pk}/conflicts/"
    Conflict.objects.update(is_certain=False)
    return conflict, {
        "list": base,
        "waiting": f"{base}?show=waiting",
        "page": f"/office/review/conflicts/{conflict.pk}/",
    }


def _form(page: Any) -> dict[str, str]:
    (form,) = html.fromstring(page.content).xpath("//main//form[.//textarea[@name='reason']]")
    fields = form.xpath(".//input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in fields} | {"reason": "同名不同单位", "act": "confirm"}


@pytest.mark.parametrize("where", ["list", "waiting", "page"])
def test_a_colleagues_word_is_not_overruled_unread(where: str) -> None:
    conflict, paths = _found()
    client = client_of(make_officer(name="钱主任"))
    sent = _form(client.get(paths[where])) | {"confirm": "1"}
    first = {"reason": "同名，并非一家", "confirmed": False, "by": make_officer(name="郑干事"), "at": AT}
    actions.judge_conflict(conflict_id=conflict.pk, **first)

    stale = client.post(paths[where], sent)
    before = Conflict.objects.get(pk=conflict.pk).state
    client.post(paths[where], _form(stale) | {"confirm": "1"})

    page = stale.content.decode()
    assert [said in page for said in (CHANGED, "同名，并非一家", "同名不同单位")] == [True] * 3
    assert (before, Conflict.objects.get(pk=conflict.pk).state) == ("dismissed", "confirmed")
