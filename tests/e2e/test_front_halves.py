"""A circle's outcome of 2020 and a workshop of 2023, from the first line to the office's acceptance, in the browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.accessibility import grave_faults, sideways
from tests.e2e.desks import Desks, main
from tests.e2e.front_half import OPINION, FrontHalf, state
from tests.e2e.people import Cast
from tests.factories import drafts
from tests.factories.people import make_officer
from zhiping.applications.models import Application
from zhiping.applications.queries.scorecards import first_card
from zhiping.recommendation.models import Package

pytestmark = pytest.mark.django_db(transaction=True)
CIRCLE, OTHER, SITE = "提高差压变送器一次校验合格率", "缩短注塑模具换型时间", "变送器总装现场"


def _on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, tzinfo=UTC)


def test_a_circle_of_2020_is_recommended_with_a_package_and_accepted(open_as: Callable[..., Page]) -> None:
    cast = Cast(open_as)
    story = FrontHalf.on(cast, "qc-circle/2020", _on(2020, 7, 2))

    # the team writes, the unit scores, seals and endorses, the team submits
    case = story.write(CIRCLE, {"category": "problem_solving"})
    story.upload_report(case, CIRCLE)
    story.endorse(case, _points(case))
    assert "QC-2020-0001" in story.submit(case)
    rival = drafts.submitted(story.edition, OTHER, recommender=story.recommender, category="problem_solving").case
    assert _state_of(case) == "recommend"

    # the recommender has its own experts' scores, recommends both, ranks them
    story.show(_on(2020, 7, 9))
    story.hand_in_preconditions()
    story.score(case.pk, {"李工": "88", "王老师": "91"})
    for recommended in (case, rival):
        page = story.recommend(recommended.pk, OPINION)
    assert _state_of(case) == "screening"
    story.rank({case.pk: "1", rival.pk: "2"})

    # nothing is handed in before the form is sealed; then everything is, with a receipt
    assert "成果推荐表(推荐单位盖章)" in story.hand_in_package()
    story.seal_the_form()
    receipt = story.hand_in_package()
    package = Package.objects.get()
    assert ("QC-2020-T001" in receipt, package.content_hash in receipt) == (True, True)
    rows = package.content["sheets"]["recommendation_form"]["rows"]
    assert [(row[1], row[3]) for row in rows] == [("1", CIRCLE), ("2", OTHER)]
    assert (grave_faults(page), sideways(page)) == ([], 0)

    # the office reads the report that was handed in, finds a fault, gets it mended, and passes the case
    story.show(_on(2020, 7, 14))
    desks = Desks(cast, story.edition, make_officer())
    assert CIRCLE in _report(desks, case)
    desks.find_fault(case.pk, "效益证明未盖章", "二.2(1)")
    story.answer_the_supplement(case, "已补盖章并重新上传。")
    desks.pass_check(case.pk)
    assert _state_of(case) == "desk"


def test_a_workshop_of_2023_is_signed_up_recommended_and_accepted(open_as: Callable[..., Page]) -> None:
    cast = Cast(open_as)
    story = FrontHalf.on(cast, "site-management/2023", _on(2023, 5, 10))

    # the unit signs up and writes, for here the unit itself applies; nobody else endorses
    story.sign_up()
    case = story.write(SITE, {"domain": "manufacturing", "site_type": "production"}, team=False)
    story.upload_report(case, SITE)
    assert "证实性材料" in story.refused_to_submit(case)
    story.upload_photo(case)
    assert "SM-2023-0001" in story.submit(case)
    assert state() == "recommend"

    # the recommender recommends, and hands the sealed list in with the rest
    story.show(_on(2023, 6, 20))
    story.recommend(case.pk, {"opinion": "现场管理基础扎实，同意推荐。"})
    assert state() == "screening"
    story.seal_the_form()
    assert "SM-2023-T001" in story.hand_in_package()

    # the office reads the report and the package, and passes the case
    story.show(_on(2023, 8, 3))
    desks = Desks(cast, story.edition, make_officer())
    assert SITE in _report(desks, case)
    page = desks.at(f"/office/editions/{story.edition.pk}/recommenders/{story.recommender.pk}/package/")
    assert ("SM-2023-T001" in main(page), sideways(page)) == (True, 0)
    desks.pass_check(case.pk)
    assert state() == "desk"


def _state_of(case: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=case.pk)


def _points(case: Application) -> dict[str, str]:
    card = first_card(Application.objects.select_related("edition").get(pk=case.pk))
    assert card is not None
    return {item.id: f"{item.points * 4 / 5 // card.step * card.step:f}" for item in card.items}


def _report(desks: Desks, case: Application) -> str:
    """Fetch the outcome report as the office does; return its words. It holds a picture too."""
    page = desks.at(f"/cases/{case.pk}/")
    address = page.locator("#main a", has_text="成果报告.pdf").first.get_attribute("href")
    pdf = PdfReader(io.BytesIO(page.request.get(f"{page.url.split('/cases/')[0]}{address}").body()))
    assert len(pdf.pages[0].images) == 1
    return "\n".join(sheet.extract_text() for sheet in pdf.pages)
