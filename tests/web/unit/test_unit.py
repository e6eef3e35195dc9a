"""A unit's administrator: opinion on a case, people, teams."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.factories import drafts
from tests.factories.people import make_member, make_organisation
from tests.files.test_store import make_picture
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Endorsement, SealedSheet
from zhiping.applications.queries import scorecards
from zhiping.core.permissions.actor import Role
from zhiping.messages.models import Message
from zhiping.organisations import queries
from zhiping.organisations.models import Invitation, Membership

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"


def _filled() -> drafts.Draft:
    return drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY])))


def _scores(draft: drafts.Draft) -> dict[str, str]:
    return {f"s-{line.id}": str(line.points // 2) for line in scorecards.lines(draft.case)}


def _sealed() -> SimpleUploadedFile:
    return SimpleUploadedFile("盖章页.jpg", make_picture("JPEG"))


def test_the_unit_reads_scores_seals_and_endorses() -> None:
    draft = _filled()
    client = client_of(draft.unit)
    address = f"/unit/applications/{draft.case.pk}/endorse/"

    page = client.get(address).content.decode()
    client.post(address, _scores(draft) | {"opinion": "同意申报", "sealed": _sealed(), "vouched": "on"})

    endorsement = Endorsement.objects.get()
    assert draft.case.content.answers["reason"][:20] in page
    assert (endorsement.opinion, endorsement.total_points) == ("同意申报", Decimal(49))
    assert endorsement.sealed_file is not None
    assert client.get(f"/cases/{draft.case.pk}/files/{endorsement.sealed_file_id}/").status_code == 200


def test_the_unit_gives_its_opinion_on_the_content_that_was_on_the_page() -> None:
    draft = _filled()
    client, address = client_of(draft.unit), f"/unit/applications/{draft.case.pk}/endorse/"
    sent = _scores(draft) | {"opinion": "同意申报", "vouched": "on"}
    read = _read(client.get(address))
    drafts.fill(draft, title="换了一个题目")

    stale = client.post(address, sent | {"read": read, "sealed": _sealed()})
    before = (Endorsement.objects.exists(), SealedSheet.objects.exists())
    client.post(address, sent | {"read": _read(stale), "sealed": _sealed()})

    assert "材料在您打开之后有了变动" in stale.content.decode()
    assert "换了一个题目" in stale.content.decode()
    assert "同意申报</textarea>" in stale.content.decode()
    assert (before, Endorsement.objects.get().opinion) == ((False, False), "同意申报")


def _read(page: Any) -> str:
    (field,) = html.fromstring(page.content).xpath("//main//input[@name='read']")
    return str(field.get("value"))


def test_who_submits_for_the_unit_is_led_to_no_page_that_only_writers_open() -> None:
    for draft in (_filled(), drafts.begin(edition_showing(drafts.APPLYING["excellence/2024"], "excellence/2024"))):
        client = client_of(draft.unit)
        page = client.get(f"/applications/{draft.case.pk}/submit/").content.decode()

        links = set(re.findall(rf'href="(/(?:applications|cases)/{draft.case.pk}/[^"#?]*)', page))

        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        assert f"/cases/{draft.case.pk}/" in links


def test_a_missing_seal_is_told_and_scores_and_opinion_stay() -> None:
    draft = _filled()
    scores = _scores(draft)

    answer = client_of(draft.unit).post(
        f"/unit/applications/{draft.case.pk}/endorse/", scores | {"opinion": "同意申报"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "盖章扫描件或照片" in page
    assert "同意申报</textarea>" in page
    assert all(f'name="{name}" inputmode="decimal" size="5" value="{typed}"' in page for name, typed in scores.items())
    assert Endorsement.objects.count() == 0


def test_everything_that_an_opinion_lacks_is_told_at_once() -> None:
    draft = _filled()
    client, address = client_of(draft.unit), f"/unit/applications/{draft.case.pk}/endorse/"
    scores = _scores(draft)
    first, second, *_others = scores

    lacking = client.post(address, scores | {first: "很好", second: "999", "opinion": " "}).content.decode()
    refused = client.post(address, {"opinion": "", "sealed": SimpleUploadedFile("盖章页.jpg", b"no picture")})

    told = [part in lacking for part in ("请写明单位意见", "请填写数字", "超过满分", "的盖章扫描件或照片。")]
    assert told == [True, True, True, True]
    page = refused.content.decode()
    assert [part in page for part in ("请写明单位意见", "请按评分表逐项自评", "的盖章扫描件或照片。")] == [
        True,
        True,
        False,
    ]
    assert Endorsement.objects.count() == 0


def test_a_photo_without_code_is_kept_and_waits_for_a_person_to_vouch() -> None:
    draft = _filled()
    client, address = client_of(draft.unit), f"/unit/applications/{draft.case.pk}/endorse/"
    typed = _scores(draft) | {"opinion": "同意申报"}

    warned = client.post(address, typed | {"sealed": _sealed()})
    given = client.post(address, typed | {"vouched": "on"})

    page = warned.content.decode()
    assert warned.status_code == 409
    assert "没有从盖章页上读出识别码" in page
    assert "识别码：没有读出。" in page
    assert "红色印章：没有看到。" in page
    assert ('<a href="#vouched">' in page, 'name="vouched" id="vouched"' in page) == (True, True)
    assert "同意申报</textarea>" in page
    assert client.get(f"/cases/{draft.case.pk}/files/{SealedSheet.objects.get().file_id}/").status_code == 200
    assert given.status_code == 302
    assert Endorsement.objects.get().vouched is True


def test_the_sheet_is_printed_with_what_was_typed() -> None:
    draft = _filled()
    client = client_of(draft.unit)

    answer = client.post(
        f"/unit/applications/{draft.case.pk}/endorse/",
        _scores(draft) | {"opinion": "写到一半的意见", "act": "print"},
        follow=True,
    )

    assert answer.content.startswith(b"%PDF-")
    assert "写到一半的意见</textarea>" in client.get(f"/unit/applications/{draft.case.pk}/endorse/").content.decode()


@pytest.mark.parametrize(("typed", "told"), [("很好", "请填写数字"), ("", "还没有评分"), ("999", "超过满分")])
def test_wrong_points_are_told_by_the_item(typed: str, told: str) -> None:
    draft = _filled()
    scores = _scores(draft)
    first = next(iter(scores))

    answer = client_of(draft.unit).post(
        f"/unit/applications/{draft.case.pk}/endorse/",
        scores | {first: typed, "opinion": "同意", "sealed": _sealed()},
    )

    assert answer.status_code == 409
    assert told in answer.content.decode()


def test_the_sheet_to_be_sealed_is_a_pdf() -> None:
    draft = _filled()

    answer = client_of(draft.unit).get(f"/unit/applications/{draft.case.pk}/opinion.pdf")

    assert answer.content.startswith(b"%PDF-")


def test_a_change_after_the_opinion_voids_it_and_both_are_told() -> None:
    draft = drafts.endorse(_filled())
    data = {"on_page": ["title"], "title": "另一个题目", "revision": str(draft.case.content.revision), "base": "{}"}

    client_of(draft.author).post(f"/applications/{draft.case.pk}/sections/basics/", data)

    told = set(Message.objects.filter(code="applications.endorsement_voided").values_list("to_id", flat=True))
    assert Endorsement.objects.get().voided_at is not None
    assert told == {draft.author.user_id, draft.unit.user_id}


def test_the_unit_sends_a_draft_back_with_a_reason_only() -> None:
    draft = _filled()
    client = client_of(draft.unit)
    address = f"/unit/applications/{draft.case.pk}/return/"

    silent = client.post(address, {"reason": ""})
    client.post(address, {"reason": "效益数据请财务核实"})

    assert silent.status_code == 409
    told = Message.objects.get(code="applications.endorsement_declined")
    assert (told.to_id, told.facts["reason"]) == (draft.author.user_id, "效益数据请财务核实")


def test_another_units_administrator_finds_nothing_and_an_applicant_may_not() -> None:
    draft = _filled()
    stranger = make_member(make_organisation(), Role.UNIT)
    address = f"/unit/applications/{draft.case.pk}/endorse/"

    assert client_of(stranger).get(address).status_code == 404
    assert client_of(draft.author).get(address).status_code == 403


def test_people_are_approved_and_ended_on_one_page() -> None:
    unit = make_organisation()
    admin = make_member(unit, Role.UNIT)
    worker = make_member(unit, Role.APPLICANT, "孙力")
    asked = Membership.objects.get(user_id=worker.user_id)
    Membership.objects.filter(pk=asked.pk).update(approved_at=None)
    client = client_of(admin)

    page = client.get("/unit/people/").content.decode()
    client.post(f"/unit/people/{asked.pk}/", {"act": "approve"})
    approved = queries.people(unit.pk, "applicant")
    client.post(f"/unit/people/{asked.pk}/", {"act": "end", "reason": "调离"})

    assert "孙力" in page
    assert "待审核" in page
    assert approved == [worker.user_id]
    assert queries.people(unit.pk, "applicant") == []


def test_administration_is_handed_over_on_the_page() -> None:
    unit = make_organisation()
    admin, worker = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT, "孙力")
    membership = Membership.objects.get(user_id=worker.user_id)

    client_of(admin).post(f"/unit/people/{membership.pk}/", {"act": "hand_over"})

    assert queries.people(unit.pk, "unit") == [worker.user_id]


def test_people_of_another_unit_are_not_found() -> None:
    stranger = make_member(make_organisation(), Role.APPLICANT)
    membership = Membership.objects.get(user_id=stranger.user_id)
    admin = client_of(make_member(make_organisation(), Role.UNIT))

    answers = [
        admin.post(f"/unit/people/{membership.pk}/", {"act": act, "reason": "x"}).status_code
        for act in ("approve", "refuse", "end", "hand_over")
    ]

    assert answers == [404, 404, 404, 404]


def test_a_team_is_entered_and_a_second_of_its_name_is_refused_with_what_was_typed() -> None:
    unit = make_organisation()
    client = client_of(make_member(unit, Role.UNIT))

    client.post("/unit/people/teams/", {"name": "晨光QC小组", "registration": "沪仪-031"})
    again = client.post("/unit/people/teams/", {"name": "晨光QC小组", "registration": "沪仪-032"})

    assert [t.name for t in queries.teams(unit.pk)] == ["晨光QC小组"]
    assert again.status_code == 409
    assert "本单位已有小组“晨光QC小组”" in again.content.decode()
    assert 'value="沪仪-032"' in again.content.decode()


def test_another_name_of_the_unit_is_kept() -> None:
    unit = make_organisation()

    client_of(make_member(unit, Role.UNIT)).post("/unit/people/names/", {"alias": "浦江仪表"})

    assert queries.other_names(unit.pk) == [("浦江仪表", "别名")]


def test_the_lists_take_the_same_queries_for_one_and_three_rows(django_assert_max_num_queries: object) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY]))
    client = client_of(draft.unit)
    for address in ("/unit/applications/", "/unit/people/"):
        with django_assert_max_num_queries(20) as one:  # type: ignore[operator]
            client.get(address)
        for _ in range(2):
            drafts.begin(draft.case.edition, organisation=draft.case.organisation, recommender=draft.recommender)
        with django_assert_max_num_queries(len(one)):  # type: ignore[operator]
            client.get(address)


def test_the_unit_wishes_to_approve_teams_and_does_so() -> None:
    unit = make_organisation()
    admin, worker = client_of(make_member(unit, Role.UNIT)), client_of(make_member(unit, Role.APPLICANT))
    admin.post("/unit/people/teams/approval/", {"wanted": "yes"})

    worker.post("/organisations/teams/", {"name": "晨光QC小组", "registration": "沪仪-031"})
    worker.post("/organisations/teams/", {"name": "曙光QC小组"})
    proposed = list(queries.proposed_teams(unit.pk))
    refused = admin.post(f"/unit/people/teams/{proposed[1].pk}/", {"act": "refuse", "reason": ""})
    admin.post(f"/unit/people/teams/{proposed[0].pk}/", {"act": "approve"})

    assert "等待单位同意" in worker.get("/organisations/teams/").content.decode()
    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (409, True)
    assert [team.name for team in queries.teams(unit.pk)] == ["晨光QC小组"]
    again = worker.post("/organisations/teams/", {"name": "晨光QC小组"}).content.decode()
    assert "本单位已有小组" in again


def test_a_colleague_is_invited_seen_in_the_list_and_taken_back() -> None:
    unit = make_organisation()
    admin = client_of(make_member(unit, Role.UNIT))

    wrong = admin.post("/unit/people/invitations/", {"invite-email": "没有地址", "invite-capacity": "applicant"})
    admin.post("/unit/people/invitations/", {"invite-email": "sun@example.org", "invite-capacity": "unit"})
    invited = Invitation.objects.get()
    listed = admin.get("/unit/people/").content.decode()
    admin.post(f"/unit/people/invitations/{invited.pk}/")

    assert (wrong.status_code, "没有地址" in wrong.content.decode()) == (409, True)
    assert "sun@example.org" in listed
    assert "sun@example.org" not in admin.get("/unit/people/").content.decode()


def test_the_page_of_the_opinion_says_until_when_the_application_may_come_and_jumps_to_the_form() -> None:
    draft = _filled()

    page = client_of(draft.unit).get(f"/unit/applications/{draft.case.pk}/endorse/").content.decode()

    assert '<time datetime="2022-05-11T00:00:00+08:00">2022年5月10日 24:00</time>' in page
    assert page.index('href="#acts"') < page.index(draft.case.content.answers["reason"][:20]) < page.index('id="acts"')
