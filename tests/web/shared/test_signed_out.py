"""A session that ended while a page stood open: a script is told, a form comes back with what was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import drafts
from tests.factories.people import make_member, make_officer
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Content
from zhiping.core.permissions.actor import Role
from zhiping.web.shared.accounts import guard

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"


@pytest.fixture
def draft() -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY))


def _address(draft: drafts.Draft) -> str:
    return f"/applications/{draft.case.pk}/sections/basics/"


TYPED = {"on_page": ["title"], "title": "写到一半的题目", "revision": "0", "base": "{}"}


def test_a_page_that_saves_itself_is_told_where_to_sign_in(draft: drafts.Draft) -> None:
    answer = Client().post(_address(draft), TYPED, headers={"X-Autosave": "1"})

    assert (answer.status_code, answer.json()["signed_out"]) == (401, f"/accounts/login/?next={_address(draft)}")


def test_a_plain_form_comes_back_with_everything_and_is_saved_after_signing_in(draft: drafts.Draft) -> None:
    answer = Client().post(_address(draft), TYPED)
    page = answer.content.decode()

    assert (answer.status_code, "登录已过期，还没有保存" in page) == (403, True)
    assert (
        '<textarea class="visually-hidden" name="title" tabindex="-1" aria-hidden="true" readonly>\n写到一半的题目'
        in page
    )
    assert client_of(draft.author).post(_address(draft), TYPED).status_code == 302
    assert Content.objects.get().answers["title"] == "写到一半的题目"


def test_who_only_looks_is_led_to_the_sign_in_page(draft: drafts.Draft) -> None:
    answer = Client().get(_address(draft))

    assert answer["Location"] == f"/accounts/login/?next={_address(draft)}"


def test_a_page_with_an_old_token_gets_a_new_one_and_saves(draft: drafts.Draft) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(client_of(draft.author).cookies)
    autosave = {"X-Autosave": "1"}

    told = client.post(_address(draft), TYPED, headers=autosave).json()
    saved = client.post(_address(draft), TYPED | {"csrfmiddlewaretoken": told["token"]}, headers=autosave)

    assert (saved.status_code, Content.objects.get().answers["title"]) == (200, "写到一半的题目")


def test_a_page_that_stood_open_saves_nothing_in_the_name_of_who_signed_in_meanwhile(draft: drafts.Draft) -> None:
    colleague = make_member(draft.case.organisation, Role.APPLICANT, "同事")
    draft.case.editors.add(colleague.user_id)
    client = client_of(colleague)

    refused = client.post(_address(draft), TYPED | {"writer": str(draft.author.user_id)}, headers={"X-Autosave": "1"})
    assert (refused.status_code, Content.objects.get().answers.get("title")) == (403, None)
    own = client.post(_address(draft), TYPED | {"writer": str(colleague.user_id)}, headers={"X-Autosave": "1"})

    assert (own.status_code, Content.objects.get().answers["title"]) == (200, "写到一半的题目")


def test_staff_whose_session_was_idle_too_long_keep_what_they_typed(settings: object) -> None:
    client = client_of(make_officer())
    session = client.session
    session[guard.SINCE] = session[guard.SEEN] = 1
    session.save()

    answer = client.post("/office/offices/", {"reason": "写到一半的理由"})

    assert (answer.status_code, "写到一半的理由" in answer.content.decode()) == (403, True)


def test_a_password_is_never_given_back(settings: object) -> None:
    client = client_of(make_officer())
    session = client.session
    session[guard.SINCE] = session[guard.SEEN] = 1
    session.save()

    answer = client.post("/accounts/password/change/", {"oldpassword": "geheim-geheim", "password1": "neu-geheim-neu"})

    assert "geheim" not in answer.content.decode()
