"""A NUL is refused wherever it is sent: nobody can type one, and the database cannot keep it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from tests.web.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/showcase/?q=%00", "/showcase/?%00=1", "/invitations/a%00/"])
def test_an_address_that_holds_one_is_no_request(address: str) -> None:
    assert client_of(make_officer()).get(address).status_code == 400


def test_a_strangers_address_that_holds_one_is_no_request() -> None:
    assert Client().get("/showcase/?q=%00").status_code == 400


@pytest.mark.parametrize("sent", [{"reason": "a\0b"}, {"reason": "撤回", "a\0": ""}])
def test_a_form_that_holds_one_is_refused_and_does_nothing(sent: dict[str, str]) -> None:
    case = make_case(make_edition(), "desk")

    answer = client_of(make_officer()).post(f"/office/review/{case.edition_id}/conflicts/", {"act": "search"} | sent)

    assert answer.status_code == 400
    assert "�" not in answer.content.decode()
