"""A recommending unit hands in its summary and its statistics."""

from __future__ import annotations

import pytest

from tests.factories import opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Role
from zhiping.recommendation import queries

pytestmark = pytest.mark.django_db
PAGE = "/recommender/summary/"


def _typed(**over: object) -> dict[str, object]:
    figures = {f"statistics_table-{name}": value for name, value in opinions.FIGURES.items()}
    return {"kind": "statistics_table", **figures, **over}


def test_the_statistics_are_handed_in_and_their_rates_computed() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))
    client = client_of(opinions.officer_of(mine))

    answer = client.post(PAGE, _typed())
    page = client.get(PAGE).content.decode()

    assert answer.status_code == 302
    assert queries.preconditions_of(mine)["statistics_table"].figures == {
        name: str(number) for name, number in opinions.FIGURES.items()
    }
    assert [rate in page for rate in ("32.5%", "90.0%", "50.0%")] == [True] * 3


def test_figures_that_contradict_each_other_are_explained_and_kept() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))

    page = client_of(opinions.officer_of(mine)).post(PAGE, _typed(**{"statistics_table-active": 81})).content.decode()

    assert "“本年开展活动小组数”不能大于“本年注册小组数”" in page
    assert 'value="81"' in page
    assert queries.preconditions_of(mine) == {}


def test_a_rate_that_is_unusual_is_explained_before_it_is_taken() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))
    client = client_of(opinions.officer_of(mine))
    few = {"statistics_table-active": 20, "statistics_table-outcomes": 18}

    doubted = client.post(PAGE, _typed(**few)).content.decode()
    explained = client.post(PAGE, _typed(**few, **{"statistics_table-remark": "本年整合小组，只开展了重点课题。"}))

    assert "算得活动率为 25%，通常为 ≥ 30%" in doubted
    assert explained.status_code == 302
    assert queries.preconditions_of(mine)["statistics_table"].remark == "本年整合小组，只开展了重点课题。"


def test_a_figure_in_words_is_refused_and_kept() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))

    page = client_of(opinions.officer_of(mine)).post(PAGE, _typed(**{"statistics_table-active": "七十二"}))

    assert 'value="七十二"' in page.content.decode()
    assert queries.preconditions_of(mine) == {}


def test_the_summary_is_handed_in_as_text() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))
    client = client_of(opinions.officer_of(mine))

    empty = client.post(PAGE, {"kind": "activity_summary", "activity_summary-text": ""}).content.decode()
    client.post(PAGE, {"kind": "activity_summary", "activity_summary-text": "全年开展培训12期。"})

    assert "请填写工作总结" in empty
    assert queries.preconditions_of(mine)["activity_summary"].text == "全年开展培训12期。"


def test_something_the_edition_does_not_ask_for_is_not_found() -> None:
    mine = make_recommender(make_edition("qc-circle/2020"))

    assert client_of(opinions.officer_of(mine)).post(PAGE, {"kind": "fee"}).status_code == 404


def test_a_unit_does_not_reach_the_page() -> None:
    assert client_of(make_member(make_organisation(), Role.UNIT)).get(PAGE).status_code == 403


def test_the_page_takes_the_same_queries_for_one_and_two_editions(django_assert_num_queries: object) -> None:
    organisation = make_organisation("市仪器仪表行业协会")
    mine = make_recommender(make_edition("qc-circle/2020"), organisation)
    client = client_of(opinions.officer_of(mine))
    page = f"{PAGE}?edition={mine.edition_id}"
    client.get(page)

    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(page)
    make_recommender(make_edition("qc-circle/2022"), organisation)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(page)
