"""Management excellence 2024: a private firm directly, a person through a recommender; both up to the certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.desks import Desks, main, verify
from tests.e2e.people import (
    Cast,
    fill_in,
    follow,
    hand_in,
    paper,
    press,
    sealed_sheet,
    show,
    upload,
    write_everything,
    written,
)
from tests.factories import opinions, panels
from tests.factories.editions import make_recommender, shipped
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import edition_showing
from zhiping.applications.models import Application
from zhiping.applications.queries.completeness import file_rules
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision.models import Certificate, PublicNotice
from zhiping.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


def _on(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 2, tzinfo=UTC)


def _state() -> str:
    return Application.objects.values_list("state", flat=True).get()


def test_a_firms_model_travels_directly_to_a_verified_certificate(open_as: Callable[..., Page]) -> None:
    begun = _begun(open_as)
    case = _submit(begun, "“三环联动”质量管理模式", {"d_category": "model", "way": "way:direct.private"})
    assert _state() == "screening"

    desks = begun.desks
    _reviewed_on_paper(desks, case.pk, "benchmark")
    assert _state() == "panel"
    members = {name: panels.make_expert(name, office=desks.office) for name in ("黄维清", "和致远", "穆怀瑾")}
    desks.invite(members)
    desks.seat("panel", members, "会审组")
    desks.convene("panel")
    for member in members.values():
        desks.vote_for(member, "benchmark")
    desks.record("panel", "benchmark", "合议一致")

    told = _decided(open_as, desks, case.pk)
    assert ("标杆级" in told, begun.unit.name in told) == (True, True)


def test_a_persons_experience_travels_through_a_recommender_to_a_verified_certificate(
    open_as: Callable[..., Page],
) -> None:
    begun = _begun(open_as)
    recommender = make_recommender(begun.desks.edition)
    way = {"d_category": "experience", "way": f"recommender:{recommender.pk}", "person_name": "陈思远"}
    case = _submit(begun, "以数据为先的班组质量管理经验", way)
    assert _state() == "recommend"
    page = begun.desks.cast.page(opinions.officer_of(recommender))
    page.goto(f"/recommender/applications/{case.pk}/")
    fill_in(page, {"opinion": "经验可推广，同意推荐。"})
    page.locator("#id_sealed").set_input_files(paper("jpg"))
    press(page, "推荐")
    assert _state() == "screening"

    _reviewed_on_paper(begun.desks, case.pk, "excellent")
    begun.desks.conclude("panel")

    told = _decided(open_as, begun.desks, case.pk)
    assert ("优秀级" in told, "陈思远" in told) == (True, True)


@dataclass
class Begun:
    """The desks in July 2024, and a private firm with its author."""

    desks: Desks
    unit: Organisation
    author: Actor


def _begun(open_as: Callable[..., Page]) -> Begun:
    edition = edition_showing(_on(7, 10), "excellence/2024")
    unit = make_organisation("嘉联精塑科技有限公司", ownership="private", founded_on=date(2001, 5, 1))
    return Begun(Desks(Cast(open_as), edition, make_officer()), unit, make_member(unit, Role.APPLICANT, "陈思远"))


def _submit(begun: Begun, title: str, chosen: dict[str, str]) -> Application:
    """Start, fill in the official form field by field, hand in the files, have the unit endorse, submit."""
    cast, edition, unit = begun.desks.cast, begun.desks.edition, begun.unit
    page = cast.page(begun.author)
    page.goto(f"/applications/start/{edition.pk}/")
    fill_in(page, chosen)
    press(page, "开始填写")
    case = Application.objects.get()
    facts = {"title": title, "organisation": unit.name, "person": "陈思远", "team": "", "uscc": str(unit.uscc)}
    definition = shipped("excellence/2024")
    write_everything(page, case.pk, written(definition, {"category": chosen["d_category"]}, facts))
    case = Application.objects.select_related("edition", "content", "organisation", "recommender").get()
    for rule in file_rules(case, _on(7, 10)):
        if rule.required:
            upload(page, case.pk, rule.id)
    boss = cast.page(make_member(unit, Role.UNIT, "朱砚秋"))
    boss.goto(f"/unit/applications/{case.pk}/endorse/")
    fill_in(boss, {"opinion": "情况属实，同意申报。"})
    boss.locator("#sealed").set_input_files(sealed_sheet(boss, case.pk))
    follow(boss, boss.locator("#main form:has(#sealed) button").last)
    page.goto(f"/applications/{case.pk}/submit/")
    assert page.locator("#faults").count() == 0, page.locator("#faults").inner_text()
    hand_in(page)
    assert "E-2024-0001" in main(page)
    return case


def _reviewed_on_paper(desks: Desks, case_id: int, level: str) -> None:
    """Pass the formal check; three experts score; the panel's word is recorded with a level."""
    show(desks.edition, _on(9, 5))
    desks.pass_check(case_id)
    assert _state() == "preliminary"
    show(desks.edition, _on(9, 20))
    people = {name: panels.make_expert(name, office=desks.office) for name in ("顾长庚", "孟昭阳", "平山月")}
    desks.invite(people)
    desks.seat("preliminary", people, "初审组")
    assert "没有发现利益冲突" in desks.find_conflicts()
    assert "每项成果的专家都够" in desks.assign("preliminary", "2024-09-20")
    for expert in people.values():
        desks.score(expert, "preliminary")
    desks.conclude("preliminary")
    desks.record("preliminary", level, "专家组评议一致")


def _decided(open_as: Callable[..., Page], desks: Desks, case_id: int) -> str:
    """Nobody asks for a visit; approval, seven days of notice, publication; return what a stranger's phone verifies."""
    show(desks.edition, _on(10, 8))
    desks.conclude("site_visit")
    assert _state() == "approval"
    show(desks.edition, _on(10, 22))
    desks.propose(case_id)
    desks.resolve(case_id, [make_officer(Role.COMMITTEE, name) for name in ("陶主任", "姜教授", "魏高工")])
    show(desks.edition, _on(10, 23))
    desks.open_notice()
    assert PublicNotice.objects.get().closes_at == datetime(2024, 10, 30, 16, 0, tzinfo=UTC)
    show(desks.edition, _on(11, 1))
    desks.close_notice()
    desks.publish("演示〔2024〕1号", make_officer(name="吴干事"))
    assert _state() == "published"
    sheet = desks.certify()
    certificate = Certificate.objects.get()
    assert certificate.number in sheet
    stranger = open_as(None, phone=True)
    told = verify(stranger, certificate.code)
    assert certificate.number in told
    assert (grave_faults(stranger), sideways(stranger)) == ([], 0)
    return told
