"""The office's decision desk: from proposals to certificates by clicking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tests.documents.sheets import SHEETS
from tests.factories.cases import AT
from tests.factories.decisions import make_committee, make_judged, make_notice, make_prepared, make_published
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, user_of
from tests.web.confirmations import confirmation_of
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision import actions
from zhiping.decision.actions.objections import Evidence, Identity
from zhiping.decision.models import Certificate, NoticeItem, Objection, Proposal, Publication, PublicNotice
from zhiping.documents.actions import typeset
from zhiping.programmes.models import Edition
from zhiping.showcase import actions as showcase
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] -- the second factor has its own tests


@pytest.fixture
def office() -> Actor:
    return make_officer()


@pytest.fixture
def desk(office: Actor) -> Client:
    return client_of(office)


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def shown(client: Client, path: str) -> html.HtmlElement:
    return html.fromstring(text(client, path))


def confirm(client: Client, path: str) -> None:
    client.post(path, confirmation_of(shown(client, path)))


def show(edition: Edition, at: object) -> None:
    Edition.objects.filter(pk=edition.pk).update(is_demo=True, clock_shift=at - timezone.now())  # type: ignore[operator]


def test_the_whole_way_from_proposal_to_certificate(desk: Client) -> None:
    edition = make_edition("excellence/2024")
    case = make_judged(edition)
    members, base = make_committee(), f"/office/decision/{edition.pk}"

    desk.post(f"{base}/proposals/", {"propose": "1"})
    for member in members:
        client_of(member).post(f"/committee/proposals/{case.pk}/", {"agrees": "yes"})
    desk.post(f"{base}/proposals/", {"resolve": "1"})
    confirm(desk, f"{base}/notice/")
    notice = PublicNotice.objects.get()
    show(edition, notice.closes_at)
    desk.post(f"{base}/notice/", {"close": notice.pk})
    desk.post(
        f"{base}/publication/", {"prepare": "1", "title": "关于公布结果的通知", "document_number": "沪质协〔2024〕60号"}
    )
    alone = text(desk, f"{base}/publication/")
    confirm(client_of(make_officer(name="钱主任")), f"{base}/publication/")
    desk.post(f"{base}/certificates/")

    certificate = Certificate.objects.get()
    assert 'name="confirmed"' not in alone
    assert Application.objects.get(pk=case.pk).state == "published"
    assert "沪质协〔2024〕60号" in text(Client(), f"/publications/{Publication.objects.get().pk}/")
    assert desk.get(f"/office/decision/certificates/{certificate.pk}/pdf/").content.startswith(b"%PDF-")
    assert "证书有效" in text(Client(), f"/verify/{certificate.code}/")


def test_the_desk_lists_the_editions_that_reached_it(desk: Client) -> None:
    assert "还没有成果走到审定这一步" in text(desk, "/office/decision/")
    make_notice()
    assert "2024年卓越管理创新成果评价" in text(desk, "/office/decision/")


def test_proposals_stand_beside_the_share_the_rule_gives(desk: Client) -> None:
    edition = make_edition("qc-circle/2022")
    make_judged(edition)
    desk.post(f"/office/decision/{edition.pk}/proposals/", {"propose": "1"})

    page = text(desk, f"/office/decision/{edition.pk}/proposals/")

    assert [w for w in ("5.5%", "43%", "51.5%", "制造") if w not in page] == []


def test_a_refused_act_is_explained_and_changes_nothing(desk: Client) -> None:
    edition = make_edition("excellence/2024")
    make_judged(edition)

    page = desk.post(f"/office/decision/{edition.pk}/proposals/", {"resolve": "1"}, follow=True).content.decode()

    assert "没有表决已通过的建议" in page


def test_a_changed_level_without_reason_is_sent_back_with_what_was_chosen(desk: Client) -> None:
    case = make_judged(make_edition("excellence/2024"))

    page = desk.post(f"/office/decision/cases/{case.pk}/", {"change": "1", "level": "benchmark"}).content.decode()
    desk.post(f"/office/decision/cases/{case.pk}/", {"change": "1", "level": "benchmark", "reason": "会审推荐"})

    assert "请写明理由" in page
    assert '<option value="benchmark" selected>' in page
    assert Proposal.objects.get().level == "benchmark"


def test_the_notice_page_previews_the_end_before_it_is_opened(desk: Client) -> None:
    notice = make_notice()
    show(notice.edition, notice.opened_at)
    page = text(desk, f"/office/decision/{notice.edition_id}/notice/")

    assert "2022-05-13 24:00:00" in page
    assert "公示中" in page


def test_the_objector_is_on_the_offices_one_page_and_on_no_other(desk: Client) -> None:
    notice = make_notice()
    item = notice.items.earliest("pk")
    proof = Evidence("赵实名.pdf", typeset("receipt", SHEETS["receipt"], at=AT))
    who = Identity("赵实名", "zhao@example.org", "临江实业公司")
    objection = actions.file_objection(
        item_id=item.pk, identity=who, grounds="不符", evidence=proof, at=notice.opened_at
    )
    own, edition = f"/office/decision/objections/{objection.pk}/", notice.edition_id

    others = [
        "/home/",
        "/office/decision/",
        f"/office/decision/{edition}/objections/",
        f"/office/decision/{edition}/notice/",
    ]
    seen = [path for path in (own, *others) if "赵实名" in text(desk, path) or "zhao@" in text(desk, path)]
    evidence = desk.get(f"{own}evidence/")

    assert seen == [own]
    assert evidence["Content-Disposition"].startswith("attachment")
    assert "赵实名" not in str(evidence.headers)
    for role in (Role.COMMITTEE, Role.GUIDING, Role.OPERATOR):
        text(client_of(make_officer(role)), own, 403)
        text(client_of(make_officer(role)), f"{own}evidence/", 403)
    assert Client().get(own).status_code == 302


def test_an_objection_is_settled_on_its_page(desk: Client) -> None:
    notice = make_notice()
    proof = Evidence("x.pdf", typeset("receipt", SHEETS["receipt"], at=AT))
    who, item = Identity("赵实名", "138"), notice.items.earliest("pk")
    objection = actions.file_objection(
        item_id=item.pk, identity=who, grounds="不符", evidence=proof, at=notice.opened_at
    )
    path = f"/office/decision/objections/{objection.pk}/"

    silent = desk.post(path, {"verdict": "refused", "answer": ""}).content.decode()
    desk.post(path, {"verdict": "refused", "answer": "经核对一致。"})

    assert "请写明答复和理由" in silent
    assert Objection.objects.get().state == "refused"
    text(desk, "/office/decision/objections/0/", 404)


def test_a_certificate_is_revoked_with_its_reason(desk: Client, office: Actor) -> None:
    released = make_published(cases=1)
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)
    path = f"/office/decision/certificates/{issued.pk}/revoke/"

    silent = desk.post(path, {"reason": ""}).content.decode()
    desk.post(path, {"reason": "单位更名"})

    assert "请写明理由" in silent
    assert "单位更名" in text(desk, f"/office/decision/{released.edition_id}/certificates/")


def test_a_story_is_published_and_taken_off(desk: Client) -> None:
    released = make_published(cases=1)
    case = Application.objects.get(edition=released.edition)
    path = f"/office/decision/stories/{case.pk}/"
    assert "还没有提供可以公开的内容" in text(desk, path)
    applicant = Actor(case.created_by_id, Role.APPLICANT, case.organisation_id, "申报人")
    showcase.consent(application_id=case.pk, title="题", summary="介绍", by=applicant, at=AT)

    desk.post(path, {"publish": "1"})
    shown = Story.objects.get().published_at is not None
    desk.post(path, {"withdraw": "1", "reason": "核对"})

    assert (shown, Story.objects.get().published_at) == (True, None)
    assert "已同意，待公开" in text(desk, f"/office/decision/{released.edition_id}/stories/")


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # sessions and caches are warm then
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_lists_ask_the_same_number_of_questions_at_one_case_as_at_three(desk: Client, office: Actor) -> None:
    edition = make_edition("excellence/2024")
    make_judged(edition)
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    [member, *_] = make_committee()
    paths = [(desk, f"/office/decision/{edition.pk}/proposals/"), (client_of(member), "/committee/proposals/")]
    one = [queries_of(client, path) for client, path in paths]
    make_judged(edition)
    make_judged(edition)
    actions.propose(edition_id=edition.pk, by=office, at=AT)

    assert [queries_of(client, path) for client, path in paths] == one


def test_certificates_ask_the_same_at_one_as_at_three(desk: Client, office: Actor) -> None:
    few, many = make_published(cases=1), make_published(make_edition("qc-circle/2022"), cases=3)
    for released in (few, many):
        actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    counted = [queries_of(desk, f"/office/decision/{p.edition_id}/certificates/") for p in (few, many)]

    assert counted[0] == counted[1]


def test_who_prepared_is_told_to_fetch_a_second_person(desk: Client, office: Actor) -> None:
    prepared = make_prepared(office=office)

    page = text(desk, f"/office/decision/{prepared.edition_id}/publication/")

    assert "请另一位同事复核并发布" in page
    assert 'name="confirmed"' not in page


def test_a_list_that_was_prepared_anew_is_read_again_before_it_is_released(desk: Client, office: Actor) -> None:
    prepared = make_prepared(office=office)
    second, path = client_of(make_officer(name="钱主任")), f"/office/decision/{prepared.edition_id}/publication/"
    read = shown(second, path)
    desk.post(path, {"prepare": "1", "title": "另一个标题"})

    answer = second.post(path, confirmation_of(read))
    released_at = Publication.objects.get().released_at
    confirm(second, path)

    assert "所列内容在您查看以后有变动，请按现在的情况重新确认。" in answer.content.decode()
    assert "另一个标题" in answer.content.decode()
    assert released_at is None
    assert Publication.objects.get().released_at is not None


def test_a_notice_whose_end_has_moved_meanwhile_is_read_again_before_it_is_opened(desk: Client) -> None:
    notice = make_notice()
    edition, path = notice.edition, f"/office/decision/{notice.edition_id}/notice/"
    opened_at = notice.opened_at
    NoticeItem.objects.all().delete()
    notice.delete()
    show(edition, opened_at)
    read = shown(desk, path)
    show(edition, opened_at + timedelta(days=1))

    page = desk.post(path, confirmation_of(read), follow=True).content.decode()
    opened = PublicNotice.objects.exists()
    confirm(desk, path)

    assert "所列内容在您查看以后有变动，请按现在的情况重新确认。" in page
    assert (opened, PublicNotice.objects.exists()) == (False, True)


def test_the_group_of_a_proposal_is_named_in_the_readers_language(desk: Client) -> None:
    edition = make_edition("qc-circle/2022")
    make_judged(edition)
    desk.post(f"/office/decision/{edition.pk}/proposals/", {"propose": "1"})

    chinese = text(desk, f"/office/decision/{edition.pk}/proposals/")
    desk.cookies["django_language"] = "en"
    english = text(desk, f"/office/decision/{edition.pk}/proposals/")

    assert '<td data-label="组别">制造</td>' in chinese
    assert '<td data-label="Group">Manufacturing</td>' in english
