"""Public pages are kept for everybody who is nobody in particular, and never any longer than they are true."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.decisions import make_published
from tests.factories.people import LONG_AGO, make_officer, user_of
from zhiping.journal.models import Entry
from zhiping.web.public import pages_kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEEP_PUBLIC_PAGES = True  # type: ignore[attr-defined]
    monkeypatch.setattr(pages_kept, "ASKED_EVERY", 0.0)


def test_the_second_stranger_gets_the_first_ones_page_and_costs_only_a_look_at_the_journal(
    django_assert_num_queries: object,
) -> None:
    browser, address = Client(), f"/publications/{make_published().pk}/"
    first = browser.get(address)

    with django_assert_num_queries(1):  # type: ignore[operator]
        second = browser.get(address)

    assert (second.content, second.headers["Content-Language"]) == (first.content, "zh-hans")
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_an_act_makes_kept_pages_old_at_once() -> None:
    browser = Client()
    before = browser.get("/publications/").content.decode()

    released = make_published()
    after = browser.get("/publications/").content.decode()

    assert (released.title in before, released.title in after) == (False, True)


def test_an_act_that_is_committed_behind_a_later_one_makes_a_page_old_too() -> None:
    """Numbers are taken in one order and may be committed in another: the highest number alone would hide it."""
    shelf, key = pages_kept.Shelf(), ("host", "/", "")
    newest = max(pages_kept.journal.newest(), default=0)
    Entry.objects.create(pk=newest + 2, at=LONG_AGO, role="operator", act="test.later", subject="test:2")
    shelf.keep(key, pages_kept.Kept(b"", {}, pages_kept.journal.newest(), 0.0))
    before = shelf.find(key, 1.0)

    Entry.objects.create(pk=newest + 1, at=LONG_AGO, role="operator", act="test.earlier", subject="test:1")

    assert (before is None, shelf.find(key, 2.0)) == (False, None)


def test_languages_do_not_mix() -> None:
    browser, pages = Client(), []  # one, because each has a shelf of its own
    for language in ("zh-hans", "en", "zh-hans", "en"):
        browser.cookies["django_language"] = language
        pages.append(browser.get("/publications/"))

    assert [page.headers["Content-Language"] for page in pages] == ["zh-hans", "en"] * 2
    assert [page.content == pages[0].content for page in pages] == [True, False, True, False]


def test_a_strange_language_or_an_endless_address_makes_no_page_of_its_own(django_assert_num_queries: object) -> None:
    browser = Client()
    first = browser.get("/publications/")

    browser.cookies["django_language"] = "x" * 3_000
    with django_assert_num_queries(1):  # type: ignore[operator]
        again = browser.get("/publications/")
    long = f"/publications/?{'x' * 600}"
    browser.get(long)
    with django_assert_num_queries(2):  # type: ignore[operator]
        browser.get(long)

    assert again.content == first.content


def test_who_is_signed_in_neither_gets_a_kept_page_nor_leaves_one() -> None:
    officer, browser = make_officer(name="周干事"), Client()
    public = browser.get("/")
    browser.force_login(user_of(officer))
    own = [browser.get("/") for _time in range(2)]
    browser.cookies.clear()
    again = browser.get("/")

    assert ["周干事".encode() in page.content for page in (public, *own, again)] == [False, True, True, False]
    assert [page.headers["Cache-Control"] for page in own] == ["no-store, private"] * 2
    assert again.content == public.content


def test_pages_with_forms_of_ones_own_are_not_kept() -> None:
    browser = Client()

    tokens = {browser.get("/objections/status/").context["csrf_token"] for _turn in range(2)}

    assert len(tokens) == 2


def test_the_shelf_forgets_what_was_used_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_kept, "MOST_BYTES", 5)
    shelf = pages_kept.Shelf()
    for path in "abcc":
        shelf.keep(("host", path, ""), pages_kept.Kept(b"xx", {}, (), 0.0))

    assert ([key[1] for key in shelf.pages], shelf.size) == (["b", "c"], 4)


def test_a_page_lives_a_minute_at_most() -> None:
    shelf = pages_kept.Shelf()
    shelf.keep(("host", "/", ""), pages_kept.Kept(b"", {}, pages_kept.journal.newest(), 0.0))

    assert shelf.find(("host", "/", ""), 59.0) is not None
    assert shelf.find(("host", "/", ""), 60.0) is None
