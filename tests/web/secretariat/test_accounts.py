"""The office's desk of people: offices granted and ended, mails in trouble settled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.people import make_member, make_officer, make_organisation, make_user, user_of
from zhiping.accounts.models import OfficeRole
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry
from zhiping.messages import actions, queries
from zhiping.messages.models import OutboxMail

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


@pytest.fixture
def client() -> Client:
    return browser_of(make_officer())


def make_trouble(state: str = "failed", n: int = 1) -> OutboxMail:
    user = make_user("收件人")
    for i in range(n):
        facts = {"title": f"成果{i}", "edition": "2022年QC小组活动"}
        actions.send("screening.passed", to=[user.pk], key=f"screening.passed:{i}", facts=facts, at=AT)
    OutboxMail.objects.update(state=state, claimed_at=AT, attempts=3, fault="550 no such person")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return OutboxMail.objects.filter(message__to=user)[0]


def test_an_officer_grants_an_office_by_user_name(client: Client) -> None:
    person = make_user("吴主任")

    answer = client.post(
        "/office/offices/", {"person": person.username.upper(), "office": "guiding", "body": "市总工会"}
    )

    assert answer.headers["Location"] == "/office/offices/"
    assert OfficeRole.objects.filter(user=person, office="guiding", body="市总工会").count() == 1
    assert "吴主任" in client.get("/office/offices/").content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"person": "nobody", "office": "committee"}, "没有这个账户。请对方先注册，再授予职务。"),
        ({"person": "{}", "office": "guiding"}, "请写明指导单位的名称。"),
        ({"person": "{}", "office": "king"}, "king"),
    ],
)
def test_a_wrong_grant_is_refused_with_its_reason_and_keeps_what_was_typed(
    client: Client, given: dict[str, str], said: str
) -> None:
    typed = {**given, "person": given["person"].format(make_user().username), "reason": "来函〔2026〕3号"}

    page = client.post("/office/offices/", typed).content.decode()

    assert said in page
    assert 'value="来函〔2026〕3号"' in page
    assert OfficeRole.objects.count() == 1


def test_nobody_grants_an_office_to_oneself(client: Client) -> None:
    own = OfficeRole.objects.get().user

    page = client.post("/office/offices/", {"person": own.username, "office": "committee"}).content.decode()

    assert "不能给自己授予职务" in page


def test_an_office_is_ended_with_a_reason(client: Client) -> None:
    held = OfficeRole.objects.get(user_id=make_officer(Role.COMMITTEE).user_id)
    address = f"/office/offices/{held.pk}/end/"

    without = client.post(address, {"reason": " "})
    client.post(address, {"reason": "任期届满"})

    held.refresh_from_db()
    assert (without.status_code, held.ended_at is not None) == (200, True)
    assert Entry.objects.get(act="journey.end_office").reason == "任期届满"
    assert client.get(address).status_code == 404


def test_the_last_officer_stays(client: Client) -> None:
    held = OfficeRole.objects.get()

    answer = client.post(f"/office/offices/{held.pk}/end/", {"reason": "误"})

    assert (answer.status_code, "最后一个能授予职务的人" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.UNIT, Role.RECOMMENDER])
def test_the_desk_is_closed_to_others(role: Role) -> None:
    outsider = browser_of(make_member(make_organisation(), role))
    mail = make_trouble()

    statuses = [
        outsider.get(p).status_code for p in ("/office/offices/", "/office/mails/", f"/office/mails/{mail.pk}/")
    ]

    assert statuses == [403, 403, 403]


@pytest.mark.parametrize(("state", "said"), [("failed", "拒收"), ("claimed", "不知是否寄出")])
def test_mails_in_trouble_are_listed_with_their_reason(client: Client, state: str, said: str) -> None:
    make_trouble(state)

    page = client.get("/office/mails/").content.decode()

    assert said in page
    assert "550 no such person" in page


def test_the_worklist_of_the_office_and_the_operator_counts_them() -> None:
    make_trouble(n=2)

    for role in (Role.SECRETARIAT, Role.OPERATOR):
        (item,) = queries.waiting_for(make_officer(role))
        assert (item.what, item.href_name, item.count, item.since) == ("settle_mail", "secretariat:mails", 2, AT)
    assert queries.waiting_for(make_officer(Role.COMMITTEE)) == []


def test_a_person_has_a_mail_sent_again_with_a_reason(client: Client) -> None:
    mail = make_trouble("claimed")
    page = client.get(f"/office/mails/{mail.pk}/").content.decode()

    client.post(f"/office/mails/{mail.pk}/", {"reason": "已电话核实未收到", "decision": "again"})

    mail.refresh_from_db()
    assert "对方可能已经收到" in page
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert [j.args for j in ProcrastinateJob.objects.all()] == [{"mail_id": mail.pk}]
    entry = Entry.objects.get(act="journey.settle_mail")
    assert (entry.reason, entry.facts) == ("已电话核实未收到", {"again": True, "fault": "550 no such person"})


def test_a_mail_is_left_unsent_and_gone_from_the_list(client: Client) -> None:
    mail = make_trouble()

    client.post(f"/office/mails/{mail.pk}/", {"reason": "地址有误", "decision": "never"})

    mail.refresh_from_db()
    assert (mail.state, ProcrastinateJob.objects.count()) == ("dropped", 0)
    assert "没有需要处理的邮件" in client.get("/office/mails/").content.decode()
    assert client.get(f"/office/mails/{mail.pk}/").status_code == 404


def test_a_mail_that_is_not_in_trouble_cannot_be_settled() -> None:
    mail = make_trouble("sent")

    with pytest.raises(RuleViolation, match="mail.not_in_trouble"):
        actions.settle(mail_id=mail.pk, again=True, at=AT)


@pytest.mark.parametrize("address", ["/office/offices/", "/office/mails/"])
def test_the_desk_asks_the_database_as_often_for_one_row_as_for_three(client: Client, address: str) -> None:
    client.get(address)  # the session notes its beginning
    asked = []
    for n in (1, 3):
        make_trouble(n=n)
        for _ in range(n):
            make_officer(Role.COMMITTEE)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked.append(len(captured))

    assert asked[0] == asked[1]
