"""The office's review desk: numbers, experts, conflicts, panels, seats, rounds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.programmes.models import Edition
from zhiping.review import actions
from zhiping.review.models import Assignment, Conflict, PanelMember, RoundResult
from zhiping.web.shared.confirming import CHANGED

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]
OWN = "own_application_in_category"


def _edition() -> Edition:
    return make_edition()


def test_the_desk_counts_cases_seats_and_cards_of_every_round() -> None:
    edition, office = _edition(), make_officer()
    make_case(edition, "desk")
    panels.seat(edition, "desk", [panels.make_expert(n, office=office) for n in "甲乙丙"], office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    panels.score(Assignment.objects.all()[0])

    rows = client_of(office).get("/office/review/").context["editions"][0]["rounds"]

    desk = next(row for row in rows if row.round_id == "desk")
    assert (desk.cases, desk.experts, desk.assigned, desk.submitted) == (1, 3, 3, 1)


def test_the_pool_is_searched_and_tells_each_answer_to_this_edition() -> None:
    edition, office = _edition(), make_officer()
    for name in ("甲某", "甲乙", "丙某"):
        panels.make_expert(name, office=office)
    panels.commit(panels.make_expert("甲丁", office=office), edition, office)

    page = client_of(office).get(f"/office/review/{edition.pk}/experts/?q=甲")

    answers = {row["expert"].user.name: row["expert"].answer for row in page.context["rows"]}
    assert answers == {"甲某": None, "甲乙": None, "甲丁": "accepted"}
    assert page.content.decode().count('name="expert"') == 2


def test_a_field_that_an_expert_has_from_two_programmes_is_said_once() -> None:
    _edition()
    office = make_officer()
    expert = Expert.objects.get(pk=panels.make_expert("甲某", office=office).scope_id)
    expert.fields = ["sme", "sme"]
    expert.save()
    client = client_of(office)

    pages = [client.get(f"/office/review/pool/{more}").content.decode() for more in ("", f"{expert.pk}/")]

    assert ["“专精特新”中小企业、" in page for page in pages] == [False, False]
    assert "“专精特新”中小企业</td>" in pages[0]


def test_a_conflict_is_found_shown_with_its_evidence_and_dismissed_with_a_reason() -> None:
    edition, office = _edition(), make_officer()
    unit = make_organisation("浦源电机有限公司")
    make_case(edition, "desk", organisation=unit)
    panels.commit(panels.make_expert("甲某", unit, office=office), edition, office)
    client, address = client_of(office), f"/office/review/{edition.pk}/conflicts/"

    client.post(address, {"act": "search"})
    page = client.get(address).content.decode()
    conflict = Conflict.objects.get(kind="same_organisation")
    client.post(address, {"act": "dismiss", "conflict": conflict.pk, "reason": " "})
    still = Conflict.objects.get(pk=conflict.pk).state
    client.post(address, {"act": "dismiss", "conflict": conflict.pk, "reason": "同名不同单位"})

    assert "同一单位" in page
    assert "浦源电机有限公司" in page
    assert (still, Conflict.objects.get(pk=conflict.pk).state) == ("found", "dismissed")


def _suspected_of_three_cases(office: Actor) -> tuple[Edition, str]:
    edition, unit = _edition(), make_organisation()
    expert = panels.make_expert("甲某", unit, office=office)
    for organisation in (unit, None, None, None):
        make_case(edition, "desk", organisation=organisation)
    panels.commit(expert, edition, office)
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)
    return edition, f"/office/review/{edition.pk}/conflicts/?show=waiting"


def _judging_all(page: Any) -> dict[str, str]:
    (box,) = html.fromstring(page.content).xpath("//main//input[@type='checkbox' and @name='confirmed']")
    (conflict,) = box.xpath("ancestor::form//input[@name='conflict']")
    return {"act": "dismiss", "conflict": conflict.get("value"), "reason": "不在同一组", "confirmed": box.get("value")}


def test_one_word_about_all_alike_conflicts_judges_those_that_were_on_the_page() -> None:
    office = make_officer()
    _running, address = _suspected_of_three_cases(office)
    client = client_of(office)

    client.post(address, _judging_all(client.get(address)))

    assert list(Conflict.objects.filter(state="dismissed").values_list("kind", flat=True)) == [OWN] * 3


def test_one_word_about_all_alike_conflicts_judges_none_that_was_found_since_the_page_was_read() -> None:
    office = make_officer()
    edition, address = _suspected_of_three_cases(office)
    client = client_of(office)
    read = _judging_all(client.get(address))
    make_case(edition, "desk")
    actions.find_conflicts(edition_id=edition.pk, by=office, at=AT)

    answer = client.post(address, read)

    assert (answer.status_code, CHANGED in answer.content.decode()) == (409, True)
    assert "不在同一组" in answer.content.decode()
    assert not Conflict.objects.filter(state="dismissed").exists()
    client.post(address, _judging_all(answer))
    assert Conflict.objects.filter(state="dismissed").count() == 4


def test_what_a_colleague_read_of_alike_conflicts_is_not_this_officers_word() -> None:
    office = make_officer()
    _running, address = _suspected_of_three_cases(office)

    answer = client_of(make_officer()).post(address, _judging_all(client_of(office).get(address)))

    assert answer.status_code == 409
    assert not Conflict.objects.filter(state="dismissed").exists()


def test_a_panel_is_made_and_takes_only_who_has_committed() -> None:
    edition, office = _edition(), make_officer()
    ready, not_yet = panels.make_expert("甲", office=office), panels.make_expert("乙", office=office)
    panels.commit(ready, edition, office)
    client, address = client_of(office), f"/office/review/{edition.pk}/desk/panels/"

    client.post(address, {"make": "1", "name": "制造一组"})
    panel = edition.panels.get()
    client.post(address, {"seat": "1", "panel": panel.pk, "expert": ready.scope_id, "is_leader": "on"})
    client.post(address, {"seat": "1", "panel": panel.pk, "expert": not_yet.scope_id})

    assert list(PanelMember.objects.values_list("expert_id", "is_leader")) == [(ready.scope_id, True)]


def test_a_shortage_is_told_with_the_smallest_change_and_the_run_fills_the_seats() -> None:
    edition, office = _edition(), make_officer()
    make_case(edition, "desk")
    panels.seat(edition, "desk", [panels.make_expert(n, office=office) for n in "甲乙"], office)
    client, address = client_of(office), f"/office/review/{edition.pk}/desk/assignment/"

    page = client.get(address).content.decode()
    client.post(address, {"run": "1", "seed": "22070"})

    assert "再聘请 1 位无利益冲突的专家" in page
    assert Assignment.objects.count() == 2


def test_a_round_is_concluded_from_the_board_or_says_what_is_missing() -> None:
    edition, office = _edition(), make_officer()
    case = make_case(edition, "desk")
    panels.seat(edition, "desk", [panels.make_expert(n, office=office) for n in "甲乙丙"], office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    client, address = client_of(office), f"/office/review/{edition.pk}/desk/"

    early = client.post(address, {"act": "conclude"}, follow=True).content.decode()
    panels.score_all(edition, "desk")
    client.post(address, {"act": "conclude"})

    assert "不足 3 份" in early
    assert panels.reload(case).state == "panel"


def test_marks_far_from_the_others_are_listed_for_the_office_and_change_nothing() -> None:
    edition, office = _edition(), make_officer()
    cases = [make_case(edition, "desk", title=f"提高第{n}道工序合格率") for n in range(4)]
    panels.seat(edition, "desk", [panels.make_expert(n, office=office) for n in "甲乙丙"], office)
    actions.assign(edition_id=edition.pk, round_id="desk", seed="s", by=office, at=AT)
    strict = Assignment.objects.get(application=cases[2], expert__user__name="甲")
    for seat in Assignment.objects.select_related("expert__user"):
        share = "0.4" if seat == strict else {"甲": "0.8", "乙": "0.9", "丙": "0.8"}[seat.expert.user.name]
        panels.score(seat, share)
    client, address = client_of(office), f"/office/review/{edition.pk}/desk/"

    everything = client.get(address).content.decode()
    page = client.get(f"{address}?far=1").content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(f"{address}?far=1").content.decode()

    assert [case.title in page for case in cases] == [False, False, True, False]
    assert re.findall(r"比其他专家. [\d.]+ 分", page) == ["比其他专家低 45 分"]
    assert re.findall(r"[\d.]+ points \w+ the other experts", english) == ["45 points below the other experts"]
    assert [case.title in everything for case in cases] == [True] * 4
    assert "比其他专家" not in everything
    assert not RoundResult.objects.exists()


def test_a_round_whose_marks_agree_lists_none() -> None:
    edition, office = _edition(), make_officer()
    make_case(edition, "desk", title="提高一次合格率")

    page = client_of(office).get(f"/office/review/{edition.pk}/desk/?far=1").content.decode()

    assert "没有偏离较大的评分。" in page
    assert "提高一次合格率" not in page


def test_the_panels_word_is_recorded_case_by_case() -> None:
    edition, office = _edition(), make_officer()
    case = make_case(edition, "panel")
    people = [panels.make_expert(n, office=office) for n in "甲乙丙"]
    panels.seat(edition, "panel", people, office)
    client, address = client_of(office), f"/office/review/{edition.pk}/panel/"
    client.post(address, {"act": "convene"})
    for seat in Assignment.objects.all():
        actions.vote(assignment_id=seat.pk, level="excellent", by=panels.actor_of(seat), at=AT)

    client.post(
        address, {"act": "deliberate", "case": case.pk, "level": "excellent", "goes_on": "yes", "reason": "合议"}
    )

    result = RoundResult.objects.get()
    assert (result.proposed_level, result.advanced) == ("excellent", True)


@pytest.mark.parametrize(
    "path", ["", "{0}/experts/", "{0}/conflicts/", "{0}/desk/", "{0}/desk/panels/", "{0}/desk/assignment/"]
)
def test_no_expert_and_no_unit_reaches_the_desk(path: str) -> None:
    edition = _edition()
    address = "/office/review/" + path.format(edition.pk)
    strangers = [panels.make_expert(), make_member(make_organisation(), Role.UNIT)]

    assert [client_of(who).get(address).status_code for who in strangers] == [403, 403]


def test_an_unknown_round_is_not_found() -> None:
    edition = _edition()

    assert client_of(make_officer()).get(f"/office/review/{edition.pk}/nowhere/").status_code == 404


def test_the_desk_and_the_board_take_the_same_queries_for_one_and_three_cases(
    django_assert_max_num_queries: Any,
) -> None:
    edition, office = _edition(), make_officer()
    client = client_of(office)
    for _turn in range(2):
        make_case(edition, "desk")
        make_case(edition, "desk")
        with django_assert_max_num_queries(13):
            client.get("/office/review/")
        with django_assert_max_num_queries(14):
            client.get(f"/office/review/{edition.pk}/desk/")
