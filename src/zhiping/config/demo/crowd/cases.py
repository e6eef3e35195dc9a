"""The applications of a season of real size: each with content, version, receipt, opinions, history, in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from zhiping.applications import rules
from zhiping.applications.models import (
    Application,
    Attachment,
    Content,
    Endorsement,
    PrivateValue,
    Receipt,
    SignUp,
    StateChange,
    Version,
)
from zhiping.applications.queries import secrets
from zhiping.applications.queries.completeness import file_rules, form_of
from zhiping.config.demo import words
from zhiping.config.demo.answers import answers
from zhiping.config.demo.crowd import papers
from zhiping.config.demo.crowd.people import BATCH, Unit
from zhiping.core.definition.schema import Definition, Form
from zhiping.core.definition.vocabulary import EvidenceFrom, FieldKind, StageKind
from zhiping.core.permissions.actor import Actor
from zhiping.files.models import StoredFile
from zhiping.journal.models import Entry
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Recommendation
from zhiping.screening.models import Result

MINUTE = timedelta(minutes=1)
COPIED = 8
"""The number of the unit that hands in its outcome of the year before once more."""
ACTS = {
    "submit": ("applications.submit", "applicant"),
    "recommend": ("recommendation.recommend", "recommender"),
    "pass_screening": ("screening.pass_check", "secretariat"),
}


@dataclass
class Crowd:
    """One edition that is filled: its register of recommenders, who acts, and the time the cases take.

    sides: recommenders with the person who acts for each, who take turns. at: when the first case is handed in;
    step: from one event of a case to its next; every: from one case to the next. later: added to each unit's number to make another title of it.
    """

    edition: Edition
    sides: Sequence[tuple[Recommender, Actor]]
    office: Actor
    press: papers.Press
    sealed: StoredFile
    at: datetime
    rng: Random
    step: timedelta = timedelta(hours=20)
    every: timedelta = MINUTE
    later: int = 0
    serial: int = 0
    forms: dict[str, Form] = field(default_factory=dict)

    @cached_property
    def definition(self) -> Definition:
        """The edition's rules."""
        return programmes.definition_of(self.edition)

    def moment(self, case: Application, event: int) -> datetime:
        """Return the instant of a case's event: 0 its start, 1 its submission, and so on."""
        return case.created_at + event * self.step

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


Place = tuple[Unit, str]
"""A unit and the category in which it enters an outcome."""


def places(units: Sequence[Unit], categories: Sequence[str]) -> Iterator[Place]:
    """Go through all that these units may enter within their quotas: each in the first category, then in the next."""
    return ((unit, category) for category in categories for unit in units)


def title_of(unit: Unit, category: str, later: int) -> str:
    """Return the title of a unit's outcome; one unit hands in last year's again under other words."""
    if later and unit.n == COPIED:
        return words.reworded(words.title(unit.n, category))
    return words.title(unit.n + later, category)


def fill(crowd: Crowd, state: str, entered: Sequence[Place]) -> list[Application]:
    """Write a case for each of these, standing in `state`, with everything that led there; return them."""
    if not entered:
        return []
    units, moves = [unit for unit, _category in entered], crowd.way(state)
    cases = Application.objects.bulk_create([_case(crowd, state, *place) for place in entered], batch_size=BATCH)
    _sign_up(crowd, units)
    contents = _contents(crowd, cases)
    Content.objects.bulk_create(contents, batch_size=BATCH)
    files = _attachments(crowd, cases)
    if moves:
        versions = _versions(crowd, cases, contents, files)
        _endorsements(crowd, cases, versions, units)
        _recommendations(crowd, cases, versions, len(moves))
        _history(crowd, cases, moves)
    return cases


def _case(crowd: Crowd, state: str, unit: Unit, category: str) -> Application:
    crowd.serial += 1
    edition, organisation = crowd.edition, unit.organisation
    chosen = {name: options[0].id for name, options in crowd.definition.dimensions.items()}
    if "category" in chosen:
        chosen["category"] = category
    chosen["domain"] = "sme" if organisation.is_specialised else words.trade(unit.n).domain
    drafted = state == "draft"
    created_at = crowd.at + crowd.serial * crowd.every
    kind = crowd.definition.applicant_kinds(chosen)[0]
    return Application(
        edition=edition,
        number=None if drafted else rules.application_number(edition.programme, edition.year, crowd.serial),
        applicant=kind,
        organisation=organisation,
        team=unit.team if kind == "team" else None,
        title=title_of(unit, category, crowd.later),
        category=chosen.get("category", ""),
        domain=chosen["domain"],
        dimensions=chosen,
        recommender=crowd.sides[crowd.serial % len(crowd.sides)][0],
        state=state,
        phase=str(programmes.graph_of(edition).phase(state)),
        state_since=created_at + len(crowd.way(state)) * crowd.step,
        created_at=created_at,
        created_by=unit.author,
        submitted_at=None if drafted else created_at + crowd.step,
    )


