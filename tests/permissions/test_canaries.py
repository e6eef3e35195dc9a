"""Secret words planted in each part of each case: whoever meets one on a page has it from the permission table (J1)."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.permissions.addresses import addresses
from tests.permissions.asking import asked
from tests.permissions.planting import CERTIFICATE, COMPLAINT, OBJECTION, TAG, WORDS, may_meet, plant, word
from tests.permissions.test_sweep import OF_A_CASE, _arguments
from tests.permissions.world import STATES, Person, World, make_world
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import ANYONE, Role
from zhiping.core.permissions.pages import PAGES
from zhiping.core.permissions.words import Field, Relation, Verb

pytestmark = pytest.mark.django_db
CANARY = re.compile(r"QK([a-z_]+)ZZ([a-z]+)QK")
EXPORTS = ("secretariat:applications-csv", "secretariat:applications-xlsx")
NEVER_ASKED = ("switch-role", "demo-clock")
POSTED = ("draft", "round")
SEEN_BY_NOBODY = {"avoiding", "complainant", "panelvotes", "private", "signing"}
"""Kept, and read by no page that a GET or an empty form brings: masked, counted, told for a reason, or of a later step."""
Ask = tuple[str, str, str]
"""A channel, a method, a path."""


@dataclass
class Found:
    """What a reading of the whole site met."""

    cells: Counter[str] = field(default_factory=Counter)
    leaks: set[str] = field(default_factory=set)
    met: set[tuple[Role, str]] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


def asks(world: World, ids: dict[str, list[int]], person: Person) -> Iterator[Ask]:
    """Return everything to ask for as this person: what the role may open in every phase, and what it may not."""
    role = person.actor.role
    for address in OF_A_CASE:
        mine = role in PAGES[address.name].roles
        if not mine and person.name.startswith(("other", "colleague", "conflicted")):
            continue  # the role is refused before the case is looked at, for whomever of that role
        for phase in world.cases if mine else ("round",):
            path = reverse(address.name, args=_arguments(address, world, phase))
            yield "case pages" if mine else "errors", "GET", path
            if mine and phase in POSTED:
                yield "posts", "POST", path
    for address in addresses():
        if PAGES[address.name].about == "application" or address.name in NEVER_ASKED:
            continue
        if not address.ids:
            path = reverse(address.name)
            mine = role in PAGES[address.name].roles
            if mine:
                yield ("exports" if address.name in EXPORTS else "lists"), "GET", path
                yield "search", "GET", f"{path}?q=QK&text=QK"
        else:
            paths = list(_with_ids(world, ids, address.name, address.ids))
            for path in paths if role in PAGES[address.name].roles else paths[-1:]:
                yield "foreign ids", "GET", path
    for code in (CERTIFICATE, "0"):
        yield "verification", "GET", reverse("public:certificate", args=[code])
    yield "verification", "GET", f"{reverse('public:objection-status')}?code={OBJECTION}"
    yield "verification", "GET", f"{reverse('public:complaint-status')}?code={COMPLAINT}"
    for phase in STATES:
        yield "errors", "GET", reverse("case", args=[world.cases[phase].pk])
    yield "errors", "GET", reverse("case", args=[0])
    yield "errors", "GET", "/no-such-page/"


def _with_ids(world: World, ids: dict[str, list[int]], name: str, parts: tuple[str, ...]) -> Iterator[str]:
    """Return the address with each id that exists in the place of its own."""
    fixed = {
        "edition_id": world.edition.pk,
        "round_id": "desk",
        "stage_id": "apply",
        "programme": "qc-circle",
        "year": 2022,
        "kind": "csv",
        "table_id": "recommender",
        "code": CERTIFICATE,
        "file_id": world.files["round"],
        "office_id": 1,
        "merger_id": 0,
        "import_id": 0,
        "kind_of_sheet": "review_summary",
        "form": "pdf",
        "form_id": "outcome",
        "card_id": "qc_innovative",
        "team_id": 0,
        "invited_id": 0,
        "token": "0",
        "recommender_id": world.cases["recommendation"].recommender_id or 0,
    }
    own = next((part for part in parts if part in ids), None)
    for value in ids[own] if own else [0]:
        yield reverse(name, args=[value if part == own else fixed[part] for part in parts])


def read(client: Client, method: str, path: str) -> tuple[int, str]:
    """Return everything an answer carries: head, body, what lies inside a workbook or is written in a PDF."""
    client.raise_request_exception = False
    answer = asked(client, method, path)
    body = answer.whole
    head = " ".join(f"{k}: {v}" for k, v in answer.headers.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    if body[:5] == b"%PDF-":
        sheets = PdfReader(io.BytesIO(body))
        body = f"{sheets.metadata} {' '.join(page.extract_text() for page in sheets.pages)}".encode()
    return answer.status_code, head + body.decode("utf-8", "replace")


def look(
    world: World, ids: dict[str, list[int]], allowed: Callable[[Person, str, str], bool], *, only: str = ""
) -> Found:
    """Read the site as everybody and note each word somebody meets who should not."""
    found, words = Found(), len(WORDS) * len(world.cases)
    for person in world.people:
        for channel, method, path in asks(world, ids, person):
            if only and only not in path:
                continue
            status, text = read(person.client, method, path)
            found.cells[channel] += words
            if status >= 500:
                found.broken.add(f"{method} {path} as {person.name}: {status}")
            if "Content-Type: text/html" in text and TAG in text:
                found.broken.add(f"{method} {path} as {person.name}: unescaped")
            for key, phase in CANARY.findall(text):
                if allowed(person, key, phase):
                    found.met.add((person.actor.role, key))
                else:
                    found.leaks.add(f"{person.name} meets {key} of {phase}: {method} {path}")
    return found


def test_nobody_meets_a_word_that_the_table_keeps_from_them(capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    found = look(world, plant(world), may_meet)
    with capsys.disabled():
        cells = dict(found.cells)
        sys.stdout.write(f"\ncanaries: {sum(cells.values())} cells, {len(WORDS)} kinds of words, {cells}\n")

    assert sorted(found.leaks) == []
    assert sorted(found.broken) == []
    assert set(found.cells) == {
        *("case pages", "lists", "search", "exports", "errors", "foreign ids", "verification", "posts"),
    }
    assert set(WORDS) - {key for _role, key in found.met} == SEEN_BY_NOBODY


def test_a_word_shown_to_somebody_without_the_right_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading can fail: a table that grants one field too much makes pages show what stands in the true one."""
    world = make_world()
    ids, case = plant(world), world.cases["screening"]
    true_rights = table._rights()
    extra = (Role.RECOMMENDER, Relation.CHOSEN_RECOMMENDER, "screening", Verb.SEE, Field.CONFLICTS)
    wider = true_rights | {extra, (*extra[:4], Field.FINDINGS), (*extra[:4], Field.JOURNAL)}

    def truly(person: Person, key: str, phase: str) -> bool:
        with pytest.MonkeyPatch.context() as once:
            once.setattr(table, "_rights", lambda: true_rights)
            return may_meet(person, key, phase)

    monkeypatch.setattr(table, "_rights", lambda: wider)
    leaks = look(world, ids, truly, only=f"/cases/{case.pk}/").leaks

    assert f"recommender meets asked of screening: GET /cases/{case.pk}/" in leaks


def test_every_kind_of_word_is_kept_from_strangers() -> None:
    public = Person("public", ANYONE, Relation.NONE, Client())

    assert {key for key in WORDS for phase in STATES if may_meet(public, key, phase)} == {"title", "team", "revoked"}
    assert word("votes", "round") == "QKvotesZZroundQK<qk>"
