"""Anybody complains about fees and follows the case by its code; the office works on it with two people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer
from tests.files.test_store import make_pdf
from tests.web.clients import client_of
from zhiping.programmes import queries as programmes
from zhiping.recommendation.models import Complaint
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db
PAGE = "/editions/qc-circle/2022/complaint/"


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opinions.RECOMMENDING["qc-circle/2022"]
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: at)


def _sent(client: Client, **over: object) -> object:
    recommender = make_recommender(make_edition("qc-circle/2022"))
    given = {
        "recommender": str(recommender.pk),
        "misconduct": "charged_fees",
        "grounds": "每项收评审费四百元。",
        "name": "钱守信",
        "contact": "13800000000",
        "evidence": SimpleUploadedFile("钱守信的票据.pdf", make_pdf()),
    }
    return client.post(PAGE, given | over)


def test_a_complaint_is_filed_without_an_account_and_followed_by_its_code() -> None:
    client = Client()

    answer = _sent(client)
    fresh = client.get("/complaints/status/").content.decode()
    found = Complaint.objects.get()
    again = client.post("/complaints/status/", {"code": found.code}).content.decode()

    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert "投诉已收到" in fresh
    assert "核查中" in again
    assert "钱守信" not in fresh + again
    assert found.evidence is not None
    assert found.evidence.name == "投诉证明材料.pdf"


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-hans", "2022年上海市质量管理小组活动"), ("en", "Shanghai Quality Control Circle Activity 2022")],
)
def test_the_look_up_calls_the_edition_in_the_readers_language(language: str, title: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    _sent(client)

    page = client.post("/complaints/status/", {"code": Complaint.objects.get().code}).content.decode()

    assert re.findall(r"<dd>(2022年上海市.*?|Shanghai.*?)</dd>", page) == [title]


def test_what_is_missing_is_told_and_what_was_typed_stays() -> None:
    answer = _sent(Client(), grounds=" ", evidence="")

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "请写明情况：何时、何人、以何名义、收取多少。" in page
    assert 'value="钱守信"' in page
    assert not Complaint.objects.exists()


def test_an_edition_without_such_a_rule_says_so_and_an_unknown_code_is_not_found() -> None:
    make_edition("excellence/2024")

    assert "请联系秘书处" in Client().get("/editions/excellence/2024/complaint/").content.decode()
    assert "没有这个查询码" in Client().post("/complaints/status/", {"code": "K7QF-3M2X-9TWD"}).content.decode()


def test_the_office_keeps_a_file_proposes_and_another_confirms() -> None:
    _sent(Client())
    found = Complaint.objects.get()
    first, second = client_of(make_officer()), client_of(make_officer())
    address = f"/office/complaints/{found.pk}/"

    page = first.get(address).content.decode()
    assert 'href="/office/complaints/"' in first.get("/office/organisations/").content.decode()
    first.post(address, {"act": "note", "text": "已致电核实", "file": SimpleUploadedFile("记录.pdf", make_pdf())})
    empty = first.post(address, {"act": "finding", "proven": "yes", "answer": ""})
    first.post(address, {"act": "finding", "proven": "yes", "answer": "票据为凭，收费属实。"})
    own = first.post(address, {"act": "confirm"})
    second.post(address, {"act": "confirm"})
    after = second.get(address).content.decode()

    assert "钱守信" not in page + after
    silent = first.post(address, {"act": "reveal", "reason": " "}).content.decode()
    told = first.post(address, {"act": "reveal", "reason": "约谈核实票据"}).content.decode()
    assert ("钱守信" in silent, "请写明" in silent, "钱守信" in told) == (False, True, True)
    assert "钱守信" not in first.get(address).content.decode()
    assert "请先改正以下各处" not in page
    assert "请写明内容或理由" in empty.content.decode()
    assert "不能自己确认自己提出的结论" in own.content.decode()
    assert "已致电核实" in after
    found.refresh_from_db()
    assert (found.state, found.recommender.disqualified_reason) == ("proven", "票据为凭，收费属实。")
    assert "钱守信" not in second.get("/office/complaints/").content.decode()


def test_a_colleague_confirms_the_finding_that_was_on_the_page_and_no_other() -> None:
    _sent(Client())
    found = Complaint.objects.get()
    first, second = client_of(make_officer()), client_of(make_officer())
    address = f"/office/complaints/{found.pk}/"
    first.post(address, {"act": "finding", "proven": "no", "answer": "没有证据。"})
    read = _confirming(second.get(address))
    first.post(address, {"act": "aside", "reason": "再核"})
    first.post(address, {"act": "finding", "proven": "yes", "answer": "票据为凭，收费属实。"})

    stale = second.post(address, read)
    found.refresh_from_db()
    before = found.state
    second.post(address, _confirming(stale))
    found.refresh_from_db()

    assert CHANGED in stale.content.decode()
    assert (before, found.state) == ("proposed", "proven")


def _confirming(page: Any) -> dict[str, str]:
    (button,) = html.fromstring(page.content).xpath("//main//button[@name='act' and @value='confirm']")
    fields = button.xpath("ancestor::form//input[@type='hidden']")
    return {"act": "confirm"} | {field.get("name"): field.get("value") for field in fields}


def test_a_finding_is_set_aside_and_evidence_is_only_ever_downloaded() -> None:
    _sent(Client())
    found = Complaint.objects.get()
    office, colleague = client_of(make_officer()), client_of(make_officer())
    address = f"/office/complaints/{found.pk}/"
    office.post(address, {"act": "finding", "proven": "no", "answer": "没有证据。"})

    colleague.post(address, {"act": "aside", "reason": "票据可以核实"})
    evidence = office.get(f"{address}files/{found.evidence_id}/")

    found.refresh_from_db()
    assert found.state == "open"
    assert evidence["Content-Disposition"].startswith("attachment")
    assert office.get(f"{address}files/0/").status_code == 404
    assert office.post(address, {"act": "forgive"}).status_code == 404


def test_the_unit_complained_about_reaches_nothing() -> None:
    _sent(Client())
    found = Complaint.objects.get()
    officer = client_of(opinions.officer_of(found.recommender))

    for path in ("/office/complaints/", f"/office/complaints/{found.pk}/", f"/office/complaints/{found.pk}/files/1/"):
        assert officer.get(path).status_code == 403
    seen = "".join(officer.get(path).content.decode() for path in ("/home/", "/inbox/", "/recommender/package/"))
    assert re.search("投诉|钱守信", seen) is None
