"""From the team's first line to the office's desk: what a team, its unit and its recommender do, click by click."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.desks import main
from tests.e2e.people import (
    Cast,
    fill_in,
    follow,
    hand_in,
    paper,
    press,
    sealed_sheet,
    show,
    upload,
    write_everything,
    written,
)
from tests.factories import opinions, sealing
from tests.factories.editions import make_recommender, shipped
from tests.factories.people import make_member, make_organisation, make_team
from tests.factories.reports import make_photo, make_report
from tests.web.clients import edition_showing
from zhiping.applications.models import Application
from zhiping.core.definition.schema import Definition
from zhiping.core.permissions.actor import Actor, Role
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition, Recommender

DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
OPINION = {"points": "86.5", "opinion": "活动扎实，同意推荐。"}


def state() -> str:
    """Return where the story's one case stands."""
    return Application.objects.values_list("state", flat=True).get()


def kept(name: str, content: bytes) -> str:
    """Return the path of a file on the person's computer."""
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return str(path)


@dataclass
class FrontHalf:
    """A unit with its team and its people, the recommender with its officer, and an edition on a day of its own."""

    cast: Cast
    edition: Edition
    definition: Definition
    unit: Organisation
    team: Team
    recommender: Recommender
    author: Actor
    admin: Actor
    officer: Actor

    @classmethod
    def on(cls, cast: Cast, key: str, instant: datetime) -> FrontHalf:
        """Return everybody, on a day of the edition."""
        edition = edition_showing(instant, key)
        unit, side = make_organisation("浦江精密仪表有限公司"), make_organisation("市仪器仪表行业协会")
        recommender = make_recommender(edition, side)
        author, admin = make_member(unit, Role.APPLICANT, "陈思远"), make_member(unit, Role.UNIT, "朱砚秋")
        team, officer = make_team(unit, "晨光QC小组"), opinions.officer_of(recommender)
        return cls(cast, edition, shipped(key), unit, team, recommender, author, admin, officer)

    def show(self, instant: datetime) -> None:
        """Let the edition's clock show another day."""
        show(self.edition, instant)

    # the unit and its team

    def sign_up(self) -> None:
        """Let the unit sign up."""
        page = self.cast.page(self.admin)
        page.goto("/unit/applications/")
        press(page, "报名")

    def write(self, title: str, chosen: Mapping[str, str], *, team: bool = True) -> Application:
        """Start a draft and fill it in, page by page."""
        page = self.cast.page(self.author)
        page.goto(f"/applications/start/{self.edition.pk}/")
        wanted = {f"d_{name}": value for name, value in chosen.items()}
        wanted |= {"team": str(self.team.pk)} if team else {}
        fill_in(page, {**wanted, "way": f"recommender:{self.recommender.pk}"})
        press(page, "开始填写")
        case = Application.objects.get()
        facts = {"title": title, "organisation": self.unit.name, "person": "陈思远", "uscc": str(self.unit.uscc)}
        facts["team"] = self.team.name if team else ""
        write_everything(page, case.pk, self._dated(written(self.definition, dict(chosen), facts)))
        return case

    def _dated(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what is written with every day in the year before the edition's: what is told was done by then."""
        return {
            name: f"{self.edition.year - 1}{said[4:]}" if isinstance(said, str) and DAY.fullmatch(said) else said
            for name, said in values.items()
        }

    def upload_report(self, case: Application, title: str) -> None:
        """Hand in the outcome report, with text and a picture."""
        path = kept("成果报告.pdf", make_report(title, self.unit.name))
        upload(self.cast.page(self.author), case.pk, "report", path=path)

    def upload_photo(self, case: Application) -> None:
        """Hand in a photo as evidence."""
        upload(self.cast.page(self.author), case.pk, "evidence", path=kept("现场照片.jpg", make_photo()))

    def endorse(self, case: Application, points: Mapping[str, str]) -> None:
        """Print the unit's sheet, seal and photograph it, give the opinion with the points."""
        boss = self.cast.page(self.admin)
        boss.goto(f"/unit/applications/{case.pk}/endorse/")
        fill_in(boss, {f"s-{item}": value for item, value in points.items()} | {"opinion": "成果真实，同意申报。"})
        boss.locator("#sealed").set_input_files(sealed_sheet(boss, case.pk))
        follow(boss, boss.locator("#main form:has(#sealed) button").last)

    def submit(self, case: Application) -> str:
        """Hand the case in; return what the receipt says."""
        page = self.cast.page(self.author)
        page.goto(f"/applications/{case.pk}/submit/")
        assert page.locator("#faults").count() == 0, page.locator("#faults").inner_text()
        hand_in(page)
        return main(page)

    def refused_to_submit(self, case: Application) -> str:
        """Look at the last page before submission; return what is still missing."""
        page = self.cast.page(self.author)
        page.goto(f"/applications/{case.pk}/submit/")
        return main(page)

    def answer_the_supplement(self, case: Application, words: str) -> None:
        """Answer what the office asked to mend."""
        page = self.cast.page(self.author)
        page.goto(f"/applications/{case.pk}/supplement/")
        page.locator("#main textarea").first.fill(words)
        follow(page, page.locator("#main form button").last)

    # the recommending unit

    def hand_in_preconditions(self) -> None:
        """Hand in what is asked before recommending: the summary of activities and the statistics."""
        page = self.cast.page(self.officer)
        for asked in self.definition.route.preconditions:
            page.goto("/recommender/summary/")
            figures = {name: str(number) for name, number in opinions.FIGURES.items()}
            said = {f"{asked.id}-{name}": words for name, words in {"text": "广泛发动，择优推荐。", **figures}.items()}
            fill_in(page, said)
            follow(page, page.locator(f'#main form:has([name="kind"][value="{asked.id}"]) button'))
            assert page.locator("#main [role=alert]").count() == 0

    def score(self, case_id: int, marks: Mapping[str, str]) -> None:
        """Enter what the recommender's own experts gave, by name."""
        page = self.cast.page(self.officer)
        page.goto(f"/recommender/applications/{case_id}/scores/")
        for reviewer, points in marks.items():
            fill_in(page, {"reviewer": reviewer, "points": points})
            press(page, "记入评分")

    def recommend(self, case_id: int, opinion: Mapping[str, str]) -> Page:
        """Recommend a case with the sealed opinion."""
        page = self.cast.page(self.officer)
        page.goto(f"/recommender/applications/{case_id}/")
        fill_in(page, opinion)
        page.locator("#id_sealed").set_input_files(paper("jpg"))
        press(page, "推荐")
        return page

    def rank(self, places: Mapping[int, str]) -> None:
        """Put the recommended cases in order: case → place."""
        page = self.cast.page(self.officer)
        page.goto("/recommender/ranking/")
        fill_in(page, {f"place-{case_id}": place for case_id, place in places.items()})
        press(page, "保存名次")

    def seal_the_form(self) -> Page:
        """Print the recommendation form, seal it, upload the scan."""
        page = self.cast.page(self.officer)
        page.goto("/recommender/package/")
        address = page.locator('#main a[href*="recommendation_form.pdf"]').get_attribute("href")
        pdf = page.request.get(f"{page.url.split('/recommender/')[0]}{address}").body()
        scan = kept("推荐表盖章.jpg", sealing.photographed(pdf))
        page.locator("#file-recommendation_form").set_input_files(scan)
        follow(page, page.locator("#main form:has(#file-recommendation_form) button"))
        return page

    def hand_in_package(self) -> str:
        """Hand the whole package in; return what the receipt says."""
        page = self.cast.page(self.officer)
        page.goto("/recommender/package/")
        press(page, "整套报送")
        return main(page)
