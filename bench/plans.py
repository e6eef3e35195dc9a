"""What is measured: the main pages and flows of each role, with the goals they are held to."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import quote

from PIL import Image

from bench.client import Shot
from bench.people_at_work import Browser, typed
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.applications.queries import scorecards
from zhiping.applications.queries.completeness import form_of
from zhiping.config.demo import papers
from zhiping.config.demo.answers import answers
from zhiping.core.definition.schema import Form
from zhiping.decision.models import Publication
from zhiping.experts.models import Expert
from zhiping.organisations.models import Membership, Organisation, Team
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.review.models import Assignment

Walk = list[Shot]


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of the table. count: walks measured; goals are 0 where the issue sets none.

    per_second: at least; p50, seconds, first_byte (ms): at most. clients: connections at once.
    """

    id: str
    label: str
    make: Callable[[int], list[Walk]]
    count: int
    clients: int = 16
    per_second: float = 0
    p50: float = 0
    seconds: float = 0
    first_byte: float = 0
    growth: bool = False


class Cast:
    """The people and rows that the plans speak of; everything is read once."""

    def __init__(self) -> None:
        self.edition = Edition.objects.get(key="qc-circle/2022")
        self.office = Browser(User.objects.get(username="office1"), "secretariat", None)
        self.member = Browser(User.objects.get(username="office3"), "committee", None)
        found = Expert.objects.select_related("user").order_by("pk")[:32]
        self.experts = [(e, Browser(e.user, "expert", e.pk)) for e in found]
        self.recommender = self._of(Recommender.objects.filter(edition=self.edition, is_virtual=False)[0].organisation)
        self.cases = list(Application.objects.filter(edition=self.edition, state="desk").order_by("pk")[:400])
        self.publication = Publication.objects.get()

    @staticmethod
    def _of(organisation: Any) -> Browser:
        held = Membership.objects.select_related("user").get(organisation=organisation, capacity="recommender")
        return Browser(held.user, "recommender", organisation.pk)

    def author(self, case: Application) -> Browser:
        """Return who writes for the case's team."""
        held = Membership.objects.filter(organisation=case.organisation, capacity="applicant")
        return Browser(held.select_related("user")[0].user, "applicant", case.organisation_id)

    def cards(self, count: int) -> Iterator[tuple[Browser, Assignment]]:
        """Go round the experts and their cards that are not handed in, each card once."""
        seats = []
        for expert, browser in self.experts:
            free = Assignment.objects.filter(expert=expert, stage_id="desk", scorecard__submitted_at__isnull=True)
            free = free.filter(application__state="desk", ended_at__isnull=True)
            seats.append((browser, list(free.select_related("scorecard", "application__edition").order_by("pk"))))
        for n in range(count):
            browser, rows = seats[n % len(seats)]
            yield browser, rows[n // len(seats) % len(rows)]


def pages(cast: Cast) -> list[Plan]:
    """Return the pages that are read."""

    def page(path: str, *browsers: Browser) -> Callable[[int], list[Walk]]:
        return lambda n: [[browsers[i % len(browsers)].get(path) if browsers else Shot(path)] for i in range(n)]

    def anew(path: str) -> Callable[[int], list[Walk]]:
        """Ask under addresses that nobody has asked for, so that no kept page answers."""
        return lambda n: [[Shot(f"{path}{secrets.token_hex(8)}")] for _ in range(n)]

    def cases(browser: Browser) -> Callable[[int], list[Walk]]:
        return lambda n: [[browser.get(f"/cases/{cast.cases[i % len(cast.cases)].pk}/")] for i in range(n)]

    def scoring(n: int) -> list[Walk]:
        return [[browser.get(f"/expert/assignments/{row.pk}/")] for browser, row in cast.cards(n)]

    experts, office = [browser for _expert, browser in cast.experts], cast.office
    search = f"/office/applications/?q={quote('线束')}&phase=round"
    return [
        Plan("home", "anonymous home", page("/"), 3000, per_second=900),
        Plan("home-new", "the same, made anew each time", anew("/?"), 300),
        Plan("edition", "anonymous: an edition", page("/editions/qc-circle/2022/"), 600),
        Plan("published", "published list", page(f"/publications/{cast.publication.pk}/"), 900, per_second=300),
        Plan("showcase", "showcase page", page("/showcase/"), 900, per_second=300),
        Plan("showcase-search", "showcase, two-character word", anew(f"/showcase/?q={quote('线束')}&anew="), 300),
        Plan("office-home", "office: worklist", page("/home/", office), 300),
        Plan("office-list", "office: list of 100 rows", page("/office/applications/", office), 480, per_second=140),
        Plan("office-search", "office: two characters and a filter", page(search, office), 320, per_second=80),
        Plan("office-screening", "office: formal check", page("/office/screening/", office), 200),
        Plan("case", "office: case page", cases(office), 400, per_second=100),
        Plan("expert-list", "expert: worklist", page("/expert/", *experts), 640, per_second=200),
        Plan("expert-home", "expert: home", page("/home/", *experts), 640),
        Plan("scoring", "expert: scoring page", scoring, 400, per_second=100),
        Plan("recommender", "recommender: list", page("/recommender/applications/", cast.recommender), 200),
        Plan("committee", "committee: proposals", page("/committee/proposals/", cast.member), 60),
    ]


def acts(cast: Cast) -> list[Plan]:
    """Return what is done: saving a card, submitting an application."""
    saving, steps = _Saving(cast), _Submitting(cast)
    return [
        Plan("save", "expert: save a scorecard", saving.walks, 480, per_second=60),
        Plan("save-2", "the same, two at once", saving.walks, 160, clients=2, p50=40),
        Plan("submit", "applicant and unit: a whole application", steps.walks, 64, per_second=6),
    ]


def exports(cast: Cast) -> list[Plan]:
    """Return the exports."""

    def one(path: str) -> Callable[[int], list[Walk]]:
        return lambda n: [[cast.office.get(path)] for _ in range(n)]

    limits: dict[str, Any] = {"clients": 1, "seconds": 2, "first_byte": 500, "growth": True}
    return [
        Plan("csv", "office: export of everything, CSV", one("/office/applications.csv"), 2, **limits),
        Plan("xlsx", "office: export of everything, xlsx", one("/office/applications.xlsx"), 2, **limits),
    ]


def documents(cast: Cast) -> list[Plan]:
    """Return what is set as PDF: the receipts of many teams, a sheet to seal, a long list. It may leave no worker larger."""

    def receipts(n: int) -> list[Walk]:
        return [[cast.author(case).get(f"/applications/{case.pk}/receipt.pdf")] for case in cast.cases[:n]]

    listed = f"/publications/{cast.publication.pk}/list.pdf"
    return [
        Plan("receipt-pdf", "applicant: receipt, PDF", receipts, 96),
        Plan("list-pdf", "anonymous: published list, PDF", lambda n: [[Shot(listed)] for _ in range(n)], 16),
    ]


class _Saving:
    """Save cards; each card's revision is known, for every save adds one."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.revisions: dict[int, int] = {}

    def walks(self, count: int) -> list[Walk]:
        return [[self._save(browser, row)] for browser, row in self.cast.cards(count)]

    def _save(self, browser: Browser, row: Assignment) -> Shot:
        revision = self.revisions.get(row.pk, row.scorecard.revision)
        self.revisions[row.pk] = revision + 1
        pairs = [("revision", str(revision)), ("opinion", "程序完整，数据真实，建议补充对比数据。")]
        pairs += [(f"p-{line}", points) for line, points in row.scorecard.entries.items()]
        return browser.post(f"/expert/assignments/{row.pk}/", pairs, Accept="application/json")


class _Submitting:
    """A whole application: start, conditions, every section, the report, the unit's opinion, the receipt."""

    def __init__(self, cast: Cast) -> None:
        self.edition = cast.edition
        self.recommender = Recommender.objects.filter(edition=cast.edition, is_virtual=False)[0]
        case = cast.cases[0]
        self.dimensions = dict(case.dimensions)
        self.form: Form = form_of(case)
        self.lines = scorecards.lines(case)
        self.report = papers.report("降低主轴返修率", "临江装备制造有限公司", "启明QC小组", ["现状调查。"] * 12)
        sheet = io.BytesIO()
        Image.new("RGB", (620, 877), "#fdfcf8").save(sheet, "JPEG")
        self.sheet = sheet.getvalue()

    def walks(self, count: int) -> list[Walk]:
        free = Organisation.objects.filter(applications__isnull=True, memberships__capacity="unit", teams__isnull=False)
        free = free.filter(memberships__user__username__startswith="free-unit").order_by("pk").distinct()
        units = list(free[:count])
        if len(units) < count:
            raise SystemExit("too few units are left without a case: remove the bench home and seed again")
        return [self._walk(unit) for unit in units]

    def _walk(self, unit: Organisation) -> Walk:
        people = {m.capacity: m.user for m in unit.memberships.select_related("user")}
        author, admin = (Browser(people[name], name, unit.pk) for name in ("applicant", "unit"))
        team = Team.objects.get(organisation=unit)
        facts = {"title": "降低主轴返修率", "organisation": unit.name, "person": "陈思远", "team": team.name}
        given = answers(self.form, self.dimensions, facts | {"uscc": str(unit.uscc)}, Random(unit.pk))  # noqa: S311
        start, here = f"/applications/start/{self.edition.pk}/", "/applications/{case}/"
        chosen = [(f"d_{name}", value) for name, value in self.dimensions.items()]
        way = [("team", str(team.pk)), ("way", f"recommender:{self.recommender.pk}")]
        conditions = [(r.id, "yes") for r in programmes.definition_of(self.edition).eligibility]
        steps = [author.get("/applications/"), author.get(start), author.post(start, [*chosen, *way])]
        steps += [author.get(f"{here}conditions/"), author.post(f"{here}conditions/", conditions)]
        for section in self.form.sections:
            address = f"{here}sections/{section.id}/"
            steps += [author.get(address), author.post(address, [*typed(section, given), ("then", "next")])]
        report = ("成果报告.pdf", self.report)
        steps += [author.get(f"{here}files/"), author.upload(f"{here}files/", [("rule", "report")], "file", report)]
        steps += [author.post(f"{here}ask/", [])]
        opinion = [("opinion", "成果真实有效，同意申报。"), ("vouched", "on")]
        opinion += [(f"s-{line.id}", str(line.points * Decimal("0.8") // 1)) for line in self.lines]
        endorse = f"/unit{here}endorse/"
        steps += [admin.get(endorse), admin.upload(endorse, opinion, "sealed", ("盖章页.jpg", self.sheet))]
        sent = [("key", f"measured-{unit.pk}"), ("confirmed", "{confirmed}")]
        steps += [author.get(f"{here}submit/"), author.post(f"{here}submit/", sent)]
        return [*steps, author.get(f"{here}receipt/")]


def all_plans(cast: Cast) -> list[Plan]:
    """Return every line in the order of the table."""
    return [*pages(cast), *acts(cast), *documents(cast), *exports(cast)]
