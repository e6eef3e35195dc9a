"""A team that a member proposes waits for the unit's word, where the unit wishes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories import drafts
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.applications import actions as applications
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal import queries as journal
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Organisation, Team

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)


def _wishing() -> tuple[Organisation, Actor, Actor]:
    unit = make_organisation()
    admin, worker = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT)
    actions.set_team_approval(organisation_id=unit.pk, wanted=True, by=admin, at=AT)
    return unit, admin, worker


def _propose(unit: Organisation, by: Actor) -> Team:
    return actions.create_team(organisation_id=unit.pk, name="晨光QC小组", by=by, at=AT)


def test_a_members_team_waits_and_an_administrators_does_not() -> None:
    unit, admin, worker = _wishing()

    team = _propose(unit, worker)
    own = actions.create_team(organisation_id=unit.pk, name="曙光QC小组", by=admin, at=AT)

    assert list(queries.teams(unit.pk)) == [own]
    assert list(queries.proposed_teams(unit.pk)) == [team]
    assert [(i.title, i.what, i.href_name) for i in queries.waiting_for(admin)] == [
        ("晨光QC小组", "approve_team", "unit:people")
    ]
    assert Message.objects.get(code="organisations.team_proposed").to_id == admin.user_id


def test_without_the_units_wish_nobody_waits_and_the_wish_is_journalled_once() -> None:
    unit, admin, worker = _wishing()
    for _again in range(2):
        actions.set_team_approval(organisation_id=unit.pk, wanted=False, by=admin, at=AT)

    assert not _propose(unit, worker).is_waiting
    acts = journal.of_subject(f"organisation:{unit.pk}").filter(act="organisations.set_team_approval")
    assert [entry.facts["wanted"] for entry in acts.order_by("pk")] == [True, False]


def test_a_waiting_team_neither_signs_up_nor_applies_until_the_unit_agrees() -> None:
    unit, admin, worker = _wishing()
    edition, at = make_edition(), drafts.APPLYING["qc-circle/2022"]
    team = _propose(unit, worker)
    signing = datetime(2022, 4, 10, 2, tzinfo=UTC)
    common = {"edition_id": edition.pk, "organisation_id": unit.pk, "team_id": team.pk, "by": worker}
    options = {"category": "problem_solving", "domain": "manufacturing"}

    with pytest.raises(RuleViolation, match=r"team.waiting"):
        applications.sign_up(**common, at=signing)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match=r"team.waiting"):
        applications.start(**common, dimensions=options, at=at)  # type: ignore[arg-type]
    actions.approve_team(team_id=team.pk, by=admin, at=AT)
    actions.approve_team(team_id=team.pk, by=admin, at=AT)

    signed = applications.sign_up(**common, at=signing)  # type: ignore[arg-type]
    assert signed.team_id == team.pk
    assert journal.of_subject(f"organisation:{unit.pk}").filter(act="organisations.approve_team").count() == 1


def test_a_refused_team_frees_its_name_and_an_approved_one_is_not_refused() -> None:
    unit, admin, worker = _wishing()
    team = _propose(unit, worker)

    with pytest.raises(RuleViolation, match=r"reason.missing"):
        actions.refuse_team(team_id=team.pk, reason="", by=admin, at=AT)
    actions.refuse_team(team_id=team.pk, reason="重名", by=admin, at=AT)
    again = _propose(unit, worker)
    actions.approve_team(team_id=again.pk, by=admin, at=AT)

    with pytest.raises(RuleViolation, match=r"team.approved_already"):
        actions.refuse_team(team_id=again.pk, reason="重名", by=admin, at=AT)
    refused = journal.of_subject(f"organisation:{unit.pk}").get(act="organisations.refuse_team")
    assert (refused.reason, refused.facts) == ("重名", {"team": "晨光QC小组"})


def test_only_the_units_administrator_decides_about_its_teams() -> None:
    unit, _admin, worker = _wishing()
    team, stranger = _propose(unit, worker), make_member(make_organisation(), Role.UNIT)

    with pytest.raises(NotAllowed):
        actions.approve_team(team_id=team.pk, by=worker, at=AT)
    with pytest.raises(NotFound):
        actions.refuse_team(team_id=team.pk, reason="不是", by=stranger, at=AT)
    with pytest.raises(NotFound):
        actions.set_team_approval(organisation_id=unit.pk, wanted=False, by=stranger, at=AT)
    with pytest.raises(NotFound):
        actions.approve_team(team_id=0, by=make_officer(), at=AT)
