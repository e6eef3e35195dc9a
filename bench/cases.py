"""The applications of the measured season: each with content, version, receipt, history, opinions, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bench import words
from bench.people import BATCH, Unit
from zhiping.accounts.models import User
from zhiping.applications.models import (
    Application,
    Attachment,
    Content,
    Endorsement,
    Receipt,
    StateChange,
    Version,
)
from zhiping.applications.queries.completeness import form_of, manifest
from zhiping.applications.rules import application_number, content_hash
from zhiping.config.demo.answers import answers
from zhiping.core.definition.schema import Definition
from zhiping.files.models import StoredFile
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Recommendation

DAY = timedelta(days=1)


@dataclass
class Season:
    """One edition that is filled: its rules, its way from draft to each state, its recommenders, its dates."""

    edition: Edition
    recommenders: Sequence[Recommender]
    officers: Sequence[User]
    report: StoredFile
    sealed: StoredFile
    at: datetime
    rng: Random
    serial: int = 0

    @property
    def definition(self) -> Definition:
        """The edition's rules."""
        return programmes.definition_of(self.edition)

    def way(self, goal: str) -> list[tuple[str, str, str]]:
        """Return the moves (event, from, to) of the shortest way from draft to the goal."""
        graph = programmes.graph_of(self.edition)
        ways: dict[str, list[tuple[str, str, str]]] = {"draft": []}
        queue = ["draft"]
        while queue:
            here = queue.pop(0)
            for event in graph.events_from(here):
                there = graph.next_state(here, event)
                if there not in ways:
                    ways[there] = [*ways[here], (str(event), here, there)]
                    queue.append(there)
        return ways[goal]


def fill(season: Season, state: str, units: Sequence[Unit]) -> list[Application]:
    """Write one case of each of these units, standing in `state`, with everything that led there; return them."""
    cases = Application.objects.bulk_create([_case(season, state, unit) for unit in units], batch_size=BATCH)
    frozen = list(_frozen(season, cases))
    Content.objects.bulk_create(
        [
            Content(application=case, answers=given, eligibility=_conditions(season), revision=5, saved_at=season.at)
            for case, given in zip(cases, frozen, strict=True)
        ],
        batch_size=BATCH,
    )
    Attachment.objects.bulk_create(
        [
            Attachment(
                application=c, rule_id="report", file=season.report, added_at=season.at, added_by_id=c.created_by_id
            )
            for c in cases
        ],
        batch_size=BATCH,
    )
    if state != "draft":
        versions = _versions(season, cases, frozen)
        _opinions(season, cases, versions, units)
        _history(season, cases, state)
    return cases


def _case(season: Season, state: str, unit: Unit) -> Application:
    season.serial += 1
    rng, edition = season.rng, season.edition
    chosen = {name: rng.choice(options).id for name, options in season.definition.dimensions.items()}
    drafted = state == "draft"
    return Application(
        edition=edition,
        number=None if drafted else application_number(edition.programme, edition.year, season.serial),
        applicant="team",
        organisation=unit.organisation,
        team=unit.team,
        title=words.title(season.serial, rng),
        category=chosen.get("category", ""),
        domain=chosen.get("domain", ""),
        dimensions=chosen,
        recommender=season.recommenders[season.serial % len(season.recommenders)],
        state=state,
        phase=str(programmes.graph_of(edition).phase(state)),
        state_since=season.at + timedelta(minutes=season.serial),
        created_at=season.at,
        created_by=unit.author,
        submitted_at=None if drafted else season.at + timedelta(seconds=season.serial),
    )


def _frozen(season: Season, cases: Sequence[Application]) -> Iterator[dict[str, Any]]:
    """Go through the answers of each case; private ones as the masks that stand in their place."""
    private: dict[str, set[str]] = {}
    for case in cases:
        form = form_of(case)
        hidden = private.setdefault(case.category, {f.id for f in form.fields() if f.private})
        facts = {
            "title": case.title,
            "organisation": case.organisation.name,
            "person": "陈思远",
            "team": str(case.team),
            "uscc": str(case.organisation.uscc),
        }
        given = answers(form, case.dimensions, facts, season.rng)
        yield {name: "139*******1" if name in hidden else value for name, value in given.items()}


def _conditions(season: Season) -> dict[str, Any]:
    return {rule.id: True for rule in season.definition.eligibility if rule.asked == "question"}


def _versions(season: Season, cases: Sequence[Application], frozen: Sequence[dict[str, Any]]) -> list[Version]:
    files: list[dict[str, Any]] = manifest(cases[0])  # every case handed in the same bytes
    versions = Version.objects.bulk_create(
        [
            Version(
                application=case,
                number=1,
                answers=given,
                dimensions=case.dimensions,
                attachments=files,
                content_hash=content_hash(given, case.dimensions, files),
                occasion="endorsement",
                frozen_at=season.at,
                frozen_by_id=case.created_by_id,
            )
            for case, given in zip(cases, frozen, strict=True)
        ],
        batch_size=BATCH,
    )
    Receipt.objects.bulk_create(
        [
            Receipt(
                application=case,
                version=version,
                key=f"bench-{case.pk}",
                number=case.number or "",
                content_hash=version.content_hash,
                at=season.at,
                by_id=case.created_by_id,
            )
            for case, version in zip(cases, versions, strict=True)
        ],
        batch_size=BATCH,
    )
    return versions


def _opinions(season: Season, cases: Sequence[Application], versions: Sequence[Version], units: Sequence[Unit]) -> None:
    Endorsement.objects.bulk_create(
        [
            Endorsement(
                application=case,
                version=version,
                opinion="成果真实有效，经本单位评审，同意申报。",
                total_points=Decimal(85),
                sealed_file=season.sealed,
                endorsed_at=season.at,
                endorsed_by=unit.admin,
            )
            for case, version, unit in zip(cases, versions, units, strict=True)
        ],
        batch_size=BATCH,
    )
    if cases[0].phase == "recommendation":
        return
    officer_of = dict(zip((r.pk for r in season.recommenders), season.officers, strict=True))
    Recommendation.objects.bulk_create(
        [
            Recommendation(
                application=case,
                recommender_id=case.recommender_id,
                version=version,
                verdict="recommended",
                opinion="活动扎实，数据真实，成效明显，同意推荐。",
                points=Decimal(78 + case.pk % 16),
                sealed_file=season.sealed,
                given_at=season.at + DAY,
                given_by=officer_of[case.recommender_id],
            )
            for case, version in zip(cases, versions, strict=True)
        ],
        batch_size=BATCH,
    )


def _history(season: Season, cases: Sequence[Application], state: str) -> None:
    moves = season.way(state)
    StateChange.objects.bulk_create(
        [
            StateChange(
                application=case,
                event=event,
                from_state=before,
                to_state=after,
                at=season.at + place * DAY,
                by_id=case.created_by_id,
                role="applicant" if event == "submit" else "secretariat",
            )
            for place, (event, before, after) in enumerate(moves)
            for case in cases
        ],
        batch_size=BATCH,
    )
