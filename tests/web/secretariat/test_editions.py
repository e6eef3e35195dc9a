"""The office's desk of editions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation, make_uscc, user_of
from tests.web.clients import client_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes import queries

pytestmark = pytest.mark.django_db


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def test_the_office_sees_each_edition_with_its_rules_hash() -> None:
    edition = make_edition()

    page = _client(make_officer()).get("/office/editions/").content.decode()

    assert edition.title in page
    assert edition.definition_sha256[:12] in page


def test_the_office_sets_a_window_with_a_reason_in_beijing_time() -> None:
    edition = make_edition()

    answer = _client(make_officer()).post(
        f"/office/editions/{edition.pk}/windows/apply/",
        {"opens_at": "2022-04-21T00:00:00", "closes_at": "2022-05-10T22:00:00", "reason": "按通知"},
    )

    window = queries.window(queries.get_edition(edition.pk), "apply")
    assert answer.status_code == 302
    assert window is not None
    assert window.closes_at == datetime(2022, 5, 10, 14, 0, tzinfo=UTC)


def test_the_page_of_a_window_says_all_that_the_notice_says_of_it() -> None:
    edition, stage = make_edition("qc-circle/2020"), "apply"

    page = client_of(make_officer()).get(f"/office/editions/{edition.pk}/windows/{stage}/").content.decode()

    assert "通知原文：2020年6月28日 – 7月12日22:00在线申报系统关闭。" in page


def test_a_window_that_closes_before_it_opens_is_explained_and_keeps_what_was_typed() -> None:
    edition = make_edition()

    page = _client(make_officer()).post(
        f"/office/editions/{edition.pk}/windows/apply/",
        {"opens_at": "2022-05-21T00:00:00", "closes_at": "2022-05-10T22:00:00", "reason": "按通知"},
    )

    assert "截止时间不晚于开始时间" in page.content.decode()
    assert "2022-05-21T00:00:00" in page.content.decode()


def test_a_recommending_unit_is_registered_by_its_credit_code() -> None:
    edition, organisation = make_edition(), make_organisation("临江区市场监督管理局")
    data = {"uscc": organisation.uscc, "kind": "district", "label": "临江区市场监管局"}

    client = _client(make_officer())
    answer = client.post(f"/office/editions/{edition.pk}/recommenders/", data)
    again = client.post(f"/office/editions/{edition.pk}/recommenders/", data)
    unknown = client.post(f"/office/editions/{edition.pk}/recommenders/", data | {"uscc": make_uscc(99_999)})

    assert answer.status_code == 302
    assert "已在本年度推荐单位名录中" in again.content.decode()
    assert "名册中没有这个统一社会信用代码" in unknown.content.decode()
    assert [r.label for r in queries.register_of(edition) if not r.is_virtual] == ["临江区市场监管局"]


def test_a_unit_does_not_reach_the_office() -> None:
    edition = make_edition()
    unit = make_member(make_organisation(), Role.UNIT)

    assert _client(unit).get(f"/office/editions/{edition.pk}/").status_code == 403


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    edition = make_edition()

    answer = Client().get(f"/office/editions/{edition.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next=/office/editions/{edition.pk}/")


def test_the_list_takes_the_same_queries_for_one_and_three_editions(django_assert_num_queries: object) -> None:
    client = _client(make_officer())
    make_edition("qc-circle/2022")
    client.get("/office/editions/")  # the first request of a session writes it

    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get("/office/editions/")
    make_edition("excellence/2024")
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get("/office/editions/")


def test_a_recommender_is_of_a_kind_that_the_rules_name() -> None:
    edition = make_edition("excellence/2024")

    page = client_of(make_officer()).get(f"/office/editions/{edition.pk}/recommenders/").content.decode()

    assert 'value="authority"' in page
    assert 'value="association"' not in page
