"""Every edition hands its forms and scorecards out empty, made from its own rules."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.definitions.test_shipped import REAL
from tests.factories.editions import make_edition, shipped

pytestmark = pytest.mark.django_db


def printed(content: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "".join(text.split())


def squeezed(*texts: str) -> list[str]:
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("key", REAL)
def test_the_page_leads_to_each_form_and_scorecard_and_they_ask_what_the_rules_ask(client: Client, key: str) -> None:
    edition, definition = make_edition(key), shipped(key)
    here = f"/editions/{edition.programme}/{edition.year}/"
    page = client.get(here).content.decode()

    for form_id, form in definition.forms.items():
        assert f'href="{here}forms/{form_id}.pdf"' in page
        paper = printed(client.get(f"{here}forms/{form_id}.pdf").content)
        asked = [field.paper_label or field.label if form.official else field.label for field in form.fields()]
        options = [option.label for field in form.fields() for option in field.choices]
        tables = [f.label for f in form.fields() if f.columns] if form.official else []
        columns = [column.label for field in form.fields() for column in field.columns]
        lacking = [word for word in squeezed(*asked, *options, *columns) if word not in paper]
        assert [word for word in lacking if word not in squeezed(*tables)] == []
    for card_id, card in definition.scorecards.items():
        assert f'href="{here}scorecards/{card_id}.pdf"' in page
        paper = printed(client.get(f"{here}scorecards/{card_id}.pdf").content)
        items = [part.label for item in card.items for part in (item, *item.items)]
        assert [word for word in squeezed(*items, *(band.label for band in card.bands)) if word not in paper] == []
        assert f"合计{card.total.normalize():f}" in paper or not card.total


def test_a_paper_that_the_notice_does_not_print_says_so_and_another_does_not(client: Client) -> None:
    make_edition("qc-circle/2022")
    make_edition("excellence/2024")

    own = printed(client.get("/editions/qc-circle/2022/forms/outcome.pdf").content)
    card = printed(client.get("/editions/qc-circle/2022/scorecards/qc_innovative.pdf").content)
    official = printed(client.get("/editions/excellence/2024/forms/person.pdf").content)

    assert "通知没有附表式，本表由平台按方案的要求编排，秘书处可以修改。" in own
    assert "评分项目依据：《质量管理小组活动准则》附录B。" in card
    assert "平台" not in official


def test_a_browser_that_has_the_paper_is_not_sent_it_again(client: Client) -> None:
    make_edition("qc-circle/2022")
    address = "/editions/qc-circle/2022/forms/outcome.pdf"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Content-Disposition"].startswith("attachment; filename*=utf-8")
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert client.get(address).content == first.content


@pytest.mark.parametrize("address", ["forms/none.pdf", "scorecards/outcome.pdf", "forms/qc_innovative.pdf"])
def test_a_paper_that_the_edition_has_not_is_not_there(client: Client, address: str) -> None:
    make_edition("qc-circle/2022")

    assert client.get(f"/editions/qc-circle/2022/{address}").status_code == 404
