"""What changes between the look at a confirmation and the lock: the second of two people at one instant is told."""

from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import html

from tests.factories.cases import AT
from tests.factories.decisions import make_judged, make_prepared, resolve_all, sign_all
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation, make_uscc
from tests.two_connections import second_while_first_is_held
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.applications.models import Application
from zhiping.decision import actions as decision
from zhiping.decision.actions.locking import lock_edition
from zhiping.decision.models import Publication, PublicNotice
from zhiping.documents.actions import xlsx_table
from zhiping.organisations.models import Organisation
from zhiping.programmes import actions as programmes
from zhiping.programmes.models import Edition
from zhiping.recommendation import actions as recommendation
from zhiping.recommendation.models import Complaint
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] -- the second factor has its own tests


def test_a_list_that_is_being_prepared_anew_is_not_released_unread() -> None:
    first, second = make_officer(), client_of(make_officer(name="钱主任"))
    prepared = make_prepared(office=first)
    path = f"/office/decision/{prepared.edition_id}/publication/"
    sent = confirmation_of(html.fromstring(second.get(path).content))
    anew = {"edition_id": prepared.edition_id, "title": "另一个标题", "by": first, "at": AT}

    answer = second_while_first_is_held(lambda: decision.prepare_publication(**anew), lambda: second.post(path, sent))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert page.count(CHANGED) == 1
    assert "另一个标题" in page
    assert Publication.objects.get().released_at is None
    again = second.post(path, confirmation_of(html.fromstring(page)))
    assert (again.status_code, Publication.objects.get().released_at is not None) == (302, True)


def test_a_finding_that_is_being_exchanged_is_not_confirmed_unread() -> None:
    first, second = make_officer(), client_of(make_officer(name="郑干事"))
    found = recommendation.open_complaint(
        recommender_id=make_recommender(make_edition()).pk,
        misconduct="charged_fees",
        grounds="每项收评审费四百元",
        by=first,
        at=AT,
    )
    about = {"complaint_id": found.pk, "by": first, "at": AT}
    recommendation.propose_finding(proven=False, answer="查无实据。", **about)
    path = f"/office/complaints/{found.pk}/"
    sent = _confirming(second.get(path).content)

    def exchange() -> None:
        recommendation.set_aside_finding(reason="又收到票据", **about)
        recommendation.propose_finding(proven=True, answer="票据为凭，收费属实。", **about)

    answer = second_while_first_is_held(exchange, lambda: second.post(path, sent))

    page = answer.content.decode()
    assert (CHANGED in page, "票据为凭" in page, "查无实据" in page) == (True, True, False)
    assert Complaint.objects.get().state == "proposed"
    second.post(path, _confirming(answer.content))
    assert Complaint.objects.get().state == "proven"


def test_a_list_that_is_changing_is_not_put_on_notice_unread() -> None:
    edition, office = make_edition("excellence/2024"), make_officer()
    case = make_judged(edition)
    resolve_all(edition, office=office)
    sign_all(edition)
    Edition.objects.filter(pk=edition.pk).update(is_demo=True, clock_shift=AT - timezone.now())
    second, path = client_of(make_officer(name="钱主任")), f"/office/decision/{edition.pk}/notice/"
    sent = confirmation_of(html.fromstring(second.get(path).content))

    def change() -> None:
        lock_edition(edition.pk)
        Application.objects.filter(pk=case.pk).update(title="换了一个题目")
        sign_all(edition)

    answer = second_while_first_is_held(change, lambda: second.post(path, sent, follow=True))

    page = answer.content.decode()
    assert (page.count(CHANGED), "换了一个题目" in page, PublicNotice.objects.exists()) == (1, True, False)


def test_a_report_that_is_being_made_anew_is_not_imported_unread() -> None:
    office, code = make_officer(), make_uscc(93_001)
    book = xlsx_table(["统一社会信用代码", "单位名称", "所在区"], [[code, "申江集团有限公司", "浦东新区"]], name="单位")
    found = programmes.upload_import(name="名册.xlsx", content=book, edition_id=None, by=office, at=AT)
    second, path = client_of(make_officer(name="钱主任")), f"/office/organisations/imports/{found.pk}/"
    sent = confirmation_of(html.fromstring(second.get(path).content))

    def make_anew() -> None:
        make_organisation("申江集团有限公司", uscc=code, district="长宁区")
        programmes.recheck_import(import_id=found.pk, by=office, at=AT)

    answer = second_while_first_is_held(make_anew, lambda: second.post(path, sent, follow=True))

    page = answer.content.decode()
    assert (page.count(CHANGED), "长宁区 → 浦东新区" in page) == (1, True)
    assert Organisation.objects.get(uscc=code).district == "长宁区"


def _confirming(page: bytes) -> dict[str, str]:
    (button,) = html.fromstring(page).xpath("//main//button[@name='act' and @value='confirm']")
    fields = button.xpath("ancestor::form//input[@type='hidden']")
    return {"act": "confirm"} | {field.get("name"): field.get("value") for field in fields}
