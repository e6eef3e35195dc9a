"""An expert's pages: invitation, list, card, recusal, vote; and what they never show."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation, user_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.experts.models import Invitation
from zhiping.review import actions
from zhiping.review.models import Assignment, RoundResult, Scorecard, Vote

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def _desk(cases: int = 1) -> tuple[list[Actor], Actor]:
    edition, office = make_edition(), make_officer()
    unit = make_organisation("暗号单位有限公司")
    for number in range(cases):
        make_case(edition, "desk", organisation=unit, title=f"提高第{number}道工序合格率")
    people = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月")]
    panels.seat(edition, "desk", people, office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    return people, office


def _own(actor: Actor) -> Assignment:
    return Assignment.objects.get(expert_id=actor.scope_id)


def _entries(**over: str) -> dict[str, str]:
    points = {"topic": "13", "causes": "25", "measures": "17", "results": "17", "presentation": "4", "character": "8"}
    return {f"p-{item}": value for item, value in (points | over).items()} | {"revision": "0"}


def test_an_expert_accepts_and_signs_before_anything_is_shown() -> None:
    edition, office = make_edition(), make_officer()
    expert = panels.make_expert(office=office)
    asked = experts.invite(expert_id=expert.scope_id or 0, edition_id=edition.pk, by=office, at=AT)

    _client(expert).post(f"/expert/invitations/{asked.pk}/", {"act": "commit"})

    asked = Invitation.objects.get(pk=asked.pk)
    assert (asked.answer, asked.committed_at is not None) == ("accepted", True)


def test_the_list_shows_progress_by_alias_and_never_the_unit_in_a_blind_round() -> None:
    people, _office = _desk(2)
    panels.score(Assignment.objects.filter(expert_id=people[0].scope_id)[0])

    page = _client(people[0]).get("/expert/").content.decode()

    assert "已评 1/2 项" in page
    assert "A-01" in page
    assert "暗号单位" not in page


def test_the_list_counts_aliases_as_people_do() -> None:
    people, _office = _desk(2)
    Assignment.objects.filter(expert_id=people[0].scope_id, alias="A-02").update(alias="A-113")

    page = _client(people[0]).get("/expert/").content.decode()

    assert page.index("A-01") < page.index("A-113")
    Assignment.objects.filter(expert_id=people[0].scope_id, alias="A-01").update(alias="A-46")
    page = _client(people[0]).get("/expert/").content.decode()
    assert page.index("A-46") < page.index("A-113")


def test_the_card_tells_until_when_and_out_of_how_much() -> None:
    people, _office = _desk()
    Assignment.objects.update(due_at=datetime(2022, 6, 30, 16, tzinfo=UTC))

    page = _client(people[0]).get(f"/expert/assignments/{_own(people[0]).pk}/").content.decode()

    assert "6月30日 24:00 前" in page
    assert '<b data-total>—</b> <span class="small muted">/ 100 分</span>' in page


def test_the_card_is_kept_submitted_and_locked() -> None:
    people, _office = _desk()
    client, address = _client(people[0]), f"/expert/assignments/{_own(people[0]).pk}/"

    client.post(address, _entries(topic="12.5") | {"act": "save"})
    assert Scorecard.objects.get().entries["topic"] == "12.5"
    answer = client.post(address, _entries() | {"revision": "1", "act": "submit"})

    assert answer.status_code == 302
    assert Scorecard.objects.get().submitted_at is not None
    page = client.get(address).content.decode()
    assert "评分已经提交" in page
    assert len(re.findall(r"<(?:input|textarea)[^>]* (?:readonly|disabled)", page)) == len(_entries()) - 1 + 4


def test_a_background_save_answers_with_the_total_and_a_refused_one_with_the_reasons() -> None:
    people, _office = _desk()
    client, address = _client(people[0]), f"/expert/assignments/{_own(people[0]).pk}/"

    kept = client.post(address, _entries(), headers={"accept": "application/json"})
    refused = client.post(address, _entries(topic="16") | {"revision": "1"}, headers={"accept": "application/json"})

    assert (kept.status_code, kept.json()["total"], kept.json()["revision"]) == (200, "84.00", 1)
    assert (refused.status_code, "15" in refused.json()["faults"][0]) == (409, True)


def test_points_out_of_range_are_explained_and_what_was_typed_stays() -> None:
    people, _office = _desk()

    page = _client(people[0]).post(f"/expert/assignments/{_own(people[0]).pk}/", _entries(topic="99")).content.decode()

    assert "超过满分" in page
    assert 'value="99"' in page


def test_the_blind_card_shows_no_unit_no_team_and_no_other_expert() -> None:
    people, _office = _desk()

    page = _client(people[0]).get(f"/expert/assignments/{_own(people[0]).pk}/").content.decode()

    assert [secret for secret in ("暗号单位", "晨光QC小组", "孟昭阳", "平山月") if secret in page] == []


def test_who_recuses_sees_the_case_no_more() -> None:
    people, _office = _desk()
    client, own = _client(people[0]), _own(people[0])

    empty = client.post(f"/expert/assignments/{own.pk}/recuse/", {"reason": " "})
    client.post(f"/expert/assignments/{own.pk}/recuse/", {"reason": "曾是同事"})

    assert "请写明理由" in empty.content.decode()
    assert client.get(f"/expert/assignments/{own.pk}/").status_code == 404
    assert "提高第0道" not in client.get("/expert/").content.decode()


def test_another_experts_assignment_does_not_exist_and_other_roles_are_refused() -> None:
    people, office = _desk()
    others = _own(people[1]).pk
    unit = make_member(make_organisation(), Role.UNIT)

    statuses = [_client(who).get(f"/expert/assignments/{others}/").status_code for who in (people[0], office, unit)]

    assert statuses == [404, 403, 403]


def test_a_member_votes_in_the_deliberation_and_may_change_the_vote() -> None:
    edition, office = make_edition(), make_officer()
    case = make_case(edition, "panel")
    RoundResult.objects.create(application=case, round_id="desk", proposed_level="excellent", concluded_at=AT)
    member = panels.make_expert(office=office)
    panels.seat(edition, "panel", [member], office)
    actions.convene(edition_id=edition.pk, round_id="panel", by=office, at=AT)
    client, address = _client(member), f"/expert/assignments/{_own(member).pk}/deliberation/"

    nothing = client.post(address, {"reason": "没有选等级"})
    before = client.get("/expert/").content.decode()
    client.post(address, {"level": "benchmark", "reason": "可推广"})
    after = client.get("/expert/").content.decode()
    client.post(address, {"level": "excellent", "reason": "再议"})

    assert Vote.objects.values_list("level", "reason").get() == ("excellent", "再议")
    assert (nothing.status_code, "请选择一个等级，或选“不入级”" in nothing.content.decode()) == (200, True)
    assert "没有选等级" in nothing.content.decode()
    assert ["待表决" in before, "已表决" in before, "待表决" in after, "已表决" in after] == [True, False, False, True]


def test_the_list_takes_the_same_queries_for_one_and_three_cases(django_assert_num_queries: Any) -> None:
    people, _office = _desk(3)
    client = _client(people[0])
    client.get("/expert/")
    with django_assert_num_queries(4):
        client.get("/expert/")

    Assignment.objects.filter(expert_id=people[0].scope_id).exclude(alias="A-01").update(ended_at=AT)
    with django_assert_num_queries(4):
        client.get("/expert/")
