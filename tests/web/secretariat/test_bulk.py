"""Many cases at once from the office's lists: tried first, confirmed, done; nothing but what was shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.screening import actions
from zhiping.screening.models import Docket

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
BULK = "/office/bulk/"


@pytest.fixture(autouse=True)
def _while_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _try(client: Client, act: str, **sent: Any) -> html.HtmlElement:
    return html.fromstring(client.post(BULK, {"act": act, "list": "applications", **sent}).content.decode())


def _figures(page: html.HtmlElement) -> list[int]:
    """Return how many were chosen, would be done, would not."""
    return [int(dd.text_content()) for dd in page.xpath("//dl[@class='facts']//dd")]


def _confirm(client: Client, page: html.HtmlElement, **more: Any) -> Any:
    """Send the form of the dry run as the page has it."""
    return client.post(BULK, {**confirmation_of(page), **more}, follow=True)


def test_the_dry_run_counts_and_names_each_refusal_and_the_confirmation_does_the_rest() -> None:
    edition, office = make_edition(), make_officer()
    sound, faulty, unchecked = (make_case(edition, "screening", title=f"成果{n}") for n in "甲乙丙")
    for case in (sound, faulty):
        Docket.objects.create(application=case, checked_at=AT)
    actions.add_finding(application_id=faulty.pk, text="缺页", by=office, at=AT)
    client = client_of(office)

    page = _try(client, "accept", all="1", query=f"edition={edition.pk}&phase=screening")
    before = Application.objects.get(pk=sound.pk).state
    answer = _confirm(client, page)

    reasons = {
        str(lot.xpath("string(summary/text())")).strip(): lot.xpath(".//a/text()")
        for lot in page.xpath("//main//details")
    }
    assert _figures(page) == [3, 1, 2]
    assert reasons == {
        "还有 1 项问题或提示没有处理，请逐项查看。": ["成果乙"],
        "还没有运行自动检查（或补正后还没有重新运行）。": ["成果丙"],
    }
    assert before == "screening"
    assert answer.redirect_chain == [(f"/office/applications/?edition={edition.pk}&phase=screening", 302)]
    assert "形式审查通过：已办理 1 项。" in answer.content.decode()
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == [
        "desk",
        "screening",
        "screening",
    ]
    assert unchecked.pk  # stays


def test_only_what_the_filter_shows_is_chosen_by_all_of_it() -> None:
    edition = make_edition()
    for state, title in (("screening", "缩短换模时间"), ("screening", "降低能耗"), ("recommend", "缩短换模周期")):
        make_case(edition, state, title=title)

    page = _try(client_of(make_officer()), "check", all="1", query="q=换模")

    assert _figures(page) == [2, 1, 1]


def test_rows_ticked_are_chosen_and_no_others() -> None:
    edition, office = make_edition(), make_officer()
    first, _second = (make_case(edition, "screening", title=f"成果{n}") for n in "甲乙")
    client = client_of(office)

    page = _try(client, "share_out", rows=[first.pk, 0])
    answer = _confirm(client, page, officers=[office.person_id])

    assert _figures(page) == [1, 1, 0]
    assert "分派形式审查：已办理 1 项。" in answer.content.decode()
    assert list(Docket.objects.values_list("application_id", "officer_id")) == [(first.pk, office.person_id)]


def test_what_changed_after_it_was_shown_is_shown_again_and_not_done() -> None:
    edition, office = make_edition(), make_officer()
    make_case(edition, "screening")
    client = client_of(office)
    page = _try(client, "share_out", all="1")
    make_case(edition, "screening")

    answer = _confirm(client, page, officers=[office.person_id])

    assert answer.status_code == 409
    assert "所列内容在您查看以后有变动" in answer.content.decode()
    assert _figures(html.fromstring(answer.content.decode())) == [2, 2, 0]
    assert not Docket.objects.exists()


def test_what_one_officer_saw_is_not_done_by_another_nor_by_another_act() -> None:
    office, colleague = make_officer(), make_officer(name="吴干事")
    make_case(make_edition(), "screening")
    client, officers = client_of(office), [office.person_id]
    page = _try(client, "share_out", all="1")

    answers = [
        _confirm(client_of(colleague), page, officers=officers),
        _confirm(client, page, officers=officers, act="reassign"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("所列内容在您查看以后有变动" in answer.content.decode() for answer in answers)
    assert not Docket.objects.exists()


def test_sharing_with_nobody_is_refused_on_the_page() -> None:
    make_case(make_edition(), "screening")
    client = client_of(make_officer())

    answer = _confirm(client, _try(client, "share_out", all="1"))

    assert "请选择至少一位同事。" in answer.content.decode()


def test_the_desk_shares_what_nobody_has_and_each_finds_their_own() -> None:
    edition, office, colleague = make_edition(), make_officer(name="周干事"), make_officer(name="吴干事")
    for n in range(4):
        make_case(edition, "screening", title=f"成果{n}", at=AT - timedelta(days=n))
    client = client_of(office)
    desk = f"edition={edition.pk}&kind=first&whose=none"

    page = _try(client, "share_out", all="1", list="screening", query=desk)
    answer = _confirm(client, page, officers=[office.person_id, colleague.person_id])
    mine = html.fromstring(client.get(f"/office/screening/?edition={edition.pk}&whose=mine").content.decode())
    home = {row["href"]: row["item"].count for row in client_of(colleague).get("/home/").context["items"]}

    assert answer.redirect_chain[0][0] == f"/office/screening/?{desk}"
    assert mine.xpath("//tbody//td[@data-label='审查承办人']/text()") == ["周干事", "周干事"]
    assert [b.text for b in mine.xpath("//ul[contains(@class,'counts--whose')]//b")] == ["4", "2", "0", "2"]
    assert home == {f"/office/screening/?edition={edition.pk}&kind=first&whose=mine": 2}


def test_the_list_shows_and_exports_who_has_a_case() -> None:
    edition, office = make_edition(), make_officer(name="周干事")
    case, _other = make_case(edition, "screening", title="甲"), make_case(edition, "screening", title="乙")
    actions.share_out(application_ids=[case.pk], officer_ids=[office.person_id], by=office, at=AT)
    client = client_of(office)

    def exported(whose: str) -> list[str]:
        answer = client.get(f"/office/applications.csv?columns=title&columns=officer&whose={whose}")
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]

    def counted(whose: str) -> tuple[int, int]:
        shown = client.get(f"/office/applications/?whose={whose}").context
        return shown["page"].paginator.count, len(shown["rows"])

    assert [exported(whose) for whose in ("mine", "none")] == [["甲,周干事"], ["乙,"]]
    assert [counted(whose) for whose in ("mine", "none")] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("sent", [{"act": "nonsense"}, {"act": "check", "list": "nonsense"}, {}])
def test_what_is_no_act_leads_back_to_the_list(sent: dict[str, str]) -> None:
    assert client_of(make_officer()).post(BULK, sent).headers["Location"] == "/office/applications/"


def test_nothing_chosen_leads_back_and_says_so() -> None:
    answer = client_of(make_officer()).post(
        BULK, {"act": "check", "list": "applications", "query": "q=换模"}, follow=True
    )

    assert answer.redirect_chain == [("/office/applications/?q=%E6%8D%A2%E6%A8%A1", 302)]
    assert "请先在列表中勾选，或选择全部。" in answer.content.decode()


def test_a_dry_run_takes_the_same_queries_for_one_and_six_cases(django_assert_num_queries: Any) -> None:
    edition, office = make_edition(), make_officer()
    make_case(edition, "screening")
    client = client_of(office)
    _try(client, "accept", all="1")

    with django_assert_num_queries(8):
        _try(client, "accept", all="1")
    for state in ("screening", "screening", "desk", "recommend", "screening"):
        make_case(edition, state)
    with django_assert_num_queries(8):
        _try(client, "accept", all="1")


def test_a_unit_reaches_no_bulk_act() -> None:
    assert client_of(make_member(make_organisation(), Role.UNIT)).post(BULK, {"act": "check"}).status_code == 403