def _sign_up(crowd: Crowd, units: Sequence[Unit]) -> None:
    if crowd.definition.stages_of(StageKind.SIGN_UP):
        known = set(SignUp.objects.filter(edition=crowd.edition).values_list("organisation_id", flat=True))
        SignUp.objects.bulk_create(
            [
                SignUp(edition=crowd.edition, organisation=u.organisation, signed_up_at=crowd.at, signed_up_by=u.author)
                for u in {u.n: u for u in units}.values()
                if u.organisation.pk not in known
            ]
        )


def _contents(crowd: Crowd, cases: Sequence[Application]) -> list[Content]:
    conditions = {r.id: True for r in crowd.definition.eligibility if r.asked != EvidenceFrom.REGISTER}
    kept: list[PrivateValue] = []
    contents = []
    for case in cases:
        form = crowd.forms.setdefault(case.category, form_of(case))
        facts = {
            "title": case.title,
            "organisation": case.organisation.name,
            "person": case.created_by.name,
            "team": case.team.name if case.team else "",
            "uscc": str(case.organisation.uscc),
        }
        given = answers(form, case.dimensions, facts, crowd.rng)
        masked, private = _apart(case, form, given)
        kept += private
        contents.append(
            Content(
                application=case,
                answers=masked,
                eligibility=conditions,
                revision=5,
                saved_at=case.created_at,
                saved_by_id=case.created_by_id,
            )
        )
    PrivateValue.objects.bulk_create(kept, batch_size=BATCH)
    return contents


def _apart(case: Application, form: Form, given: dict[str, Any]) -> tuple[dict[str, Any], list[PrivateValue]]:
    """Return the answers with masks for what is private, and the encrypted values, as `set_apart` keeps them."""
    masked, kept = dict(given), []
    for asked in form.fields():
        value = given.get(asked.id)
        names = [c.id for c in asked.columns if c.private]
        if names and isinstance(value, list):
            secret = [{name: row.get(name, "") for name in names} for row in value]
            masked[asked.id] = [
                row | {name: rules.mask(hidden[name]) for name in names}
                for row, hidden in zip(value, secret, strict=True)
            ]
            kept.append(_sealed(case, asked.id, json.dumps(secret, ensure_ascii=False)))
        elif asked.private and asked.kind != FieldKind.PHOTO and isinstance(value, str):
            masked[asked.id] = rules.mask(value)
            kept.append(_sealed(case, asked.id, value))
    return masked, kept


def _sealed(case: Application, path: str, value: str) -> PrivateValue:
    return PrivateValue(
        application=case,
        field_path=path,
        ciphertext=secrets.seal(case, path, value),
        fingerprint=secrets.fingerprint(value),
        saved_at=case.created_at,
    )


def _attachments(crowd: Crowd, cases: Sequence[Application]) -> dict[int, list[Attachment]]:
    reports = dict(zip((c.pk for c in cases), papers.reports(crowd.press, cases, crowd.at), strict=True))
    required = sorted((r for r in file_rules(cases[0], crowd.at) if r.required), key=lambda r: r.id)
    rows = [
        Attachment(
            application=case,
            rule_id=rule.id,
            file=reports[case.pk] if rule.id == "report" else crowd.sealed,
            added_at=case.created_at,
            added_by_id=case.created_by_id,
        )
        for case in cases
        for rule in required
    ]
    found: dict[int, list[Attachment]] = {case.pk: [] for case in cases}
    for row in Attachment.objects.bulk_create(rows, batch_size=BATCH):
        found[row.application_id].append(row)
    return found


