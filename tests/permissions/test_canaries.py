"""Secret words planted in each part of each case: whoever meets one on a page has it from the permission table (J1)."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories.cases import AT
from tests.permissions.addresses import addresses
from tests.permissions.test_sweep import OF_A_CASE, _arguments
from tests.permissions.world import STATES, Person, World, make_world
from zhiping.accounts.models import User
from zhiping.applications.models import Version
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages import PAGES
from zhiping.core.permissions.words import Field, Relation
from zhiping.decision.models import CommitteeVote, Proposal
from zhiping.experts.models import Expert
from zhiping.recommendation.models import Recommendation
from zhiping.review.models import Conflict
from zhiping.screening.models import Finding

pytestmark = pytest.mark.django_db
CANARY = re.compile(r"QK([a-z_]+)ZZ([a-z]+)QK")
EXPORTS = ("secretariat:applications-csv", "secretariat:applications-xlsx")


def canary(part: Field, phase: str) -> str:
    """Return the word planted in this part of the case in this phase."""
    return f"QK{part.value}ZZ{phase}QK"


def plant(world: World) -> int:
    """Write a word of its own into every secret part of every case; return how many words there are."""
    office = next(p.actor.user_id for p in world.people if p.name == "office") or 0
    for phase, case in world.cases.items():
        case.conflicts.update(reason=canary(Field.CONFLICTS, phase))
        Proposal.objects.create(
            application=case, reason=canary(Field.PROPOSAL, phase), proposed_at=AT, proposed_by_id=office
        )
        CommitteeVote.objects.create(
            application=case, member_id=office, agrees=False, reason=canary(Field.VOTES, phase), voted_at=AT
        )
        if phase == "draft":
            continue
        Finding.objects.create(application=case, text=canary(Field.FINDINGS, phase), raised_at=AT, raised_by_id=office)
        if case.recommender_id:
            Recommendation.objects.create(
                application=case,
                recommender_id=case.recommender_id,
                version=Version.objects.get(application=case),
                verdict="recommended",
                opinion=canary(Field.RECOMMENDATION, phase),
                given_at=AT,
                given_by_id=office,
            )
    assert world.assignment is not None
    judging = Expert.objects.get(pk=world.assignment.expert_id)
    User.objects.filter(pk=judging.user_id).update(name=canary(Field.EXPERT_NAMES, "round"))
    of_cases = (Conflict.objects.filter(reason__startswith="QK"), Proposal.objects, CommitteeVote.objects)
    return 1 + sum(rows.count() for rows in (*of_cases, Finding.objects, Recommendation.objects))


def may_meet(person: Person, part: Field, phase: str) -> bool:
    """Tell from the table whether a person may read the word; an expert knows their own name."""
    if person.relation is Relation.ASSIGNED and part is Field.EXPERT_NAMES:
        return True
    relation = Relation.NONE if person.relation is Relation.ASSIGNED and phase != "round" else person.relation
    return part in table.fields_seen(person.actor.role, relation, phase)


def paths(world: World, person: Person) -> Iterator[tuple[str, str]]:
    """Return the channel and path of everything the person's role may ask for."""
    role = person.actor.role
    for address in OF_A_CASE:
        if role in PAGES[address.name].roles:
            for phase in world.cases:
                yield "case pages", reverse(address.name, args=_arguments(address, world, phase))
    for address in addresses():
        page = PAGES[address.name]
        if role not in page.roles or page.about == "application" or address.name == "switch-role":
            continue
        if not address.ids:
            path = reverse(address.name)
            yield ("exports" if address.name in EXPORTS else "lists"), path
            yield "search", f"{path}?q=QK&text=QK"
        elif address.ids == ("edition_id",):
            yield "desks", reverse(address.name, args=[world.edition.pk])
    for phase in STATES:
        yield "errors", reverse("case", args=[world.cases[phase].pk])
    yield "errors", reverse("case", args=[0])


def read(person: Person, path: str) -> str:
    """Return everything an answer carries: head, body, and what lies inside a workbook."""
    with transaction.atomic():
        answer = person.client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    head = " ".join(f"{k}: {v}" for k, v in answer.headers.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return head + body.decode("utf-8", "replace")


def test_nobody_meets_a_word_that_the_table_keeps_from_them(capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    words = plant(world)
    cells, leaks, met = Counter[str](), set[str](), set[tuple[Role, str]]()
    for person in world.people:
        for channel, path in paths(world, person):
            cells[channel] += words
            for part, phase in CANARY.findall(read(person, path)):
                if may_meet(person, Field(part), phase):
                    met.add((person.actor.role, part))
                else:
                    leaks.add(f"{person.name} meets {part} of the case in {phase} at {path}")
    with capsys.disabled():
        sys.stdout.write(f"\ncanaries: {sum(cells.values())} cells, {dict(cells)}; met: {sorted(met)}\n")

    assert sorted(leaks) == []
    assert set(cells) == {"case pages", "lists", "desks", "search", "exports", "errors"}
    planted = (Field.EXPERT_NAMES, Field.CONFLICTS, Field.FINDINGS, Field.RECOMMENDATION)
    assert {(Role.SECRETARIAT, part.value) for part in (*planted, Field.PROPOSAL, Field.VOTES)} <= met
    assert {
        (Role.APPLICANT, "recommendation"),
        (Role.RECOMMENDER, "recommendation"),
        (Role.COMMITTEE, "proposal"),
    } <= met
