"""On a slow line a page stands there before its scripts: what is typed meanwhile is saved as if they had been there."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Event

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import drafts, panels
from tests.factories.cases import make_case
from tests.factories.people import make_officer
from tests.web.clients import edition_showing
from zhiping.applications.models import Content
from zhiping.review import actions
from zhiping.review.models import Assignment, Scorecard

pytestmark = [pytest.mark.django_db(transaction=True)]
KEY = "qc-circle/2022"
SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")


def _open_before_its_scripts(page: Page, address: str) -> Callable[[], None]:
    """Go to a page whose scripts do not come until the returned function is called."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/*.js", hold)
    page.goto(address, wait_until="commit")

    def come() -> None:
        for route in held:
            route.continue_()
        page.unroute("**/js/*.js")

    return come


def test_points_typed_before_the_script_has_come_are_summed_and_saved(open_as: Callable[..., Page]) -> None:
    edition, office = edition_showing(panels.REVIEWING[KEY], KEY), make_officer()
    make_case(edition, "desk")
    expert = panels.make_expert(office=office)
    panels.seat(edition, "desk", [expert], office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=panels.REVIEWING[KEY])
    page = open_as(expert)
    scripts_come = _open_before_its_scripts(page, f"/expert/assignments/{Assignment.objects.get().pk}/")

    page.locator('[name="p-topic"]').fill("12.5")
    scripts_come()

    expect(page.locator("[data-total]")).to_have_text("12.5")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert Scorecard.objects.get().entries == {"topic": "12.5"}


def test_words_typed_before_the_script_has_come_are_saved(open_as: Callable[..., Page]) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY))
    page = open_as(draft.author)
    scripts_come = _open_before_its_scripts(page, f"/applications/{draft.case.pk}/sections/basics/")

    page.get_by_label("成果名称").fill("降低轴承返修率")
    scripts_come()

    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert Content.objects.get().answers["title"] == "降低轴承返修率"


def test_a_page_that_nobody_has_changed_sends_nothing(open_as: Callable[..., Page]) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY))
    page, sent = open_as(draft.author), Event()
    page.on("request", lambda request: sent.set() if request.method == "POST" else None)

    page.goto(f"/applications/{draft.case.pk}/sections/basics/")
    page.wait_for_timeout(2500)

    assert not sent.is_set()
