"""The office confirms ways past the ordinary recommender."""

from __future__ import annotations

import pytest

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import PreApproval

pytestmark = pytest.mark.django_db
PAGE = "/office/pre-approval/"


def _virtual(title: str = "缩短换模时间") -> tuple[object, str]:
    edition = make_edition()
    case = make_case(edition, "recommend", recommender=Recommender.objects.get(is_virtual=True), title=title)
    return case, f"case-{case.pk}-reason"


def test_a_case_of_the_virtual_recommender_waits_with_its_clause_and_is_confirmed() -> None:
    case, reason = _virtual()
    client = client_of(make_officer())

    before = client.get(PAGE).content.decode()
    client.post(PAGE, {"case": case.pk, "approved": "yes", reason: "会员单位，无主管推荐单位"})  # type: ignore[attr-defined]

    decided = PreApproval.objects.get()
    assert "缩短换模时间" in before
    assert "二.3(2)" in before
    assert (decided.approved, decided.reason) == (True, "会员单位，无主管推荐单位")


def test_a_decision_without_a_reason_is_explained_at_its_case() -> None:
    case, reason = _virtual()

    page = client_of(make_officer()).post(PAGE, {"case": case.pk, "approved": "no", reason: " "}).content.decode()  # type: ignore[attr-defined]

    assert "请写明意见或理由" in page
    assert PreApproval.objects.count() == 0


def test_a_case_that_asks_for_nothing_is_not_found() -> None:
    case = make_case(make_edition(), "recommend")

    assert client_of(make_officer()).post(PAGE, {"case": case.pk, "approved": "yes"}).status_code == 404


def test_a_unit_does_not_reach_the_page() -> None:
    assert client_of(make_member(make_organisation(), Role.UNIT)).get(PAGE).status_code == 403


def test_the_page_takes_the_same_queries_for_one_and_three_cases(django_assert_num_queries: object) -> None:
    client = client_of(make_officer())
    case, _reason = _virtual()
    client.get(PAGE)

    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(PAGE)
    for title in ("降低能耗", "减少返工"):
        make_case(case.edition, "recommend", recommender=case.recommender, title=title)  # type: ignore[attr-defined]
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(PAGE)
