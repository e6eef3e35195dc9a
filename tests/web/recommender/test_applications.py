"""What a recommending unit sees of the cases sent to it."""

from __future__ import annotations

import pytest

from tests.factories import opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role

pytestmark = pytest.mark.django_db
LIST = "/recommender/applications/"


def test_the_list_names_each_case_with_unit_state_and_points() -> None:
    draft, officer = opinions.recommended(make_edition("qc-circle/2020"), title="降低阀体铸造废品率")
    make_case(draft.case.edition, "recommend", recommender=draft.recommender, title="缩短换模时间")

    page = client_of(officer).get(LIST).content.decode()

    assert page.index("缩短换模时间") < page.index("降低阀体铸造废品率")  # what waits comes first
    assert draft.case.organisation.name in page
    assert "86.5" in page


def test_the_list_tells_how_many_there_are_and_until_when() -> None:
    edition = make_edition("qc-circle/2020")
    mine = make_recommender(edition)
    make_case(edition, "recommend", recommender=mine)

    page = client_of(opinions.officer_of(mine)).get(LIST).content.decode()

    assert "<div><dd>1 项</dd></div>" in page
    assert "推荐截止<b><time" in page


def test_the_quota_meter_counts_a_unit_by_the_clause() -> None:
    _draft, officer = opinions.recommended(make_edition("qc-circle/2020"))

    page = client_of(officer).get(LIST).content.decode()

    assert "推荐单位对每个单位推荐不超过2个" in page
    assert "1 / 2" in page
    assert "三.3" in page
    assert "1 / 1" in page  # one of each category: full


def test_co_creation_takes_no_place_and_the_meter_says_so_with_the_clause() -> None:
    edition = make_edition("qc-circle/2022")
    mine = make_recommender(edition, is_co_creation=True)
    waiting = make_case(edition, "recommend", recommender=mine)
    other = make_recommender(edition, make_organisation("市电力行业协会"))
    client, others = client_of(opinions.officer_of(mine)), client_of(opinions.officer_of(other))

    for path in (LIST, f"{LIST}{waiting.pk}/"):
        shown = client.get(path).content.decode()
        assert shown.count("共建推荐，不占名额，不限") == 1
        assert "三.2" in shown
    assert "不占名额" not in others.get(LIST).content.decode()


def test_cases_of_other_recommenders_are_not_on_the_list() -> None:
    edition = make_edition()
    mine, other = make_recommender(edition), make_recommender(edition, make_organisation("市电力行业协会"))
    make_case(edition, "recommend", recommender=other, title="别家的成果")

    page = client_of(opinions.officer_of(mine)).get(LIST).content.decode()

    assert "别家的成果" not in page
    assert "还没有单位选择由贵单位推荐" in page


def test_an_edition_without_this_unit_is_not_found() -> None:
    mine = make_recommender(make_edition())
    foreign = make_edition("excellence/2024")

    assert client_of(opinions.officer_of(mine)).get(f"{LIST}?edition={foreign.pk}").status_code == 404


def test_a_unit_does_not_reach_the_recommenders_list() -> None:
    assert client_of(make_member(make_organisation(), Role.UNIT)).get(LIST).status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_three_cases(django_assert_num_queries: object) -> None:
    edition = make_edition("qc-circle/2020")
    mine = make_recommender(edition)
    client = client_of(opinions.officer_of(mine))
    make_case(edition, "recommend", recommender=mine)
    client.get(LIST)

    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(LIST)
    for title in ("缩短换模时间", "降低能耗"):
        make_case(edition, "recommend", recommender=mine, title=title)
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(LIST)
