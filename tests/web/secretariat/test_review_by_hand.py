"""The office's own hand in the review: one case, one conflict, one expert, one session."""

from __future__ import annotations

import pytest

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation, make_user
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Employment, Expert
from zhiping.review import actions
from zhiping.review.models import Assignment, Conflict, RoundResult, Scorecard, Session

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]


def _desk(people: int = 4) -> tuple[object, object, list[Actor], Actor]:
    edition, office = make_edition(), make_officer()
    case = make_case(edition, "desk")
    found = [panels.make_expert(name, office=office) for name in ("顾长庚", "孟昭阳", "平山月", "黄维清")[:people]]
    panels.seat(edition, "desk", found, office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    return edition, case, found, office


def test_an_expert_is_put_on_a_case_by_hand_only_with_a_reason() -> None:
    _edition, case, people, office = _desk()
    free = next(p for p in people if not Assignment.objects.filter(expert_id=p.scope_id).exists())
    client, address = client_of(office), f"/office/review/cases/{case.pk}/"

    refused = client.post(address, {"assign": "1", "expert": free.scope_id, "reason": " "})
    client.post(address, {"assign": "1", "expert": free.scope_id, "reason": "补充方法专家"})

    assert "请写明理由" in refused.content.decode()
    assert Assignment.objects.filter(expert_id=free.scope_id).values_list("origin", "reason").get() == (
        "manual",
        "补充方法专家",
    )


def test_a_card_is_given_back_and_a_case_taken_away_with_a_reason() -> None:
    _edition, case, _people, office = _desk()
    panels.score_all(case.edition, "desk")
    first, second, _third = Assignment.objects.order_by("pk")
    client, address = client_of(office), f"/office/review/cases/{case.pk}/"

    client.post(address, {"reopen": first.pk, "reason": "误填"})
    client.post(address, {"end": second.pk, "reason": "出差"})

    assert Scorecard.objects.get(assignment=first).submitted_at is None
    assert Assignment.objects.get(pk=second.pk).end_reason == "出差"


def test_a_conflict_is_shown_from_both_sides_and_dismissed_with_a_reason() -> None:
    edition, office = make_edition(), make_officer()
    unit = make_organisation("浦江精密仪表有限公司")
    case = make_case(edition, "desk", organisation=unit)
    expert = panels.make_expert("顾长庚", unit, office=office)
    panels.commit(expert, edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    conflict = Conflict.objects.get(application=case, kind="same_organisation")
    client, address = client_of(office), f"/office/review/conflicts/{conflict.pk}/"

    page = client.get(address).content.decode()
    client.post(address, {"dismiss": "1", "reason": ""})
    assert Conflict.objects.get(pk=conflict.pk).state == "found"
    client.post(address, {"dismiss": "1", "reason": "已离职多年"})

    assert ("任职：浦江精密仪表有限公司" in page, "申报单位：浦江精密仪表有限公司" in page) == (True, True)
    assert Conflict.objects.get(pk=conflict.pk).state == "dismissed"


def test_a_person_is_enrolled_by_account_and_a_stranger_is_not() -> None:
    make_edition()
    person, client = make_user("钟离素"), client_of(make_officer())
    form = {"uscc": "", "title": "高级工程师", "fields_known": ["manufacturing"], "methods": "QC 工具，六西格玛"}

    refused = client.post("/office/review/pool/enrol/", form | {"person": "nobody", "max_load": "12"})
    client.post("/office/review/pool/enrol/", form | {"person": person.username, "max_load": "12"})

    expert = Expert.objects.get(user=person)
    assert "没有找到这个账户" in refused.content.decode()
    assert (expert.fields, expert.methods, expert.max_load) == (["manufacturing"], ["QC 工具", "六西格玛"], 12)
    assert "钟离素" in client.get("/office/review/pool/?q=六西格玛").content.decode()


def test_a_new_post_of_an_expert_ends_what_it_makes_a_conflict_at_once() -> None:
    _edition, case, people, office = _desk(3)
    client = client_of(office)

    client.post(
        f"/office/review/pool/{people[0].scope_id}/",
        {
            "employment": "1",
            "organisation_name": case.organisation.name,
            "uscc": case.organisation.uscc,
            "from_on": "2015-01-01",
            "until_on": "",
        },
    )

    assert Employment.objects.filter(expert_id=people[0].scope_id).count() == 1
    assert Conflict.objects.filter(expert_id=people[0].scope_id).values_list("kind", flat=True).get() == (
        "same_organisation"
    )
    assert Assignment.objects.get(expert_id=people[0].scope_id).end_reason == "回避"


def test_the_order_of_a_session_is_drawn_once() -> None:
    edition, office = make_edition(), make_officer()
    case = make_case(edition, "presentation")
    RoundResult.objects.create(application=case, round_id="panel", proposed_level="benchmark", concluded_at=AT)
    panel = panels.seat(edition, "presentation", [panels.make_expert(office=office)], office)
    client, address = client_of(office), f"/office/review/{edition.pk}/presentation/sessions/"

    client.post(address, {"open": "1", "panel": panel.pk, "name": "上午场", "room": "", "starts_at": ""})
    session = Session.objects.get()
    client.post(address, {"draw": session.pk, "seed": "22070"})
    page = client.post(address, {"draw": session.pk, "seed": "1"}, follow=True).content.decode()

    assert Session.objects.get().seed == "22070"
    assert "不能重抽" in page


@pytest.mark.parametrize(
    "path", ["review/pool/", "review/pool/enrol/", "review/pool/1/", "review/conflicts/1/", "review/1/desk/sessions/"]
)
def test_nobody_but_the_office_opens_these_pages(path: str) -> None:
    expert, unit = panels.make_expert(), make_member(make_organisation(), Role.UNIT)

    assert [client_of(who).get(f"/office/{path}").status_code for who in (expert, unit)] == [403, 403]
