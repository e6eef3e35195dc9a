"""Every address with a case's id × every person × every phase: the answer is the permission table's (J1)."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from django.urls import reverse

from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import asked
from tests.permissions.world import Person, World, make_world
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages import PAGES

pytestmark = pytest.mark.django_db

OF_A_CASE = [a for a in addresses() if PAGES[a.name].about == "application"]
NEEDS_FACTS = {
    "applicant:receipt": "no receipt before a submission",
    "applicant:receipt-pdf": "no receipt before a submission",
    "applicant:outcome-certificate": "no certificate issued yet",
    "applicant:hand-in": "only candidates of some levels hand something in",
    "file-preview": "nothing is drawn yet",
    "bundle-file": "nothing is bound yet",
    "applicant:word": "the edition prints no form of its own",
    "applicant:snapshot": "nothing was written yet",
    "applicant:upload": "nothing is on its way",
    "applicant:hand-in-uploads": "only candidates of some levels hand something in",
    "applicant:hand-in-upload": "nothing is on its way",
    "applicant:section": "the section's id is another form's",
    "committee:proposal": "nothing proposed yet",
    "secretariat:proposal": "nothing proposed yet",
    "secretariat:confirm-extension": "nobody asked for one",
    "secretariat:story": "no consent yet",
    "unit:opinion-sheet": "nothing written yet",
}
REFUSALS = {403, 404}
BLIND = ("draft", "round", "published")
"""Where a role is tried that the page does not name: it is refused before the case is looked at, in whatever phase."""


def _arguments(address: Address, world: World, phase: str) -> list[object]:
    values = {
        "application_id": world.cases[phase].pk,
        "file_id": world.files[phase],
        "attachment_id": world.attachments[phase],
        "extension_id": 0,
        "section_id": "report",
        "rule_id": "report",
        "form": "pdf",
        "upload_id": 0,
        "snapshot_id": 0,
    }
    return [values[name] for name in address.ids]


def _status(person: Person, path: str) -> tuple[int, str]:
    answer = asked(person.client, "GET", path)
    if answer.status_code == 405:
        answer = asked(person.client, "POST", path)
    return answer.status_code, answer.headers.get("Location", "")


def _granted(address: Address, person: Person, phase: str) -> bool:
    page, role = PAGES[address.name], person.actor.role
    relation = person.relation if person.relation != "assigned" or phase == "round" else table.Rel.NONE
    return role in page.roles and table.may(role, relation, phase, page.verb, page.field)


def test_every_address_of_a_case_answers_as_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    world, wrong, cells = make_world(), [], Counter[str]()
    for address in OF_A_CASE:
        for phase in world.cases:
            path = reverse(address.name, args=_arguments(address, world, phase))
            for person in world.people:
                if person.actor.role not in PAGES[address.name].roles and phase not in BLIND:
                    continue
                status, location = _status(person, path)
                cells["granted" if _granted(address, person, phase) else "refused"] += 1
                if fault := _fault(address, person, phase, status, location):
                    wrong.append(f"{address.name} [{phase}] {person.name}: {fault}")
    with capsys.disabled():
        sys.stdout.write(
            f"\npermission sweep: {len(OF_A_CASE)} addresses × {len(world.cases)} phases ({len(BLIND)} for roles that "
            f"an address does not name) × {len(world.people)} people = {sum(cells.values())} cells, {dict(cells)}\n"
        )
    assert wrong == [], "\n".join(wrong[:60])


def _fault(address: Address, person: Person, phase: str, status: int, location: str) -> str:
    if status >= 500:
        return f"broke with {status}"
    if _granted(address, person, phase):
        lacking = status == 404 and address.name in NEEDS_FACTS
        return "" if status not in REFUSALS or lacking else f"refused with {status}, the table grants it"
    if person.name == "public":
        return "" if "/accounts/login/" in location or status in REFUSALS else f"answered {status} to a stranger"
    return "" if status in REFUSALS else f"answered {status}, the table refuses it"


def test_an_address_that_is_not_of_a_case_refuses_every_role_it_does_not_name() -> None:
    world = make_world()
    wrong = []
    for address in addresses():
        page = PAGES[address.name]
        if page.about == "application" or Role.PUBLIC in page.roles:
            continue
        arguments = [
            "apply" if name == "stage_id" else "desk" if name in ("round_id", "kind") else 1 for name in address.ids
        ]
        path = reverse(address.name, args=arguments)
        for person in world.people:
            if person.actor.role in page.roles:
                continue
            status, location = _status(person, path)
            if status not in REFUSALS and "/accounts/login/" not in location:
                wrong.append(f"{address.name} {person.name}: {status}")

    assert wrong == [], "\n".join(wrong[:60])