def _versions(
    crowd: Crowd, cases: Sequence[Application], contents: Sequence[Content], files: dict[int, list[Attachment]]
) -> list[Version]:
    private: dict[int, dict[str, str]] = {}
    rows = PrivateValue.objects.filter(application__in=[c.pk for c in cases])
    for case_id, path, fingerprint in rows.values_list("application_id", "field_path", "fingerprint"):
        private.setdefault(case_id, {})[path] = fingerprint
    versions = []
    for case, content in zip(cases, contents, strict=True):
        beside = {"_private": private.get(case.pk), "_eligibility": content.eligibility}
        frozen = {**content.answers, **{name: given for name, given in beside.items() if given}}
        held = [
            {"rule": a.rule_id, "name": a.file.name, "sha256": a.file.sha256, "size": a.file.size, "file": a.file_id}
            for a in files[case.pk]
        ]
        versions.append(
            Version(
                application=case,
                number=1,
                answers=frozen,
                dimensions=case.dimensions,
                attachments=held,
                content_hash=rules.content_hash(frozen, case.dimensions, held),
                occasion="endorsement",
                frozen_at=case.created_at,
                frozen_by_id=case.created_by_id,
            )
        )
    Version.objects.bulk_create(versions, batch_size=BATCH)
    Receipt.objects.bulk_create([_receipt(crowd, v) for v in versions], batch_size=BATCH)
    return versions


def _receipt(crowd: Crowd, version: Version) -> Receipt:
    case = version.application
    return Receipt(
        application=case,
        version=version,
        key=f"crowd-{case.pk}",
        number=case.number or "",
        content_hash=version.content_hash,
        at=crowd.moment(case, 1),
        by_id=case.created_by_id,
    )


def _endorsements(
    crowd: Crowd, cases: Sequence[Application], versions: Sequence[Version], units: Sequence[Unit]
) -> None:
    Endorsement.objects.bulk_create(
        [
            Endorsement(
                application=case,
                version=version,
                opinion="成果真实有效，经本单位评审，同意申报。",
                total_points=Decimal(80 + case.pk % 12),
                sealed_file=crowd.sealed,
                endorsed_at=case.created_at + crowd.step / 2,
                endorsed_by=unit.admin,
            )
            for case, version, unit in zip(cases, versions, units, strict=True)
        ],
        batch_size=BATCH,
    )


def _recommendations(crowd: Crowd, cases: Sequence[Application], versions: Sequence[Version], moves: int) -> None:
    if moves < 2:  # noqa: PLR2004 -- the second move is the recommendation
        return
    officers = {side.pk: officer for side, officer in crowd.sides}
    Recommendation.objects.bulk_create(
        [
            Recommendation(
                application=case,
                recommender_id=case.recommender_id or 0,
                version=version,
                verdict="recommended",
                opinion="活动扎实，数据真实，成效明显，同意推荐。",
                points=Decimal(78 + case.pk % 16),
                sealed_file=crowd.sealed,
                given_at=crowd.moment(case, 2),
                given_by_id=officers[case.recommender_id or 0].user_id or 0,
            )
            for case, version in zip(cases, versions, strict=True)
        ],
        batch_size=BATCH,
    )


def _history(crowd: Crowd, cases: Sequence[Application], moves: Sequence[tuple[str, str, str]]) -> None:
    officers = {side.pk: officer for side, officer in crowd.sides}
    changes, entries, results = [], [], []
    for case in cases:
        for place, (event, before, after) in enumerate(moves, start=1):
            act, role = ACTS.get(event, ("", "secretariat"))
            officer = officers[case.recommender_id or 0] if role == "recommender" else crowd.office
            user_id = case.created_by_id if role == "applicant" else officer.user_id or 0
            name = f"{case.organisation.name} · {case.created_by.name}" if role == "applicant" else officer.name
            at = crowd.moment(case, place)
            changes.append(
                StateChange(
                    application=case,
                    event=event,
                    from_state=before,
                    to_state=after,
                    at=at,
                    by_id=user_id,
                    role=role,
                    actor_name=name,
                )
            )
            if event == "pass_screening":
                passed = Result(application=case, verdict="passed", reason="符合要求", given_at=at, given_by_id=user_id)
                results.append(passed)
            if act:
                entries.append(
                    Entry(
                        at=at,
                        user_id=user_id,
                        role=role,
                        actor_name=name,
                        act=act,
                        subject=f"application:{case.pk}",
                        edition_key=crowd.edition.key,
                    )
                )
    StateChange.objects.bulk_create(changes, batch_size=BATCH)
    Result.objects.bulk_create(results, batch_size=BATCH)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
