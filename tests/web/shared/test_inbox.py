"""The inbox, the account page and the pages for what went wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_member, make_organisation, make_user, user_of
from zhiping.accounts.models import User
from zhiping.core.permissions.actor import Role
from zhiping.messages import actions
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db

AT = datetime(2022, 5, 6, 2, 0, tzinfo=UTC)


def tell(user: User, n: int = 1) -> list[Message]:
    for i in range(n):
        actions.send(
            "screening.supplement_requested",
            to=[user.pk],
            key=f"screening.supplement_requested:{i}",
            facts={"title": f"成果{i}", "edition": "2022年QC小组活动", "items": "1. 封面缺少<盖章>", "due_at": AT},
            link="/cases/12/",
            at=AT,
        )
    return list(Message.objects.filter(to=user).order_by("-id"))


@pytest.fixture
def user() -> User:
    return user_of(make_member(make_organisation(), Role.APPLICANT))


@pytest.fixture
def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_the_inbox_lists_ones_messages_newest_first_with_what_is_unread(client: Client, user: User) -> None:
    tell(user, 2)
    tell(make_user("别人"))

    page = client.get("/inbox/").content.decode()

    assert page.index("成果1") < page.index("成果0")
    assert page.count("inbox__item--new") == 2
    assert "2 条未读" in page


def test_the_inbox_goes_by_when_a_message_was_sent_not_by_when_it_was_stored(client: Client, user: User) -> None:
    earlier, later = reversed(tell(user, 2))
    Message.objects.filter(pk=earlier.pk).update(created_at=AT + timedelta(days=1))

    page = client.get("/inbox/").content.decode()

    assert page.index(earlier.subject) < page.index(later.subject)


def test_an_empty_inbox_says_what_will_come(client: Client) -> None:
    assert "还没有消息" in client.get("/inbox/").content.decode()


def test_opening_a_message_marks_it_read_once_and_leads_to_the_case(client: Client, user: User) -> None:
    (letter,) = tell(user)

    page = client.get(f"/inbox/{letter.pk}/").content.decode()
    letter.refresh_from_db()
    first = letter.read_at
    client.get(f"/inbox/{letter.pk}/")
    letter.refresh_from_db()

    assert 'href="/cases/12/"' in page
    assert "封面缺少&lt;盖章&gt;" in page
    assert first is not None
    assert letter.read_at == first


def test_other_peoples_messages_do_not_exist(client: Client) -> None:
    (letter,) = tell(make_user("别人"))

    answer = client.get(f"/inbox/{letter.pk}/")

    letter.refresh_from_db()
    assert (answer.status_code, "成果0" in answer.content.decode(), letter.read_at) == (404, False, None)


def test_the_inbox_needs_a_sign_in() -> None:
    assert Client().get("/inbox/").headers["Location"] == "/accounts/login/?next=/inbox/"


def test_the_inbox_asks_the_database_as_often_for_one_message_as_for_three(client: Client, user: User) -> None:
    counts = []
    for n in (1, 3):
        tell(user, n)
        with CaptureQueriesContext(connection) as asked:
            client.get("/inbox/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_account_page_keeps_language_large_type_and_number(client: Client, user: User) -> None:
    answer = client.post("/account/", {"mobile": "138 0000 0000", "language": "en", "large_type": "on"})

    user.refresh_from_db()
    assert (user.mobile, user.language, user.large_type) == ("138 0000 0000", "en", True)
    assert answer.cookies["django_language"].value == "en"
    page = client.get("/account/").content.decode()
    assert 'data-type="large"' in page
    assert "Saved." in page


def test_a_wrong_number_is_refused_and_nothing_is_kept(client: Client, user: User) -> None:
    answer = client.post("/account/", {"mobile": "call me", "language": "en"})

    user.refresh_from_db()
    assert (answer.status_code, user.mobile, user.language) == (200, "", "zh-hans")
    assert "请填写手机号码" in answer.content.decode()
    assert 'value="call me"' in answer.content.decode()


def test_an_unknown_language_is_refused(client: Client, user: User) -> None:
    client.post("/account/", {"language": "tlh"})

    user.refresh_from_db()
    assert user.language == "zh-hans"


def expired(user: User, **headers: str) -> str:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    typed = {"reason": "退回<理由>\n第二行", "password1": "secret-secret", "revision": "4711", "read": 64 * "f"}
    answer = browser.post("/account/", typed, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


def test_an_expired_page_gives_back_what_was_typed_but_no_password(user: User) -> None:
    page = expired(user, Origin="http://testserver")

    assert "退回&lt;理由&gt;\n第二行</textarea>" in page
    assert 'name="reason"' in page
    assert "secret-secret" not in page


def test_what_a_page_put_into_its_form_for_itself_is_sent_again_but_not_read_out(user: User) -> None:
    page = expired(user, Origin="http://testserver")

    assert '<textarea class="visually-hidden" name="revision"' in page
    assert page.count("4711") == 1
    assert page.count(64 * "f") == 1


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_a_form_from_elsewhere_is_not_offered_again(user: User, headers: dict[str, str]) -> None:
    page = expired(user, **headers)

    assert "退回" not in page
    assert "页面已过期" in page


def test_an_absent_page_is_told_in_chinese() -> None:
    answer = Client().get("/no-such-page/")

    assert (answer.status_code, "找不到这个页面" in answer.content.decode()) == (404, True)


def test_an_error_of_ours_says_that_nothing_was_lost(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)

    def breaks(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("zhiping.messages.queries.inbox", breaks)
    answer = browser.get("/inbox/")

    assert (answer.status_code, "已保存的草稿都在" in answer.content.decode()) == (500, True)


def test_a_request_that_nobody_can_read_is_told_in_chinese(user: User) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)

    answer = browser.post("/account/", {f"f{i}": "x" for i in range(5_001)})

    assert (answer.status_code, "请求无法识别" in answer.content.decode()) == (400, True)
