"""The review desk's finer points: loads, seats by hand, discharge, what was counted, constant queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes.models import Edition
from zhiping.review import actions
from zhiping.review.models import Assignment, Conflict, PanelMember, RoundResult
from zhiping.review.queries import planning, solving
from zhiping.web.secretariat import review_forms

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]
DESK = "/office/review/"
NAMES = ("顾长庚", "孟昭阳", "平山月", "黄维清", "和致远")


@pytest.fixture(autouse=True)
def _while_reviewing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _seated(cases: int = 2, experts: int = 5) -> tuple[Edition, list[Application], list[Actor], Actor]:
    edition, office = make_edition(), make_officer()
    found = [make_case(edition, "desk", title=f"提高第{n}道工序合格率") for n in range(cases)]
    people = [panels.make_expert(name, office=office) for name in NAMES[:experts]]
    panels.seat(edition, "desk", people, office)
    return edition, found, people, office


def _assign(edition: Edition, office: Actor) -> None:
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)


def test_a_dry_run_with_a_seed_writes_nothing_and_the_run_fills_every_seat() -> None:
    edition, found, _people, office = _seated()
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/assignment/"

    page = client.post(address, {"try": "1", "seed": "2022-06-20"})
    before = Assignment.objects.count()
    client.post(address, {"run": "1", "seed": "2022-06-20"})

    assert (page.status_code, before) == (200, 0)
    assert "每项成果的专家都够。" in page.content.decode()
    assert {c.pk: Assignment.objects.filter(application=c).count() for c in found} == {c.pk: 3 for c in found}


def test_a_shortage_says_why_the_others_are_not_in_place() -> None:
    edition, (case,), people, office = _seated(cases=1, experts=3)
    actions.declare_for(application_id=case.pk, expert_id=people[0].scope_id, reason="师生", by=office, at=AT)

    page = client_of(office).get(f"{DESK}{edition.pk}/desk/assignment/")

    (row,) = page.context["shortages"]
    assert (row["case"].pk, row["short"].missing, row["why"]) == (case.pk, 1, ["利益冲突 1 人"])
    assert row["remedies"] == ["再聘请 1 位无利益冲突的专家"]
    assert "再聘请 1 位无利益冲突的专家" in page.content.decode()


def test_the_dry_run_shows_every_experts_load_before_and_after() -> None:
    edition, _found, _people, office = _seated(cases=2, experts=3)
    _assign(edition, office)
    make_case(edition, "desk", title="降低能耗")

    loads = client_of(office).get(f"{DESK}{edition.pk}/desk/assignment/").context["loads"]

    assert [(load["row"].held, load["then"]) for load in loads] == [(2, 3)] * 3


def test_a_large_round_is_tried_only_when_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _found, _people, office = _seated(cases=2, experts=5)
    monkeypatch.setattr(planning, "QUICK", 9)
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/assignment/"

    opened = client.get(address)
    tried = client.post(address, {"try": "1", "seed": "2022-06-20"})
    client.post(address, {"run": "1", "seed": "2022-06-20"})
    full = client.get(address)

    assert opened.context["preview"] is None
    assert "这一轮有 2 项成果、5 位专家，试算要几十秒，所以不自动进行。" in opened.content.decode()
    assert (tried.context["preview"].new, full.context["preview"].kept) == (6, 6)  # nothing is left to try


def test_a_round_too_large_to_be_solved_says_so_and_assigns_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _found, _people, office = _seated()
    monkeypatch.setattr(solving, "TASK", "zhiping.review.rules.solving:none")  # no answer, as from one that was killed
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/assignment/"

    pages = client.get(address), client.post(address, {"run": "1", "seed": "2022-06-20"})

    assert ["分配没有算完：成果与专家太多" in page.content.decode() for page in pages] == [True, True]
    assert Assignment.objects.count() == 0


def test_an_assignment_by_hand_needs_its_reason_and_keeps_out_a_conflict() -> None:
    edition, (case, _other), people, office = _seated()
    actions.declare_for(application_id=case.pk, expert_id=people[0].scope_id, reason="师生", by=office, at=AT)
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/assignment/"
    about = {"hand": "1", "hand-application": case.pk}

    without = client.post(address, about | {"hand-expert": people[1].scope_id, "hand-reason": ""})
    refused = client.post(address, about | {"hand-expert": people[0].scope_id, "hand-reason": "熟悉工艺"})
    client.post(address, about | {"hand-expert": people[1].scope_id, "hand-reason": "熟悉工艺"})

    assert "请写明理由；理由会记入日志。" in without.content.decode()
    assert "这位专家与该成果有利益冲突，不能分配。" in refused.content.decode()
    assert ">\n熟悉工艺</textarea>" in refused.content.decode()
    assert list(Assignment.objects.values_list("expert_id", "origin")) == [(people[1].scope_id, "manual")]


def test_of_many_cases_one_is_assigned_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, (case, _other), people, office = _seated()
    monkeypatch.setattr(review_forms, "MOST_CHOICES", 1)
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/assignment/"
    about = {"hand": "1", "hand-expert": people[1].scope_id, "hand-reason": "熟悉工艺"}

    wrong = client.post(address, about | {"hand-application": "QC-9999"}).content.decode()
    client.post(address, about | {"hand-application": f" {case.number} "})

    assert ("这一轮没有编号为“QC-9999”的成果。" in wrong, 'value="QC-9999"' in wrong) == (True, True)
    assert list(Assignment.objects.values_list("application_id", "expert_id")) == [(case.pk, people[1].scope_id)]


def test_a_case_of_another_edition_is_not_assigned_from_this_page() -> None:
    edition, _found, people, office = _seated()
    foreign = make_case(make_edition("qc-circle/2020"), "desk")
    about = {"hand": "1", "hand-application": foreign.pk, "hand-expert": people[0].scope_id, "hand-reason": "熟悉"}

    answer = client_of(office).post(f"{DESK}{edition.pk}/desk/assignment/", about)

    assert (answer.status_code, Assignment.objects.count()) == (200, 0)
    assert list(answer.context["by_hand"].errors) == ["application"]


def test_a_member_is_discharged_only_with_a_reason_and_what_is_unfinished_ends() -> None:
    edition, _found, people, office = _seated()
    _assign(edition, office)
    member = PanelMember.objects.get(expert_id=people[0].scope_id)
    client, address = client_of(office), f"{DESK}{edition.pk}/desk/panels/"

    without = client.post(address, {"discharge": member.pk, "reason": ""}).content.decode()
    stays = PanelMember.objects.filter(pk=member.pk).exists()
    client.post(address, {"discharge": member.pk, "reason": "出国"})

    assert ("请写明理由；理由会记入日志。" in without, stays) == (True, True)
    assert not PanelMember.objects.filter(pk=member.pk).exists()
    assert not Assignment.objects.filter(expert_id=people[0].scope_id, ended_at__isnull=True).exists()


def test_a_member_of_another_edition_is_not_discharged_from_this_page() -> None:
    edition, office = make_edition(), make_officer()
    elsewhere = make_edition("qc-circle/2020")
    panels.seat(elsewhere, "desk", [panels.make_expert(office=office)], office)
    member = PanelMember.objects.get()

    answer = client_of(office).post(f"{DESK}{edition.pk}/desk/panels/", {"discharge": member.pk, "reason": "出国"})

    assert (answer.status_code, PanelMember.objects.count()) == (404, 1)


def test_the_pool_shows_fields_and_what_each_expert_holds() -> None:
    edition, _found, people, office = _seated(cases=2, experts=3)
    _assign(edition, office)
    panels.score(Assignment.objects.filter(expert_id=people[0].scope_id).first())

    rows = client_of(office).get(f"{DESK}{edition.pk}/experts/").context["rows"]

    mine = next(row for row in rows if row["expert"].pk == people[0].scope_id)
    assert (mine["held"], mine["fields"]) == ((2, 1), ["制造"])


def test_a_conflict_judged_without_a_reason_stays_open_and_an_unknown_one_does_not_exist() -> None:
    edition, office = make_edition(), make_officer()
    unit = make_organisation("浦源电机有限公司")
    make_case(edition, "desk", organisation=unit)
    panels.commit(panels.make_expert("顾长庚", unit, office=office), edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    client, address = client_of(office), f"{DESK}{edition.pk}/conflicts/"
    conflict = Conflict.objects.get()

    page = client.post(address, {"act": "confirm", "conflict": conflict.pk, "reason": ""}).content.decode()
    unknown = [client.post(address, {"act": "confirm", "conflict": c, "reason": "是"}).status_code for c in ("x", 9999)]

    assert "请写明理由；理由会记入日志。" in page
    assert '<details class="more" open>' in page
    assert unknown == [404, 404]
    assert Conflict.objects.get().state == "found"


def test_a_concluded_round_shows_every_mark_and_what_was_left_out() -> None:
    edition, office = make_edition(), make_officer()
    case = make_case(edition, "desk")
    people = [panels.make_expert(name, office=office) for name in NAMES]
    panels.seat(edition, "desk", people, office)
    _assign(edition, office)
    for expert in people:
        standing = Assignment.objects.filter(application=case, expert_id=expert.scope_id)
        if not standing.exists():
            about = {"application_id": case.pk, "expert_id": expert.scope_id, "round_id": "desk"}
            actions.assign_by_hand(**about, reason="补足五位", by=office, at=AT)
    for assignment, share in zip(Assignment.objects.order_by("pk"), ("0.5", "0.6", "0.7", "0.8", "0.9"), strict=True):
        panels.score(assignment, share)
    actions.conclude_round(edition_id=edition.pk, round_id="desk", by=office, at=AT)

    page = client_of(office).get(f"{DESK}{edition.pk}/desk/").content.decode()

    merged = RoundResult.objects.get(round_id="desk").merged_points
    assert (page.count("最高，不计"), page.count("最低，不计")) == (1, 1)
    assert f"{merged:f}".rstrip("0").rstrip(".") in page


def test_the_board_counts_cases_and_cards_still_out() -> None:
    edition, _found, _people, office = _seated(cases=2, experts=4)
    _assign(edition, office)
    first, second = Assignment.objects.order_by("pk")[:2]
    panels.score(first)
    actions.end_assignment(assignment_id=second.pk, reason="出国", by=office, at=AT)

    progress = client_of(office).get(f"{DESK}{edition.pk}/desk/").context["progress"]

    assert (progress.judged_here, progress.out, progress.done) == (2, 5, 1)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.GUIDING, Role.OPERATOR])
def test_other_offices_are_refused_everywhere(role: Role) -> None:
    edition, _found, _people, _office = _seated(cases=1, experts=1)

    answers = [client_of(make_officer(role)).get(DESK + path.format(edition.pk)).status_code for path in PAGES]

    assert answers == [403] * len(PAGES)


PAGES = ("", "{0}/experts/", "{0}/conflicts/", "{0}/desk/", "{0}/desk/panels/", "{0}/desk/assignment/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_the_same_queries_for_one_and_three_cases(path: str) -> None:
    edition, _found, _people, office = _seated(cases=1)
    _assign(edition, office)
    client, address = client_of(office), DESK + path.format(edition.pk)
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in (7, 8):
        make_case(edition, "desk", title=f"降低第{n}道工序能耗")
    _assign(edition, office)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many)
