"""Benchmark candidates hand in their video; nobody else is asked, and nobody learns of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import panels
from tests.factories.cases import make_case
from tests.factories.people import make_user
from tests.files.videos import make_video
from tests.web.clients import client_of, edition_showing
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.review.models import HandIn, RoundResult

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]
VIDEO = make_video(60)


def _case(level: str) -> tuple[Application, Actor]:
    case = make_case(edition_showing(AT), "presentation")
    RoundResult.objects.create(application=case, round_id="panel", proposed_level=level, concluded_at=AT)
    author = User.objects.get(pk=case.created_by_id)
    return case, Actor(author.pk, Role.APPLICANT, case.organisation_id, author.name)


def _post(case: Application, author: Actor, content: bytes, rule: str = "presentation_video") -> int:
    upload = SimpleUploadedFile("发表.mp4", content)
    address = f"/applications/{case.pk}/hand-in/"
    return client_of(author).post(address, {"rule": rule, "file": upload}).status_code


def test_a_benchmark_candidate_hands_in_the_video_once() -> None:
    case, author = _case("benchmark")

    statuses = [_post(case, author, VIDEO), _post(case, author, VIDEO)]

    assert statuses == [302, 409]
    assert HandIn.objects.values_list("rule_id", "stage_id").get() == ("presentation_video", "video")


def test_what_is_no_video_is_refused_and_nothing_is_kept() -> None:
    case, author = _case("benchmark")

    assert _post(case, author, b"not a video") == 409
    assert HandIn.objects.count() == 0


def test_a_case_that_is_no_candidate_has_no_such_page() -> None:
    case, author = _case("excellent")

    assert client_of(author).get(f"/applications/{case.pk}/hand-in/").status_code == 404
    assert _post(case, author, VIDEO) == 404


@pytest.mark.parametrize(("level", "offered"), [("benchmark", True), ("excellent", False)])
def test_the_case_page_offers_handing_in_to_candidates_alone(level: str, offered: bool) -> None:
    case, author = _case(level)

    page = client_of(author).get(f"/cases/{case.pk}/").content.decode()

    assert (f"/applications/{case.pk}/hand-in/" in page) is offered


def test_a_rule_of_the_application_cannot_be_met_here() -> None:
    case, author = _case("benchmark")

    assert _post(case, author, VIDEO, rule="report") == 404


def test_a_stranger_does_not_find_it() -> None:
    case, _author = _case("benchmark")
    stranger = Actor(make_user().pk, Role.APPLICANT, case.organisation_id, "x")

    assert client_of(stranger).get(f"/applications/{case.pk}/hand-in/").status_code in (403, 404)
