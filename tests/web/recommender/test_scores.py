"""The recommending unit records what its own experts, or its contest, gave."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook

from tests.factories import drafts, opinions
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.applications.queries import scorecards
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes
from zhiping.recommendation import queries

pytestmark = pytest.mark.django_db
IMPORT = "/recommender/scores/import/"


@pytest.fixture(autouse=True)
def _while_recommending_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opinions.RECOMMENDING["qc-circle/2022"]
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: at)


def _case() -> tuple[drafts.Draft, Client, str]:
    draft = drafts.submitted()
    assert draft.recommender is not None
    return (
        draft,
        client_of(opinions.officer_of(draft.recommender)),
        f"/recommender/applications/{draft.case.pk}/scores/",
    )


def _given(draft: drafts.Draft) -> list[tuple[str, Decimal]]:
    return [(one.reviewer, one.points) for one in queries.own_scores_of(draft.case)]


def test_a_total_and_a_card_are_recorded_and_the_mean_stands_beside_the_opinion() -> None:
    draft, client, address = _case()
    card = {
        "s-topic": "12",
        "s-causes": "24",
        "s-measures": "16",
        "s-results": "16",
        "s-report": "4",
        "s-character": "8",
    }

    client.post(address, {"act": "score", "reviewer": "张评委", "points": "90"})
    page = client.get(address).content.decode()
    names = re.findall(r'name="(s-[a-z_]+)"', page)
    client.post(address, {"act": "score", "reviewer": "李评委"} | dict(zip(names, card.values(), strict=True)))

    assert _given(draft) == [("张评委", Decimal(90)), ("李评委", Decimal(80))] or _given(draft) == [
        ("李评委", Decimal(80)),
        ("张评委", Decimal(90)),
    ]
    assert "平均分 85" in client.get(f"/recommender/applications/{draft.case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reviewer": "", "points": "90"}, "请填写评委姓名"),
        ({"reviewer": "张评委", "points": "九十"}, "“总分”的评分格式不对"),
        ({"reviewer": "张评委", "points": "101"}, "得分须是 0 到 100 之间的数"),
        ({"reviewer": "张评委", "points": ""}, "请填写总分"),
    ],
)
def test_what_cannot_be_is_explained_and_kept(typed: dict[str, str], said: str) -> None:
    draft, client, address = _case()

    answer = client.post(address, {"act": "score", **typed})

    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert f'value="{typed["reviewer"]}"' in answer.content.decode()
    assert _given(draft) == []


def test_a_score_is_taken_back() -> None:
    draft, client, address = _case()
    client.post(address, {"act": "score", "reviewer": "张评委", "points": "90"})
    (given,) = queries.own_scores_of(draft.case)

    client.post(address, {"act": "remove", "score": str(given.pk)})

    assert _given(draft) == []


def test_a_few_characters_that_name_an_endless_number_are_no_points() -> None:
    draft, client, address = _case()
    (first, *_rest) = (line.id for line in scorecards.lines(draft.case))

    for typed in ({"points": "1E+9999999"}, {f"s-{first}": "1E+9999999"}):
        page = client.post(address, {"act": "score", "reviewer": "张评委"} | typed)

        assert (page.status_code, len(page.content) < 100_000) == (409, True)
    assert _given(draft) == []


def test_strangers_do_not_find_the_scores_and_the_office_reads_them() -> None:
    _draft, client, address = _case()
    client.post(address, {"act": "score", "reviewer": "张评委", "points": "90"})
    stranger = client_of(make_member(make_organisation("市电力行业协会"), Role.RECOMMENDER))
    office = client_of(make_officer())

    assert stranger.get(address).status_code == 404
    assert "张评委" in office.get(address).content.decode()
    assert 'name="reviewer"' not in office.get(address).content.decode()


def _sheet(*rows: list[str]) -> SimpleUploadedFile:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, float(cell) if re.fullmatch(r"[\d.]+", cell) else cell)
    return SimpleUploadedFile("评分.xlsx", made.getvalue())


def test_a_sheet_is_tried_first_and_taken_once_confirmed() -> None:
    draft, client, _address = _case()
    template = client.get("/recommender/scores/template.xlsx")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(template.streaming_content))).get_sheet_by_index(0)  # type: ignore[attr-defined]
    heading, line = cells.to_python()

    tried = client.post(IMPORT, {"file": _sheet(list(map(str, heading[:4])), [*map(str, line[:2]), "86.5", "90"])})
    before = _given(draft)
    taken = client.post(IMPORT, _confirmation(tried))

    assert (tried.status_code, before, taken.status_code) == (200, [], 302)
    assert sorted(_given(draft)) == [("评委一", Decimal("86.5")), ("评委二", Decimal(90))]


def _confirmation(tried: HttpResponse) -> dict[str, list[str]]:
    return confirmation_of(html.fromstring(tried.content.decode()))


def test_what_one_officer_tried_another_sees_again_before_it_is_taken() -> None:
    draft, client, _address = _case()
    assert draft.recommender is not None
    sheet = _sheet(["编号", "成果名称", "评委一"], [str(draft.case.number), "", "86.5"])
    confirmed = _confirmation(client.post(IMPORT, {"file": sheet}))
    colleague = client_of(opinions.officer_of(draft.recommender))

    answer = colleague.post(IMPORT, confirmed)
    before = _given(draft)
    taken = colleague.post(IMPORT, _confirmation(answer))

    assert (answer.status_code, before, taken.status_code) == (409, [], 302)
    assert "所列内容在您查看以后有变动，请按现在的情况重新确认。" in answer.content.decode()
    assert _given(draft) == [("评委一", Decimal("86.5"))]


def test_every_fault_of_a_sheet_names_row_column_and_remedy() -> None:
    draft, client, _address = _case()
    number = str(draft.case.number)

    answer = client.post(
        IMPORT, {"file": _sheet(["编号", "成果名称", "发表赛"], [number, "", "优"], ["QC-1", "", "8"])}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第 2 行 C 列：“优”不是得分。请填写数字，没有评分的留空。" in page
    assert "第 3 行 A 列：“QC-1”不是报送贵单位的申报编号" in page
    assert _given(draft) == []


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    _draft, client, _address = _case()

    answer = client.post(IMPORT, {"file": SimpleUploadedFile("评分.xlsx", content)})

    assert answer.status_code == 409
    assert "打不开这个工作簿" in answer.content.decode()


def test_a_confirmation_that_was_tampered_with_is_not_found() -> None:
    _draft, client, _address = _case()

    assert client.post(IMPORT, {"sheet": "W10:1:x", "confirmed": "0" * 64}).status_code == 404
