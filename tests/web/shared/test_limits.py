"""Who asks too often is told when to try again, and loses nothing that was typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from lxml import html
from pydantic import ValidationError

from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.config.environment import Environment
from zhiping.core.permissions.actor import Role
from zhiping.organisations.models import Invitation
from zhiping.web.shared.limits import ASKED, POSTED

pytestmark = pytest.mark.django_db
NONE = dict.fromkeys(("objections", "lookups", "searches", "exports", "documents", "uploads", "invitations"), "")


@override_settings(RATE_LIMITS=NONE | {"lookups": "2/5m"})
def test_look_ups_beyond_the_limit_are_told_the_minutes_in_the_reader_s_language(client: Client) -> None:
    answers = [client.get("/verify/ABC/") for _ in range(3)]

    assert [a.status_code for a in answers] == [404, 404, 429]
    assert "请在 5 分钟后再试" in answers[2].content.decode()
    assert 290 < int(answers[2].headers["Retry-After"]) <= 300
    client.cookies["django_language"] = "en"
    assert "Please try again in 5 min" in client.get("/verify/ABC/").content.decode()


@override_settings(RATE_LIMITS=NONE | {"lookups": "1/h"})
def test_another_place_and_a_person_with_an_account_have_counts_of_their_own(client: Client) -> None:
    office = client_of(make_officer())

    answers = [
        client.get("/verify/ABC/", REMOTE_ADDR=place).status_code for place in ("10.0.0.1", "10.0.0.1", "10.0.0.2")
    ]

    assert [*answers, office.get("/verify/ABC/", REMOTE_ADDR="10.0.0.1").status_code] == [404, 429, 404, 404]


@override_settings(RATE_LIMITS=NONE | {"searches": "2/m", "exports": "1/m"}, SECOND_FACTOR_REQUIRED=False)
def test_strangers_searches_and_exports_are_counted_and_lists_behind_the_sign_in_are_not(client: Client) -> None:
    office, listed = client_of(make_officer()), reverse("secretariat:applications")
    sheet = reverse("secretariat:applications-csv")

    assert [office.get(listed, {"q": "晨光"}).status_code for _ in range(4)] == [200] * 4
    assert [client.get("/showcase/").status_code for _ in range(4)] == [200] * 4
    searched = html.fromstring(client.get("/showcase/").content.decode()).xpath("//input[@type='search']/@name")
    assert [client.get("/showcase/", {searched[0]: f"晨光{n}"}).status_code for n in range(3)] == [200, 200, 429]
    assert [office.get(sheet).status_code for _ in range(2)] == [200, 429]


@override_settings(RATE_LIMITS=NONE | {"uploads": "1/h"})
def test_an_upload_beyond_the_limit_keeps_every_typed_word_in_a_form_that_sends_it_again(client: Client) -> None:
    words = {"name": "方", "grounds": "第一行\n第二行"}

    def send() -> tuple[int, str]:
        answer = client.post("/objections/status/", words | {"evidence": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
        return answer.status_code, answer.content.decode()

    assert send()[0] == 200
    status, page = send()
    form = html.fromstring(page).xpath("//main//form")[0]
    assert status == 429
    assert {f.get("name"): f.text.removeprefix("\n") for f in form.xpath(".//textarea")} == words
    assert form.get("action") == "/objections/status/"


@override_settings(RATE_LIMITS=NONE)
def test_an_empty_limit_is_none(client: Client) -> None:
    assert [client.get("/verify/ABC/").status_code for _ in range(70)] == [404] * 70


@override_settings(RATE_LIMITS=NONE | {"invitations": "2/h"})
def test_a_unit_cannot_flood_the_world_with_mails_that_invite() -> None:
    admin = client_of(make_member(make_organisation(), Role.UNIT))

    told = [
        admin.post("/unit/people/invitations/", {"invite-email": f"a{n}@example.org", "invite-capacity": "unit"})
        for n in (1, 2, 3)
    ]

    assert ([answer.status_code for answer in told], Invitation.objects.count()) == ([302, 302, 429], 2)


def test_every_kind_has_its_limit_and_every_limit_stands_in_the_handbook() -> None:
    handbook = (Path(__file__).resolve().parents[3] / "docs/operations.md").read_text(encoding="utf-8")
    documented = {name.lower() for name in re.findall(r"ZHIPING_LIMIT_([A-Z]+)", handbook)}

    assert documented == set(settings.RATE_LIMITS) == {*ASKED.values(), *POSTED.values(), "searches", "uploads"}


def test_every_address_that_makes_a_file_is_limited() -> None:
    from zhiping.core.permissions.pages import PAGES  # noqa: PLC0415

    makes = {name for name in PAGES if name.endswith(("-pdf", "-csv", "-xlsx", "-sheet", "publication-file"))}

    assert makes - set(ASKED) == set()


@pytest.mark.parametrize("wrong", ["often", "0/h", "5/w", "5"])
def test_a_wrong_limit_is_named_at_the_start(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIPING_LIMIT_UPLOADS", wrong)

    with pytest.raises(ValidationError, match="LIMIT_UPLOADS|limit_uploads"):
        Environment()


def test_counts_of_many_places_are_kept() -> None:
    assert cache._max_entries == 20_000  # type: ignore[attr-defined]
