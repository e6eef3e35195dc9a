"""Cases brought from stage to stage by the same actions that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from zhiping.applications import actions as applications
from zhiping.applications.models import Application
from zhiping.applications.queries import confirming
from zhiping.applications.queries.completeness import file_rules, form_of
from zhiping.applications.queries.scorecards import first_card
from zhiping.config.demo import answers, papers
from zhiping.config.demo.people import Unit, World
from zhiping.core.cards import specs
from zhiping.core.definition.vocabulary import EligibilityTest, EvidenceFrom, FieldKind, StageKind
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.experts.models import Expert
from zhiping.journey import actions as journey
from zhiping.organisations.models import Membership
from zhiping.programmes import actions as register
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import actions as recommendation
from zhiping.review import actions as review
from zhiping.review.models import Assignment
from zhiping.review.queries.cards import card_of
from zhiping.screening import actions as screening

SEAL = papers.sealed_sheet("推荐意见", "")
OWN_PAGE = (12,)
"""Places of the units that hand in a page of their own, without the code, for which a person then vouches."""
HOUR = timedelta(hours=1)
STATISTICS = (18, 5200, 1130, 96, 88, 41, 760, 1690, 930, 412, 26)


@dataclass
class Season:
    """One edition on its way, with its instants: applying, recommending, checking, reviewing."""

    edition: Edition
    world: World
    applying: datetime
    recommending: datetime
    checking: datetime
    reviewing: datetime
    rng: Random

    @property
    def definition(self) -> Any:
        """Return the edition's rules."""
        return programmes.definition_of(self.edition)

    @property
    def office(self) -> Actor:
        """Return the officer who runs the edition."""
        return self.world.office[0]

    def recommenders(
        self, keys: tuple[str, ...], kinds: dict[str, str], *, co_creation: str = ""
    ) -> dict[str, Recommender]:
        """Register recommending units and hand in what is asked of them beforehand."""
        found = {}
        for key in keys:
            side = self.world.sides[key]
            found[key] = register.register_recommender(
                edition_id=self.edition.pk,
                organisation_id=side.pk,
                kind=kinds[key.rstrip("0123456789")],
                label=side.name,
                is_co_creation=key == co_creation,
                by=self.office,
                at=self.applying,
            )
            self._preconditions(found[key], self.world.officers[key])
        return found

    def _preconditions(self, recommender: Recommender, officer: Actor) -> None:
        for asked in self.definition.route.preconditions:
            columns = asked.table.figures if asked.table else ()
            figures = {figure.id: Decimal(n) for figure, n in zip(columns, STATISTICS, strict=False)}
            recommendation.hand_in_precondition(
                recommender_id=recommender.pk,
                kind=asked.id,
                text="组织宣贯培训三次，举办成果交流会一次，优选成果推荐。",
                figures=figures,
                by=officer,
                at=self.recommending,
            )

    def start(
        self, unit: Unit, title: str, recommender: Recommender | None, *, direct: str = "", **chosen: str
    ) -> Application:
        """Start a draft, signed up where the edition asks for it."""
        definition = self.definition
        dimensions = {name: options[0].id for name, options in definition.dimensions.items()} | chosen
        if definition.stages_of(StageKind.SIGN_UP):
            applications.sign_up(
                edition_id=self.edition.pk, organisation_id=unit.organisation.pk, by=unit.admin, at=self.applying
            )
        kinds = definition.applicant_kinds(dimensions)
        case = applications.start(
            edition_id=self.edition.pk,
            organisation_id=unit.organisation.pk,
            dimensions=dimensions,
            team_id=unit.team.pk if "team" in kinds else None,
            person_name="" if "organisation" in kinds or "team" in kinds else unit.author.name.rsplit("· ", 1)[-1],
            recommender_id=recommender.pk if recommender else None,
            direct_route=direct,
            by=unit.author,
            at=self.applying,
        )
        self.write(case, unit, title)
        return self.again(case)

    def write(self, case: Application, unit: Unit, title: str) -> None:
        """Answer the form and the conditions of applying, and hand in the required files."""
        form = form_of(case)
        facts = {
            "title": title,
            "organisation": unit.organisation.name,
            "person": unit.author.name.rsplit("· ", 1)[-1],
            "team": unit.team.name,
            "uscc": str(unit.organisation.uscc),
        }
        given = answers.answers(form, case.dimensions, facts, self.rng)
        applications.save_answers(application_id=case.pk, answers=given, revision=0, by=unit.author, at=self.applying)
        applications.answer_eligibility(
            application_id=case.pk, answers=self._conditions(), by=unit.author, at=self.applying
        )
        for asked in form.fields():
            if asked.kind == FieldKind.PHOTO:
                applications.attach_photo(
                    application_id=case.pk,
                    field_id=asked.id,
                    name="证件照.jpg",
                    content=papers.portrait(),
                    by=unit.author,
                    at=self.applying,
                )
        case = self.again(case)
        paper = papers.report(title, unit.organisation.name, unit.team.name, list(answers.SENTENCES))
        for rule in file_rules(case, self.applying):
            if rule.required:
                content = paper if "pdf" in rule.kinds else papers.portrait()
                applications.attach(
                    application_id=case.pk,
                    rule_id=rule.id,
                    name=f"{rule.label}.pdf",
                    content=content,
                    by=unit.author,
                    at=self.applying,
                )

    def _conditions(self) -> dict[str, Any]:
        day = self.applying.date().replace(month=1, day=15).isoformat()
        special = {EligibilityTest.WITHIN_YEARS: day, EligibilityTest.YEARS_AT_LEAST: 12}
        asked = (r for r in self.definition.eligibility if r.asked != EvidenceFrom.REGISTER)
        return {rule.id: special.get(rule.test, True) for rule in asked}

    def endorse(self, case: Application, unit: Unit) -> Application:
        """Give the unit's opinion: typed, printed, sealed, scanned; one unit hands in a page of its own instead."""
        card, said, at = first_card(case), "成果真实有效，经本单位评审，同意申报。", self.applying + HOUR
        scores = {i.id: (i.points * Decimal("0.85")) // card.step * card.step for i in card.items} if card else {}
        own_page = self.world.units.index(unit) in OWN_PAGE
        if not own_page:
            typed = {item: f"{points.normalize():f}" for item, points in scores.items()}
            applications.draft_opinion(application_id=case.pk, opinion=said, scores=typed, by=unit.admin, at=at)
        applications.endorse(
            application_id=case.pk,
            opinion=said,
            scores=scores,
            sealed=("盖章意见.jpg", SEAL if own_page else papers.opinion_scan(case, at)),
            vouched=own_page,
            by=unit.admin,
            at=at,
        )
        return self.again(case)

    def submit(self, case: Application, unit: Unit) -> Application:
        """Hand the case in."""
        key = f"demo-{case.pk}"
        confirmed = confirming.digest_of(case)
        at = self.applying + 2 * HOUR
        applications.submit(application_id=case.pk, key=key, confirmed=confirmed, by=unit.author, at=at)
        return self.again(case)

    def submitted(
        self, unit: Unit, title: str, recommender: Recommender | None, *, direct: str = "", **chosen: str
    ) -> Application:
        """Bring a case from the first line to the receipt."""
        return self.submit(self.endorse(self.start(unit, title, recommender, direct=direct, **chosen), unit), unit)

    def recommend(self, case: Application, key: str) -> Application:
        """Recommend a case."""
        recommendation.recommend(
            application_id=case.pk,
            opinion="活动扎实，数据真实，成效明显，同意推荐。",
            points=Decimal(78 + self.rng.randrange(16)),
            sealed=("推荐表.jpg", SEAL),
            by=self.world.officers[key],
            at=self.recommending,
        )
        return self.again(case)

    def passed(self, case: Application) -> Application:
        """Let the machine check a case and pass it."""
        screening.run_machine_check(application_id=case.pk, by=self.office, at=self.checking)
        screening.pass_check(application_id=case.pk, by=self.office, at=self.checking + HOUR)
        return self.again(case)

    def supplement(self, case: Application, text: str, *, days: int = 5) -> Application:
        """Ask for a supplement."""
        finding = screening.add_finding(
            application_id=case.pk, text=text, clause="形式审查要求", by=self.office, at=self.checking
        )
        due_at = self.checking + timedelta(days=days)
        screening.return_for_supplement(
            application_id=case.pk, finding_ids=[finding.pk], due_at=due_at, by=self.office, at=self.checking
        )
        return self.again(case)

    def panel(self, round_id: str, people: list[Actor], name: str = "第一评审组", domains: Sequence[str] = ()) -> None:
        """Seat experts who have accepted and committed, for cases of these domains, or of all."""
        panel = review.create_panel(
            edition_id=self.edition.pk,
            round_id=round_id,
            name=name,
            domains=list(domains),
            by=self.office,
            at=self.checking,
        )
        for place, expert in enumerate(people):
            invitation = experts.invite(
                expert_id=expert.scope_id or 0, edition_id=self.edition.pk, by=self.office, at=self.checking
            )
            if invitation.committed_at is None:
                experts.answer_invitation(invitation_id=invitation.pk, accepts=True, by=expert, at=self.checking)
                experts.commit(invitation_id=invitation.pk, by=expert, at=self.checking)
            review.appoint(
                panel_id=panel.pk,
                expert_id=expert.scope_id or 0,
                is_leader=place == 0,
                by=self.office,
                at=self.checking,
            )

    def assigned(self, round_id: str) -> None:
        """Assign by the solver, which first finds the conflicts."""
        review.assign(
            edition_id=self.edition.pk, round_id=round_id, seed="演示", by=self.office, at=self.checking + 2 * HOUR
        )

    def scored(self, round_id: str, *, leave: int = 0) -> None:
        """Hand in every card of a round that nobody has begun, but the last `leave` ones."""
        standing = Assignment.objects.filter(
            application__edition=self.edition, round_id=round_id, ended_at__isnull=True, scorecard__isnull=True
        )
        rows = list(standing.select_related("application__edition", "application__content").order_by("pk"))
        for row in rows[: len(rows) - leave] if leave else rows:
            self._score(row)

    def _score(self, row: Assignment) -> None:
        expert = Expert.objects.get(pk=row.expert_id)
        by = Actor(expert.user_id, Role.EXPERT, expert.pk, "专家")
        worth = 70 + (row.application_id * 7) % 22 + self.rng.randrange(5)
        entries = {}
        for line in specs(card_of(row)):
            step = line.step or Decimal(5)
            highest = Decimal(100) if line.kind == "percent_band" else line.maximum
            points = (highest * worth / 100) // step * step
            entries[line.id] = str(self._in_band(points, line.bands) if line.kind == "percent_band" else points)
        words = {
            "opinion": "程序完整，数据真实，建议加强原因分析的逻辑性。",
            "strengths": "选题贴近现场，对策可操作。",
            "improvements": "部分末端原因的确认可增加对比数据。",
        }
        review.save_scorecard(assignment_id=row.pk, entries=entries, words=words, revision=0, by=by, at=self.reviewing)
        review.submit_scorecard(assignment_id=row.pk, by=by, at=self.reviewing + HOUR)

    @staticmethod
    def _in_band(points: Decimal, bands: tuple[tuple[Decimal, Decimal], ...]) -> Decimal:
        return max((low for low, _high in bands if low <= points), default=Decimal(0))

    def voted(
        self, round_id: str, case: Application, level: str, *, goes_on: bool = True, visit: bool = False
    ) -> Application:
        """Let every sitting member vote for a level and record the panel's conclusion."""
        for row in Assignment.objects.filter(application=case, round_id=round_id, ended_at__isnull=True):
            expert = Expert.objects.get(pk=row.expert_id)
            by = Actor(expert.user_id, Role.EXPERT, expert.pk, "专家")
            review.vote(assignment_id=row.pk, level=level, reason="同意", by=by, at=self.reviewing + 3 * HOUR)
        review.conclude_deliberation(
            application_id=case.pk,
            goes_on=goes_on,
            level=level,
            visit_requested=visit,
            reason="评审组合议一致",
            by=self.office,
            at=self.reviewing + 4 * HOUR,
        )
        return self.again(case)

    def withdraw(self, case: Application, unit: Unit, reason: str) -> None:
        """Take a case back."""
        journey.withdraw(application_id=case.pk, reason=reason, by=unit.author, at=self.recommending)

    def again(self, case: Application) -> Application:
        """Read a case again."""
        return Application.objects.select_related("edition", "organisation", "team", "recommender", "content").get(
            pk=case.pk
        )


def author_of(case: Application) -> Actor:
    """Return the person who entered a case, as who enters it."""
    holder = Membership.objects.get(
        user_id=case.created_by_id, organisation_id=case.organisation_id, capacity="applicant"
    )
    return Actor(holder.user_id, Role.APPLICANT, holder.organisation_id, str(holder))
