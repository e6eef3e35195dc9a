"""The formal check is passed on what the officer had read: content, files, supplements, findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.people import make_officer
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.core.permissions.actor import Actor
from zhiping.journey.actions import work_run
from zhiping.journey.models import Run
from zhiping.screening import actions, queries
from zhiping.screening.models import Docket, Finding
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _while_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _screened() -> tuple[drafts.Draft, str]:
    draft, _officer = opinions.recommended()
    return draft, f"/office/screening/{draft.case.pk}/"


def _passing(page: Any) -> dict[str, str]:
    (button,) = html.fromstring(page.content).xpath("//main//button[@name='act' and @value='pass']")
    fields = button.xpath("ancestor::form//input[@type='hidden']")
    return {"act": "pass", "pass-reason": "已逐项核对"} | {field.get("name"): field.get("value") for field in fields}


def _supplement(draft: drafts.Draft, office: Actor, *, file: bool = False) -> None:
    """Ask for something, have it answered, settle it: no finding stands afterwards."""
    who: dict[str, Any] = {"application_id": draft.case.pk, "by": office, "at": AT}
    found = actions.add_finding(text="缺盖章页", **who)
    actions.return_for_supplement(finding_ids=[found.pk], due_at=AT + timedelta(days=5), **who)
    given = {found.pk: ("盖章页.jpg", opinions.make_picture("JPEG"))} if file else {}
    actions.answer(application_id=draft.case.pk, replies={found.pk: "已补"}, attachments=given, by=draft.author, at=AT)
    for standing in Finding.objects.filter(application=draft.case, closed_at=None):
        actions.dismiss_finding(finding_id=standing.pk, reason="已补正", by=office, at=AT)


def _remark(draft: drafts.Draft, office: Actor) -> None:
    actions.add_finding(application_id=draft.case.pk, text="建议补充目录", blocking=False, by=office, at=AT)


CHANGES: dict[str, Callable[[drafts.Draft, Actor], None]] = {
    "words": _supplement,
    "a file": lambda draft, office: _supplement(draft, office, file=True),
    "a remark": _remark,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_came_after_the_page_was_read_is_read_before_it_passes(change: str) -> None:
    draft, address = _screened()
    colleague, client = make_officer(name="郑干事"), client_of(make_officer())
    sent = _passing(client.get(address))
    CHANGES[change](draft, colleague)

    stale = client.post(address, sent)
    before = drafts.reload(draft).case.phase
    client.post(address, _passing(stale))

    assert CHANGED in stale.content.decode()
    assert "已逐项核对</textarea>" in stale.content.decode()
    assert (before, drafts.reload(draft).case.phase) == ("screening", "round")


def test_a_refusal_too_is_proposed_of_what_was_read() -> None:
    draft, address = _screened()
    client = client_of(make_officer())
    (form,) = html.fromstring(client.get(address).content).xpath("//main//form[.//button[@value='fail']]")
    (read,) = form.xpath(".//input[@name='read']/@value") or [""]
    _supplement(draft, make_officer(name="郑干事"))

    stale = client.post(address, {"act": "fail", "fail-reason": "缺少盖章页，不予通过", "read": read})

    assert stale.status_code == 200
    assert [said in stale.content.decode() for said in (CHANGED, "缺少盖章页，不予通过</textarea>")] == [True, True]
    assert queries.pending_refusal(draft.case) is None


def test_what_is_as_it_was_read_passes_though_a_colleague_looked_too() -> None:
    draft, address = _screened()
    client = client_of(make_officer())
    sent = _passing(client.get(address))
    client_of(make_officer(name="郑干事")).get(address)
    Docket.objects.update(officer=make_officer(name="吴干事").person_id, given_at=AT)

    client.post(address, sent)

    assert drafts.reload(draft).case.phase == "round"


def test_the_refusal_is_said_in_english_too() -> None:
    draft, address = _screened()
    client = client_of(make_officer())
    sent = _passing(client.get(address))
    _remark(draft, make_officer(name="郑干事"))
    client.cookies["django_language"] = "en"

    stale = client.post(address, sent).content.decode()

    assert "What is listed has changed since you looked at it. Please confirm it again as it is now." in stale


def test_several_pass_as_they_were_when_they_were_listed() -> None:
    draft, _address = _screened()
    office = make_officer()
    client, colleague = client_of(office), make_officer(name="郑干事")
    actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)
    page = _listed(client, draft)
    _supplement(draft, colleague)

    stale = client.post("/office/bulk/", confirmation_of(page))
    before = drafts.reload(draft).case.phase
    client.post("/office/bulk/", confirmation_of(html.fromstring(stale.content)))

    assert (stale.status_code, CHANGED in stale.content.decode()) == (409, True)
    assert (before, drafts.reload(draft).case.phase) == ("screening", "round")


def _listed(client: Client, draft: drafts.Draft) -> html.HtmlElement:
    sent = {"act": "accept", "list": "applications", "rows": [draft.case.pk]}
    return html.fromstring(client.post("/office/bulk/", sent).content)


def test_more_than_a_page_waits_for_pass_as_they_were_when_they_were_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiping.web.secretariat.bulk.MOST", 0)
    draft, _address = _screened()
    office = make_officer()
    client = client_of(office)
    actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)
    client.post("/office/bulk/", confirmation_of(_listed(client, draft)))
    _supplement(draft, make_officer(name="郑干事"))

    work_run(run_id=Run.objects.get().pk, clock=lambda: AT)

    assert CHANGED in client.get(f"/runs/{Run.objects.get().pk}/").content.decode()
    assert drafts.reload(draft).case.phase == "screening"
