"""Two quiet channels: how many a search has found, and what mails of a whole season say (J1)."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.permissions.addresses import addresses
from tests.permissions.world import Person, make_world
from zhiping.accounts.models import OfficeRole
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages import PAGES
from zhiping.core.permissions.words import Relation
from zhiping.decision.models import Objection
from zhiping.decision.ports import unseal_identity
from zhiping.experts.models import Expert
from zhiping.messages.models import Message
from zhiping.screening.models import Result

pytestmark = pytest.mark.django_db
SECRET_TITLE, NONSENSE = "绝密标题甲乙丙", "没有这个词丁戊己"
NOT_SEARCHED = ("switch-role", "demo-clock", "readyz")
"""What answers nobody's words: readiness tells the machine's own state, which changes from one look to the next."""
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|\d\d:\d\d:\d\d')


def _page(person: Person, path: str, words: str) -> str:
    """Return what a search answers, without the words that were asked for and what changes at every look."""
    body = person.client.get(path, {"q": words, "text": words, "search": words}).content.decode()
    return CHANGING.sub("", body.replace(words, "").replace(quote(words), ""))


def test_a_search_for_anothers_case_answers_exactly_as_a_search_for_nothing() -> None:
    world = make_world()
    secret = [case.pk for phase, case in world.cases.items() if phase != "published"]
    Application.objects.filter(pk__in=secret).update(title=SECRET_TITLE)
    strangers = [p for p in world.people if p.relation in (Relation.NONE, Relation.CONFLICTED)]
    lists = [a.name for a in addresses() if not a.ids and PAGES[a.name].about != "application"]
    cells, told = 0, []

    for person in strangers:
        for name in lists:
            if person.actor.role in PAGES[name].roles and name not in NOT_SEARCHED:
                cells += 1
                path = reverse(name)
                if _page(person, path, SECRET_TITLE) != _page(person, path, NONSENSE):
                    told.append(f"{person.name} learns from {path}")

    assert told == []
    assert cells > 100
    office = next(p for p in world.people if p.actor.role is Role.SECRETARIAT)
    path = reverse("secretariat:applications")  # the office does find it: the search itself works
    assert _page(office, path, SECRET_TITLE) != _page(office, path, NONSENSE)


def test_no_message_of_a_season_names_a_judge_an_objector_or_a_finding_before_its_time(small_season: None) -> None:
    experts = set(Expert.objects.values_list("user__name", flat=True))
    people = set(Expert.objects.values_list("user_id", flat=True))
    objectors = {
        word
        for objection in Objection.objects.all()
        for word in re.findall(r"[\w@.]{2,}", unseal_identity(objection.identity, code=objection.code))
        if re.fullmatch(r"[\u4e00-\u9fff]{2,3}|1\d{10}", word)
    }
    unconfirmed = {r.reason for r in Result.objects.filter(verdict="failed", confirmed_at__isnull=True) if r.reason}
    office = set(OfficeRole.objects.filter(office="secretariat").values_list("user_id", flat=True))
    told = []

    messages = Message.objects.exclude(to_id__in=people | office)
    for message in messages:
        text = message.subject + message.body
        told += [f"{message.code} tells {word}" for word in experts | objectors | unconfirmed if word in text]

    assert told == []
    assert (len(experts) > 10, len(objectors) > 1, messages.count() > 100) == (True, True, True)
