"""The home of a role: what waits on the person, what waits on others by name, and the list behind each number."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.decisions import make_committee
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes.models import Edition, Recommender

pytestmark = pytest.mark.django_db


def _home(actor: Actor) -> str:
    return client_of(actor).get("/home/").content.decode()


def test_what_others_have_to_move_stands_below_by_name_with_who_is_waited_for() -> None:
    draft = drafts.submit(drafts.endorse(drafts.fill(drafts.begin())))

    below = _home(draft.author).partition("<h2>等待他人办理</h2>")[2]

    assert f'<a href="/cases/{draft.case.pk}/">{draft.case.title}</a>' in below
    assert "等待：推荐单位" in below


def test_what_waits_on_oneself_alone_has_nothing_below() -> None:
    assert "等待他人办理" not in _home(drafts.begin().author)


@pytest.mark.parametrize("whose", ["author", "office", "recommender"])
def test_a_number_leads_to_the_list_behind_it(whose: str) -> None:
    draft = drafts.submit(drafts.endorse(drafts.fill(drafts.begin())))
    reader, address = {
        "author": (draft.author, "/applications/"),
        "office": (make_officer(), "/office/applications/?phase=recommendation"),
        "recommender": (opinions.officer_of(draft.recommender), "/recommender/applications/?phase=recommendation"),
    }[whose]
    client = client_of(reader)

    numbers = re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)">(\d+)</a>', client.get("/home/").content.decode())

    assert numbers == [("待推荐", address, "1")]
    assert draft.case.title in client.get(address).content.decode()


def test_numbers_stand_in_the_order_of_the_journey_and_only_where_a_list_is_behind_them() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    for state in ("approval", "desk", "recommend"):
        make_case(edition, state, recommender=recommender, title=f"成果 {state}")

    numbers = re.findall(r"<dt>([^<]+)</dt><dd><a ", _home(opinions.officer_of(recommender)))

    assert numbers == ["待推荐", "评审中", "待审定"]
    assert "<dt>待审定</dt>" not in _home(make_committee()[0])


def test_the_head_says_who_one_is_once_and_as_whom_one_acts() -> None:
    head = _home(make_officer(name="周干事")).partition("</header>")[0]

    assert (head.count("周干事"), re.findall(r"<summary>([^<]+)</summary>", head)) == (1, ["秘书处"])


def test_home_asks_the_same_questions_for_one_and_three_cases() -> None:
    edition, organisation = make_edition(), make_organisation()
    client = client_of(make_member(organisation, Role.UNIT))
    asked = []
    for number, titles in enumerate((["提高甲"], ["提高乙", "提高丙"])):
        for title in titles:
            make_case(edition, "screening", title=title, organisation=organisation, recommender=_one_more(edition))
        client.get("/home/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/home/").content.decode()
        asked.append(len(queries))
        assert page.count("等待：秘书处形式审查") == 1 + 2 * number

    assert asked[0] == asked[1]


def _one_more(edition: Edition) -> Recommender:
    return make_recommender(edition, make_organisation(f"第{edition.recommenders.count()}区市场监督管理局"))
