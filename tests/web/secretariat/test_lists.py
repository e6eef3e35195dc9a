"""The office's list of applications and its exports."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.web.secretariat.views import lists as views

pytestmark = pytest.mark.django_db
LIST = "/office/applications/"
AT = datetime(2022, 5, 6, 2, 0, tzinfo=UTC)


def _table(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/office/applications.csv?{query}")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(body)))


def _titles(client: Client, query: str = "") -> list[str]:
    return [row[0] for row in _table(client, f"columns=title&{query}")[1:]]


def test_each_filter_leaves_only_its_cases() -> None:
    circles, award = make_edition(), make_edition("excellence/2024")
    chosen = make_recommender(circles)
    make_case(circles, "screening", title="甲", recommender=chosen, domain="manufacturing", category="innovation")
    make_case(circles, "recommend", title="乙", domain="construction", category="problem_solving")
    make_case(award, "screening", title="丙")
    client = client_of(make_officer())

    found = {
        query: sorted(_titles(client, query))
        for query in (
            f"edition={award.pk}",
            "phase=recommendation",
            "category=innovation",
            "domain=construction",
            f"recommender={chosen.pk}",
            f"edition={circles.pk}&phase=screening",
        )
    }

    assert list(found.values()) == [["丙"], ["乙"], ["甲"], ["乙"], ["甲"], ["甲"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("废品", ["降低阀体铸造废品率"]),  # two characters in the middle of a title
        ("晨光", ["降低阀体铸造废品率", "缩短换模时间"]),  # the team
        ("临江", ["缩短换模时间"]),  # the unit
        ("缩短 临江", ["缩短换模时间"]),  # each word somewhere
        ("废品 临江", []),
        ("%", []),  # not a wildcard
        ("_", []),
    ],
)
def test_two_characters_are_found_in_title_team_and_unit(text: str, found: list[str]) -> None:
    edition = make_edition()
    make_case(edition, "recommend", title="降低阀体铸造废品率")
    make_case(edition, "recommend", title="缩短换模时间", organisation=make_organisation("临江精密铸造厂"))

    assert sorted(_titles(client_of(make_officer()), f"q={text}")) == sorted(found)


def test_a_case_is_found_by_its_number_typed_in_full_width() -> None:
    case = make_case(make_edition(), "recommend", title="缩短换模时间")
    assert case.number is not None
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in case.number)

    assert _titles(client_of(make_officer()), f"q={wide}") == ["缩短换模时间"]


def test_the_newest_submission_stands_first_and_a_heading_turns_the_order() -> None:
    edition = make_edition()
    for days, title in enumerate(("早", "中", "晚")):
        make_case(edition, "recommend", title=title, at=AT + timedelta(days=days))
    make_case(edition, "draft", title="稿")
    client = client_of(make_officer())

    assert _titles(client) == ["晚", "中", "早", "稿"]
    assert _titles(client, "sort=submitted") == ["早", "中", "晚", "稿"]
    assert _titles(client, "sort=nonsense") == ["晚", "中", "早", "稿"]


def test_pages_neither_repeat_nor_skip_a_case_submitted_in_the_same_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    edition = make_edition()
    titles = {make_case(edition, "recommend", title=f"成果{n}").title for n in range(5)}
    client = client_of(make_officer())

    pages = [client.get(f"{LIST}?page={n}").content.decode() for n in (1, 2, 3)]
    shown = [title for page in pages for title in titles if title in page]

    assert sorted(shown) == sorted(titles)


def test_on_paper_the_boxes_to_tick_are_left_out_with_their_heading() -> None:
    make_case(make_edition(), "screening", title="甲")

    page = client_of(make_officer()).get(LIST).content.decode()

    assert '<thead><tr><th class="pick">' in page
    assert '<tbody><tr><td class="pick">' in page


def test_a_count_links_to_the_list_behind_it() -> None:
    edition = make_edition()
    make_case(edition, "screening", title="甲")
    make_case(edition, "recommend", title="乙")
    client = client_of(make_officer())

    page = client.get(f"{LIST}?edition={edition.pk}").content.decode()
    behind = client.get(f"{LIST}?edition={edition.pk}&phase=screening").content.decode()

    assert f'href="?edition={edition.pk}&amp;phase=screening"' in page
    assert ["甲" in behind, "乙" in behind] == [True, False]


def test_the_columns_chosen_are_shown_and_exported_in_their_order() -> None:
    edition = make_edition()
    case = make_case(edition, "recommend", title="缩短换模时间")
    client = client_of(make_officer())
    query = "columns=unit&columns=title&columns=edition"

    page = client.get(f"{LIST}?{query}").content.decode()

    assert _table(client, query) == [
        ["成果名称", "单位", "活动"],
        ["缩短换模时间", case.organisation.name, edition.title],
    ]
    assert f"/office/applications.csv?{'columns=title&amp;columns=unit&amp;columns=edition'}" in page
    assert 'data-label="编号"' not in page


@pytest.mark.parametrize("title", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_title_like_a_formula_leaves_as_text_in_both_exports(title: str) -> None:
    case = make_case(make_edition(), "recommend")
    Application.objects.filter(pk=case.pk).update(title=title)
    client = client_of(make_officer())

    book = b"".join(client.get("/office/applications.xlsx?columns=title").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = html.unescape(parts.read("xl/worksheets/sheet1.xml").decode())

    assert _titles(client) == [f"'{title}"]
    assert "<f>" not in sheet
    assert f">'{title}<" in sheet


def test_the_export_says_what_the_page_says_in_the_readers_language() -> None:
    make_case(make_edition(), "screening", title="缩短换模时间")
    client = client_of(make_officer())
    client.cookies["django_language"] = "en"

    asked = "&".join(f"columns={name}" for name in ("title", "edition", "recommender", "state"))
    assert _table(client, asked)[0] == ["Title", "Programme", "Recommending unit", "State"]


def test_the_list_takes_seven_queries_for_one_and_three_cases(django_assert_num_queries: object) -> None:
    edition, client = make_edition(), client_of(make_officer())
    make_case(edition, "recommend")
    client.get(LIST)

    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(LIST)
    for title in ("缩短换模时间", "降低能耗"):
        make_case(edition, "screening", title=title)
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(f"{LIST}?q=换模&edition={edition.pk}&phase=screening")


def test_a_unit_reaches_neither_list_nor_export() -> None:
    client = client_of(make_member(make_organisation(), Role.UNIT))

    answers = [client.get(f"/office/applications{end}").status_code for end in ("/", ".csv", ".xlsx")]

    assert answers == [403, 403, 403]
