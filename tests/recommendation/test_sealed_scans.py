"""A sealed sheet of the package comes back: looked at, bound to what it says, void once that changes."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.integrations.test_eseal import PEM, Authority
from tests.web.clients import client_of
from zhiping.config.demo import stamps
from zhiping.core import sheetcode
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.journey import actions as journey
from zhiping.messages.models import Message
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import OrganisationName
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions, queries
from zhiping.recommendation.models import PackageFile
from zhiping.recommendation.queries import sheets
from zhiping.recommendation.rules import package as rules
from zhiping.web.shared.papers import sheet_response

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
FORM, SUMMARY = sheets.RECOMMENDATION_FORM, sheets.REVIEW_SUMMARY
PAGE = "/recommender/package/"
KEY = b"k" * 32


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: AT)


def _printed(recommender: Recommender, kind: str = FORM) -> bytes:
    return sheet_response(sheets.sheet(recommender, kind), recommender, "pdf", at=AT).content


def _attach(recommender: Recommender, officer: Any, name: str, content: bytes) -> PackageFile:
    given = {"recommender_id": recommender.pk, "rule_id": FORM, "name": name, "content": content}
    return actions.attach_to_package(by=officer, at=AT, **given)


def test_a_photo_of_the_sealed_list_shows_its_code_and_its_seal_and_the_page_says_so() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    photo = stamps.sealed_photo(_printed(recommender), recommender.label, Random(7))

    given = _attach(recommender, officer, "推荐表.jpg", photo)
    page = client_of(officer).get(PAGE).content.decode()
    offices = f"/office/editions/{recommender.edition_id}/recommenders/{recommender.pk}/package/"

    assert (given.code_read, given.seal_seen, given.signer) == (True, True, "")
    for shown in (page, client_of(make_officer()).get(offices).content.decode()):
        assert "识别码已核对" in shown
        assert "看到红色印章" in shown
        assert "未读出识别码" in shown  # the fixture's own plain picture


def test_another_sheet_another_unit_and_an_earlier_order_are_told_apart_on_the_page() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    earlier, other = _printed(recommender), _printed(recommender, SUMMARY)
    one, two = (given.application_id for given in queries.recommended_by(recommender))
    actions.rank(recommender_id=recommender.pk, places={one: 2, two: 1}, by=officer, at=AT)
    client = client_of(officer)

    said = [
        client.post(PAGE, {"act": "upload", "rule": FORM, "file": SimpleUploadedFile("件.pdf", pdf)}).content.decode()
        for pdf in (other, earlier)
    ]

    assert "盖章件上的识别码属于别的表，或别的推荐单位。" in said[0]
    assert "盖章件上的识别码是较早内容的，之后推荐、评分或排序有改动。" in said[1]
    assert PackageFile.objects.filter(code_read=True).count() == 0


@pytest.mark.parametrize(
    ("paper", "unit", "digest", "code"),
    [
        ("S", 7, "a" * 16, "package.other_sheet"),
        ("O", 7, "a" * 16, "package.other_sheet"),
        ("R", 8, "a" * 16, "package.other_sheet"),
        ("R", 7, "b" * 16, "package.earlier_sheet"),
    ],
)
def test_a_code_is_bound_to_sheet_unit_and_content(paper: str, unit: int, digest: str, code: str) -> None:
    text = sheetcode.write(sheetcode.SheetCode(sheetcode.Paper(paper), unit, 1, digest), key=KEY)
    asked = {"paper": sheetcode.Paper.RECOMMENDATION_FORM, "recommender": 7, "digest": "a" * 64, "key": KEY}

    with pytest.raises(RuleViolation, match=code):
        rules.check_codes([text], **asked)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match=r"sheet\.foreign"):
        rules.check_codes(["https://elsewhere.example"], **asked)  # type: ignore[arg-type]
    assert rules.check_codes([], **asked) is False  # type: ignore[arg-type]


def test_a_later_order_voids_the_scan_for_good_and_its_officers_are_told_once() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    one, two = (given.application_id for given in queries.recommended_by(recommender))
    rank = {"recommender_id": recommender.pk, "by": officer, "at": AT}

    actions.rank(places={one: 2, two: 1}, **rank)  # type: ignore[arg-type]
    actions.rank(places={one: 1, two: 2}, **rank)  # type: ignore[arg-type]

    (told,) = Message.objects.filter(code="recommendation.scan_voided")
    assert (told.to_id, "成果推荐汇总表" in told.body) == (officer.user_id, True)
    assert PackageFile.objects.get().voided_at == AT
    assert [fault.code for fault in queries.reasons_against_package(recommender, AT)] == ["package.sheet_outdated"]
    answer = client_of(officer).post(PAGE, {"act": "hand_in"}).content.decode()
    assert "的盖章件是按较早的内容盖的，之后推荐或排序有改动。" in answer
    assert "已失效" in answer


def test_what_an_applicant_takes_back_voids_it_too_but_nothing_that_was_handed_in() -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲", "提高乙")
    first, second = (given.application for given in queries.recommended_by(recommender))
    withdraw = {"reason": "有误", "at": AT}

    journey.withdraw(application_id=first.pk, by=make_member(first.organisation, Role.UNIT), **withdraw)  # type: ignore[arg-type]
    voided = PackageFile.objects.get().voided_at
    opinions.reseal(recommender, officer)
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    journey.withdraw(application_id=second.pk, by=make_member(second.organisation, Role.UNIT), **withdraw)  # type: ignore[arg-type]

    assert voided == AT
    assert PackageFile.objects.get(removed_at=None).voided_at is None


def test_an_electronic_seal_counts_and_a_foreign_signer_is_named_plainly(tmp_path: Path, settings: Any) -> None:
    authority = Authority()
    (tmp_path / "root.pem").write_bytes(authority.certificate.public_bytes(PEM))
    settings.ESEAL_ROOTS = tmp_path
    recommender = make_recommender(make_edition(), make_organisation("市仪器仪表行业协会"))
    officer = opinions.officer_of(recommender)
    printed = _printed(recommender)

    own = _attach(recommender, officer, "甲.pdf", authority.seal(printed, "市 仪器仪表行业协会"))
    foreign = _attach(recommender, officer, "乙.pdf", authority.seal(printed, "另一家公司"))
    (part,) = [part for part in queries.parts(recommender) if part.rule.id == FORM]
    page = client_of(officer).get(PAGE).content.decode()

    assert (own.signer, own.code_read) == ("市 仪器仪表行业协会", True)
    assert part.strangers == {foreign.pk}
    assert page.count("签章人与本单位登记的名称不符") == 1


def test_a_unit_goes_by_its_former_and_other_names_and_those_merged_into_it() -> None:
    unit = make_organisation("浦江精密仪表（上海）有限公司")
    make_organisation("浦江仪表厂", merged_into=unit)
    OrganisationName.objects.create(organisation=unit, name="浦江仪表", kind="alias")

    known = ("浦江精密仪表(上海) 有限公司", "浦江仪表厂", "浦江仪表", "浦江")
    assert [organisations.goes_by(unit.pk, name) for name in known] == [True, True, True, False]
