"""The applicant's supplement page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import drafts, opinions
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_pdf
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.screening import actions, queries
from zhiping.screening.models import Finding

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _asked() -> tuple[drafts.Draft, list[Finding], str]:
    draft, _officer = opinions.recommended()
    office, told = make_officer(), AT - timedelta(days=1)
    findings = [
        actions.add_finding(application_id=draft.case.pk, text=text, clause="三.1", by=office, at=told)
        for text in ("效益证明未盖章", "课题类型与内容不符")
    ]
    actions.return_for_supplement(
        application_id=draft.case.pk,
        finding_ids=[f.pk for f in findings],
        due_at=AT + timedelta(days=4),
        by=office,
        at=told,
    )
    return draft, findings, f"/applications/{draft.case.pk}/supplement/"


def test_each_finding_stands_with_its_clause_and_date_and_is_answered_with_words_and_file() -> None:
    draft, (seal, kind), address = _asked()
    client = client_of(draft.author)

    page = client.get(address).content.decode()
    answer = client.post(
        address,
        {
            f"reply-{seal.pk}": "已补盖章",
            f"file-{seal.pk}": SimpleUploadedFile("证明.pdf", make_pdf()),
            f"reply-{kind.pk}": "已改为创新型",
        },
    )

    seal.refresh_from_db()
    assert ["效益证明未盖章" in page, "三.1" in page, "2022-06-12 10:00" in page] == [True] * 3
    assert answer.status_code == 302
    assert drafts.reload(draft).case.phase == "screening"
    assert (seal.reply, seal.reply_file.name) == ("已补盖章", "证明.pdf")
    assert client.get(f"/cases/{draft.case.pk}/files/{seal.reply_file_id}/").status_code == 200


def test_an_item_without_a_reply_is_explained_and_the_others_are_kept() -> None:
    draft, (seal, kind), address = _asked()

    page = client_of(draft.author).post(address, {f"reply-{seal.pk}": "已补盖章", f"reply-{kind.pk}": ""})

    assert "还有 1 项没有回复" in page.content.decode()
    assert "已补盖章" in page.content.decode()
    assert len(queries.asked_findings(draft.case)) == 2


def test_after_the_date_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    draft, (seal, kind), address = _asked()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + timedelta(days=4))

    page = client_of(draft.author).post(address, {f"reply-{seal.pk}": "已补", f"reply-{kind.pk}": "已改"})

    assert "补正期限已过" in page.content.decode()
    assert drafts.reload(draft).case.phase == "supplement"


def test_somebody_elses_case_is_not_found() -> None:
    _draft, _findings, address = _asked()
    stranger = make_member(make_organisation(), Role.APPLICANT)

    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address, {"reply-1": "已补"}).status_code == 404


def test_the_office_does_not_answer_for_the_applicant() -> None:
    _draft, _findings, address = _asked()

    assert client_of(make_officer()).get(address).status_code == 403


def test_a_case_that_is_not_asked_has_nothing_to_answer() -> None:
    draft, _officer = opinions.recommended()

    page = client_of(draft.author).get(f"/applications/{draft.case.pk}/supplement/").content.decode()

    assert "现在没有需要补正的事项" in page
