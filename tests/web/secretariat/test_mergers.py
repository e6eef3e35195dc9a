"""The office's pages of groups and double entries."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.cases import make_case
from tests.factories.editions import amend_rules, make_edition
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.applications.models import Application
from zhiping.organisations.models import Merger, Organisation, ToldApart

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return client_of(make_officer())


def _pair() -> tuple[Organisation, Organisation]:
    return make_organisation("浦江精密仪表有限公司"), make_organisation("浦江精密仪表有限公司", uscc=None)


def test_the_office_merges_a_proposed_pair_and_undoes_it(office: Client) -> None:
    kept, double = _pair()

    proposed = office.get("/office/organisations/duplicates/").content.decode()
    address = f"/office/organisations/{kept.pk}/merge/"
    assert f'{address}?with={double.pk}"' in proposed
    compared = office.get(f"{address}?with={double.pk}").content.decode()
    office.post(address, {"with": double.pk, "keep": kept.pk, "reason": "同一单位两次登记"})

    double.refresh_from_db()
    assert double.merged_into_id == kept.pk
    assert compared.count('name="keep"') == 2
    assert f'<input name="with" value="{double.name}">' in compared
    merger = Merger.objects.get()
    undo = f"/office/organisations/{kept.pk}/mergers/{merger.pk}/undo/"
    assert undo in office.get(f"/office/organisations/{kept.pk}/").content.decode()
    office.post(undo, {"reason": "确为两个单位"})
    double.refresh_from_db()
    assert double.merged_into_id is None
    assert "这次合并已经撤销。" in office.get(undo).content.decode()


def test_the_office_is_warned_of_a_limit_that_two_units_would_exceed_as_one(office: Client) -> None:
    kept, double = _pair()
    edition = make_edition()
    for unit, titles in ((kept, ("缩短换模时间", "降低能耗")), (double, ("提高合格率",))):
        for title in titles:
            make_case(edition, "screening", organisation=unit, title=title)
    address = f"/office/organisations/{kept.pk}/merge/?with={double.pk}"

    warned = office.get(address).content.decode()
    Application.objects.filter(organisation=double).update(phase="ended")
    quiet = office.get(address).content.decode()

    assert f"{edition.title}：" in warned
    assert "至多 2 个，合并后有 3 个。" in warned
    assert "合并后超过名额" not in quiet


def test_a_limit_of_a_group_counts_whoever_belongs_to_either_unit(office: Client) -> None:
    kept, double = _pair()
    group, edition = make_organisation("申江集团"), make_edition()
    amend_rules(edition, '"per":["organisation"]', '"per":["group_parent"]')
    sister = make_organisation("申江阀门", parent=group)
    Organisation.objects.filter(pk=kept.pk).update(parent=group)
    for unit in (sister, kept, double):
        make_case(edition, "screening", organisation=unit)
    address = f"/office/organisations/{kept.pk}/merge/?with={double.pk}"

    in_one_group = office.get(address).content.decode()
    Organisation.objects.filter(pk=kept.pk).update(parent=None)
    alone = office.get(address).content.decode()
    for unit, parent in ((sister, double), (make_organisation("申江泵业"), kept)):
        Organisation.objects.filter(pk=unit.pk).update(parent=parent)
        make_case(edition, "screening", organisation=unit)
    heads = office.get(address).content.decode()

    assert "至多 2 个，合并后有 3 个。" in in_one_group
    assert "合并后超过名额" not in alone
    assert "至多 2 个，合并后有 5 个。" in heads


def test_a_limit_that_one_of_them_exceeds_already_is_told_only_where_the_merger_adds_to_it(office: Client) -> None:
    kept, double = _pair()
    edition = make_edition()
    for _n in range(3):
        make_case(edition, "screening", organisation=kept)
    address = f"/office/organisations/{kept.pk}/merge/?with={double.pk}"

    before = office.get(address).content.decode()
    make_case(edition, "screening", organisation=double)

    assert "合并后超过名额" not in before
    assert "至多 2 个，合并后有 4 个。" in office.get(address).content.decode()


def test_a_merger_without_its_reason_keeps_the_pair_on_the_page(office: Client) -> None:
    kept, double = _pair()
    sent = {"with": double.pk, "keep": kept.pk, "reason": ""}

    page = office.post(f"/office/organisations/{kept.pk}/merge/", sent).content.decode()

    assert page.count('name="keep"') == 2
    assert Merger.objects.count() == 0


def test_an_entry_that_is_neither_of_the_two_is_not_merged(office: Client) -> None:
    kept, double = _pair()
    sent = {"with": double.pk, "keep": make_organisation().pk, "reason": "同一单位两次登记"}

    assert office.post(f"/office/organisations/{kept.pk}/merge/", sent).status_code == 404
    assert Merger.objects.count() == 0


@pytest.mark.parametrize("wanted", ["查无此单位", "0", "浦江精密仪表有限公司"])
def test_a_name_that_is_not_one_other_unit_is_told(office: Client, wanted: str) -> None:
    kept, _double = _pair()

    page = office.get(f"/office/organisations/{kept.pk}/merge/", {"with": wanted}).content.decode()

    assert "名册中没有这个单位，或有几个同名单位" in page


def test_a_pair_told_apart_is_not_proposed_again(office: Client) -> None:
    kept, double = _pair()

    office.post("/office/organisations/duplicates/", {"first": kept.pk, "second": double.pk})

    assert ToldApart.objects.count() == 1
    assert "没有名称相近的登记" in office.get("/office/organisations/duplicates/").content.decode()


def test_the_office_sets_a_parent_by_code_and_sees_the_tree(office: Client) -> None:
    unit, group = make_organisation("申江电气"), make_organisation("申江集团")
    address = f"/office/organisations/{unit.pk}/group/"

    wrong = office.post(address, {"parent": "查无此集团", "reason": "来函"}).content.decode()
    office.post(address, {"parent": group.uscc, "since": "2020-01-01", "reason": "集团来函"})

    assert "名册中没有这个单位" in wrong
    assert 'value="查无此集团"' in wrong
    unit.refresh_from_db()
    assert unit.parent_id == group.pk
    page = office.get(f"/office/organisations/{group.pk}/").content.decode()
    assert "申江电气" in page
    assert "自 2020-01-01" in page


def test_a_circle_is_refused_on_the_page_with_what_was_typed(office: Client) -> None:
    group = make_organisation("申江集团")
    unit = make_organisation("申江电气", parent=group)

    page = office.post(f"/office/organisations/{group.pk}/group/", {"parent": unit.uscc, "reason": "来函"})

    assert "隶属关系循环" in page.content.decode()
    group.refresh_from_db()
    assert group.parent_id is None
