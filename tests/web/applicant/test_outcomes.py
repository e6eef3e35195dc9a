"""The applicant's outcome: level when public, certificate, consent."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.cases import AT
from tests.factories.decisions import make_judged, make_published, resolve_all
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation, user_of
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.decision import actions
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db


def owner_of(case: Application) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=case.created_by_id))
    return client


@pytest.fixture
def case() -> Application:
    return Application.objects.select_related("organisation").get(edition=make_published(cases=1).edition)


def test_the_level_stays_hidden_until_the_notice_opens() -> None:
    edition, office = make_edition("excellence/2024"), make_officer()
    case = make_judged(edition, level="benchmark")
    resolve_all(edition, office=office)
    client = owner_of(case)

    before = client.get(f"/outcomes/{case.pk}/").content.decode()
    actions.open_notice(edition_id=edition.pk, stage_id="notice", by=office, at=AT)
    after = client.get(f"/outcomes/{case.pk}/").content.decode()

    assert ("标杆级" in before, "标杆级" in after) == (False, True)


def test_the_certificate_is_downloaded_even_before_the_worker_built_it(case: Application) -> None:
    client = owner_of(case)
    assert client.get(f"/outcomes/{case.pk}/certificate/").status_code == 404
    [issued] = actions.issue_certificates(edition_id=case.edition_id, by=make_officer(), at=AT)

    page = client.get(f"/outcomes/{case.pk}/").content.decode()
    pdf = client.get(f"/outcomes/{case.pk}/certificate/")

    assert issued.number in page
    assert "不得在产品或包装上进行标注" in page
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"/outcomes/{case.pk}/certificate/").content == pdf.content


def test_consent_needs_its_tick_and_can_be_taken_back(case: Application) -> None:
    client, path = owner_of(case), f"/outcomes/{case.pk}/consent/"
    text = {"title": "双循环", "summary": "介绍", "body": ""}

    unticked = client.post(path, text).content.decode()
    client.post(path, text | {"agree": "on"})
    given = Story.objects.get().consented_at is not None
    client.post(path, {"withdraw": "1", "reason": "涉密"})

    assert "不勾选就不会公开" in unticked
    assert (given, Story.objects.get().consented_at) == (True, None)


def test_an_empty_story_is_sent_back_with_its_reason(case: Application) -> None:
    page = owner_of(case).post(f"/outcomes/{case.pk}/consent/", {"title": "题", "summary": " ", "agree": "on"})

    assert "请写一段话介绍成果" in page.content.decode()


def test_another_unit_finds_nothing(case: Application) -> None:
    stranger = Client()
    stranger.force_login(user_of(make_member(make_organisation("别家公司"), Role.APPLICANT)))

    paths = [f"/outcomes/{case.pk}/", f"/outcomes/{case.pk}/certificate/", f"/outcomes/{case.pk}/consent/"]

    assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
    assert stranger.post(paths[2], {"title": "t", "summary": "s", "agree": "on"}).status_code == 404
    assert Story.objects.count() == 0
