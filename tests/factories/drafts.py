"""Drafts filled in and endorsed by the real actions, ready to be submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation, make_team
from tests.files.test_store import make_pdf, make_picture
from zhiping.applications import actions
from zhiping.applications.models import Application, Receipt, SealedSheet
from zhiping.applications.queries import confirming
from zhiping.applications.queries.completeness import file_rules, form_of
from zhiping.applications.queries.scorecards import first_card
from zhiping.config.demo.answers import answers
from zhiping.core.permissions.actor import Actor, Role
from zhiping.organisations.models import Organisation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender

APPLYING = {
    "qc-circle/2022": datetime(2022, 4, 25, 2, tzinfo=UTC),
    "qc-circle/2020": datetime(2020, 7, 6, 2, tzinfo=UTC),
    "site-management/2023": datetime(2023, 5, 10, 2, tzinfo=UTC),
    "excellence/2024": datetime(2024, 7, 10, 2, tzinfo=UTC),
    "performance-excellence/2018": datetime(2018, 9, 10, 2, tzinfo=UTC),
}


@dataclass
class Draft:
    """A draft with the people around it."""

    case: Application
    author: Actor
    unit: Actor
    recommender: Recommender | None
    at: datetime

    @property
    def key(self) -> str:
        return f"key-{self.case.pk}"


def begin(
    edition: Edition | None = None,
    *,
    organisation: Organisation | None = None,
    recommender: Recommender | None = None,
    direct_route: str = "",
    person: str = "",
    team: bool = True,
    at: datetime | None = None,
    **dimensions: str,
) -> Draft:
    """Start a draft as its author would, signed up where the edition asks for it."""
    edition = edition or make_edition()
    at = at or APPLYING[edition.key]
    organisation = organisation or make_organisation(founded_on=datetime(2001, 1, 1, tzinfo=UTC).date())
    author, unit = make_member(organisation, Role.APPLICANT), make_member(organisation, Role.UNIT, "方主任")
    definition = programmes.definition_of(edition)
    chosen = {name: options[0].id for name, options in definition.dimensions.items()} | dimensions
    if recommender is None and not direct_route and definition.stages_of("recommendation"):  # type: ignore[arg-type]
        recommender = make_recommender(edition)
    if definition.stages_of("sign_up"):  # type: ignore[arg-type]
        actions.sign_up(edition_id=edition.pk, organisation_id=organisation.pk, by=unit, at=at)
    kinds = definition.applicant_kinds(chosen)
    wants_team = team and "team" in kinds
    case = actions.start(
        edition_id=edition.pk,
        organisation_id=organisation.pk,
        dimensions=chosen,
        team_id=make_team(organisation, f"晨光{organisation.teams.count()}QC小组").pk if wants_team else None,
        person_name=person or ("陈思远" if "person" in kinds and "organisation" not in kinds else ""),
        recommender_id=recommender.pk if recommender else None,
        direct_route=direct_route,
        by=author,
        at=at,
    )
    return Draft(case, author, unit, recommender, at)


def fill(draft: Draft, title: str = "提高差压变送器一次校验合格率", **over: Any) -> Draft:
    """Answer every question and hand in every required file."""
    case, form = draft.case, form_of(draft.case)
    facts = {
        "title": title,
        "organisation": case.organisation.name,
        "person": case.person_name or "陈思远",
        "team": str(case.team or ""),
        "uscc": str(case.organisation.uscc),
    }
    given = answers(form, case.dimensions, facts, Random(case.pk)) | over
    revision = case.content.revision
    actions.save_answers(application_id=case.pk, answers=given, revision=revision, by=draft.author, at=draft.at)
    rules = programmes.definition_of(case.edition).eligibility
    actions.answer_eligibility(
        application_id=case.pk,
        answers={
            r.id: _condition(str(r.test), draft.at) for r in rules if r.test != "fact_is" and r.asked == "question"
        },
        by=draft.author,
        at=draft.at,
    )
    reload(draft)
    for rule in file_rules(draft.case, draft.at):
        if rule.required:
            content = make_pdf(3) if "pdf" in rule.kinds else make_picture("JPEG")
            actions.attach(
                application_id=case.pk,
                rule_id=rule.id,
                name="成果报告.pdf",
                content=content,
                by=draft.author,
                at=draft.at,
            )
    return reload(draft)


def _condition(test: str, at: datetime) -> Any:
    return {"within_years": at.date().replace(month=1).isoformat(), "years_at_least": 12}.get(test, True)


def endorse(draft: Draft) -> Draft:
    """Give the unit's opinion with scores and seal where the edition asks for them.

    The sheet counts as read: reading it really is left to the tests of sheets, which take their time.
    """
    card = first_card(draft.case)
    scores = {item.id: item.points * Decimal("0.8") // card.step * card.step for item in card.items} if card else {}
    actions.endorse(
        application_id=draft.case.pk,
        opinion="成果真实有效，同意申报。",
        scores=scores,
        sealed=("盖章页.jpg", make_picture("JPEG")),
        vouched=True,
        by=draft.unit,
        at=draft.at,
    )
    SealedSheet.objects.filter(application=draft.case).update(code_read=True, seal_seen=True)
    return reload(draft)


def submit(draft: Draft, key: str = "") -> Draft:
    """Hand the case in."""
    hand_in(draft, key=key or draft.key, at=draft.at)
    return reload(draft)


def hand_in(draft: Draft, *, key: str, at: datetime) -> Receipt:
    """Submit a draft whose author has confirmed what the certificate will say."""
    confirmed = confirming.digest_of(reload(draft).case)
    return actions.submit(application_id=draft.case.pk, key=key, confirmed=confirmed, by=draft.author, at=at)


def submitted(edition: Edition | None = None, title: str = "提高差压变送器一次校验合格率", **more: Any) -> Draft:
    """Return a case that was started, filled in, endorsed and submitted by its own people."""
    return submit(endorse(fill(begin(edition, **more), title)))


def reload(draft: Draft) -> Draft:
    """Read the case again."""
    draft.case = Application.objects.select_related("edition", "organisation", "team", "recommender", "content").get(
        pk=draft.case.pk
    )
    return draft
