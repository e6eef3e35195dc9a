"""The gate of a case: unseen is not found, another phase is told apart from another person's business."""

from __future__ import annotations

import pytest

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.applications import permissions
from zhiping.core.errors import NotAllowed, NotFound, OtherPhase, Refusal
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Verb

pytestmark = pytest.mark.django_db


def _refusal(role: Role, verb: Verb, field: Field) -> type[Refusal]:
    case = make_case(make_edition(), "desk")
    actor = make_officer() if role is Role.SECRETARIAT else make_member(make_organisation("别家公司"), role)
    with pytest.raises(Refusal) as refused:
        permissions.require(actor, case, verb, field)
    return refused.type


def test_the_office_learns_that_the_case_stands_in_another_phase() -> None:
    assert _refusal(Role.SECRETARIAT, Verb.SCREEN, Field.FINDINGS) is OtherPhase


def test_what_is_never_the_offices_is_refused_as_such() -> None:
    assert _refusal(Role.SECRETARIAT, Verb.VOTE, Field.VOTES) is NotAllowed


def test_a_stranger_does_not_learn_that_the_case_exists() -> None:
    assert _refusal(Role.APPLICANT, Verb.EDIT, Field.CONTENT) is NotFound
