"""A number that leads to a list is the number of rows of that list (the office's home and desks)."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Page
from django.test import Client
from lxml import html

from zhiping.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(small_season: None) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    return client


def _rows(client: Client, address: str) -> int:
    page = client.get(address).context["page"]
    assert isinstance(page, Page)
    return int(page.paginator.count)


def test_each_count_above_the_list_of_applications_is_the_length_of_the_list_it_leads_to(office: Client) -> None:
    page = html.fromstring(office.get("/office/applications/").content.decode())
    counts = {
        str(a.get("href")): int(a.xpath("string(b)"))
        for a in page.xpath("//ul[@class='counts'][not(ancestor::div[@class='views'])]//a")
    }

    assert len(counts) > 5
    assert {href: _rows(office, f"/office/applications/{href}") for href in counts} == counts


def test_conflicts_to_be_judged_are_as_many_as_the_home_and_the_desk_say(office: Client) -> None:
    home = {row["href"]: row["item"].count for row in office.get("/home/").context["items"]}
    told = {href: n for href, n in home.items() if "/conflicts/" in href}
    desk = html.fromstring(office.get("/office/review/").content.decode())
    links = [a for a in desk.xpath("//a[contains(@href,'/conflicts/')]") if "待认定" in a.text_content()]

    assert len(told) > 0
    assert {str(a.get("href")): int(re.findall(r"\d+", a.text_content())[0]) for a in links} == told
    assert {href: _rows(office, href) for href in told} == told


def test_each_count_of_the_screening_desk_is_the_length_of_the_list_it_leads_to(office: Client) -> None:
    page = html.fromstring(office.get("/office/screening/").content.decode())
    counts = {str(a.get("href")): int(a.text_content()) for a in page.xpath("//td[@class='n']/a")}

    assert len(counts) > 0
    assert {href: _rows(office, f"/office/screening/{href}") for href in counts} == counts


def test_each_count_of_the_decision_desk_is_told_again_by_the_page_it_leads_to(office: Client) -> None:
    desk = html.fromstring(office.get("/office/decision/").content.decode())
    links = desk.xpath("//ul[@class='steps']/li/b/a")
    told = {str(a.get("href")): int(a.text_content()) for a in links if "/proposals/" in a.get("href")}
    shown = {href: html.fromstring(office.get(href).content.decode()) for href in told}

    assert len(told) > 0
    assert {href: int(page.xpath("string(//dl[@class='facts']/div/dd)")) for href, page in shown.items()} == told
    assert {
        href: len(page.xpath("//div[@class='split']//tbody/tr[td[@data-label]]")) for href, page in shown.items()
    } == told


def test_each_count_on_the_home_is_the_length_of_a_list_it_leads_to(office: Client) -> None:
    told = {row["href"]: row["item"].count for row in office.get("/home/").context["items"] if row["item"].count > 1}
    paged = {href: n for href, n in told.items() if isinstance((office.get(href).context or {}).get("page"), Page)}

    assert len(paged) > 1
    assert {href: _rows(office, href) for href in paged} == paged
