"""A unit signs up for all of its teams, a team for itself; before the close it can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_organisation, make_team
from tests.web.clients import client_of, edition_showing
from zhiping.applications import actions
from zhiping.applications.models import SignUp
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry
from zhiping.messages.models import Message
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition

pytestmark = pytest.mark.django_db
APPLYING = drafts.APPLYING["qc-circle/2022"]
SIGNING_UP = APPLYING - timedelta(days=10)


def _start(edition: Edition, unit: Organisation, team: Team, by: Actor) -> None:
    actions.start(
        edition_id=edition.pk,
        organisation_id=unit.pk,
        dimensions={"category": "innovative", "domain": "sme"},
        team_id=team.pk,
        recommender_id=make_recommender(edition, make_organisation()).pk,
        by=by,
        at=APPLYING,
    )


def _sign_up(edition: Edition, by: Actor, team: Team | None = None) -> SignUp:
    team_id = team.pk if team else None
    return actions.sign_up(
        edition_id=edition.pk, organisation_id=by.scope_id or 0, team_id=team_id, by=by, at=SIGNING_UP
    )


def test_a_team_that_signs_up_opens_the_way_for_itself_and_the_unit_for_every_team() -> None:
    edition, unit = make_edition(), make_organisation()
    author = make_member(unit, Role.APPLICANT)
    dawn, star = make_team(unit, "晨光QC小组"), make_team(unit, "晨星QC小组")
    _sign_up(edition, author, dawn)

    _start(edition, unit, dawn, author)
    with pytest.raises(RuleViolation, match=r"sign_up.other_team"):
        _start(edition, unit, star, author)
    _sign_up(edition, author)
    _start(edition, unit, star, author)

    assert list(unit.applications.order_by("pk").values_list("team__name", flat=True)) == [dawn.name, star.name]


def test_who_signed_up_or_the_administrator_takes_it_back_before_the_close() -> None:
    edition, unit = make_edition(), make_organisation()
    author, colleague = make_member(unit, Role.APPLICANT), make_member(unit, Role.APPLICANT)
    head, stranger = make_member(unit, Role.UNIT), make_member(make_organisation(), Role.UNIT)
    first, second = _sign_up(edition, author), _sign_up(edition, author, make_team(unit))

    with pytest.raises(NotAllowed):
        actions.withdraw_sign_up(sign_up_id=first.pk, by=colleague, at=SIGNING_UP)
    with pytest.raises(NotFound):
        actions.withdraw_sign_up(sign_up_id=first.pk, by=stranger, at=SIGNING_UP)
    with pytest.raises(RuleViolation, match=r"window.closed"):
        actions.withdraw_sign_up(sign_up_id=first.pk, by=author, at=APPLYING + timedelta(days=30))
    actions.withdraw_sign_up(sign_up_id=first.pk, by=author, at=SIGNING_UP)
    actions.withdraw_sign_up(sign_up_id=second.pk, by=head, at=SIGNING_UP)

    assert not SignUp.objects.exists()
    taken = Entry.objects.filter(act="applications.withdraw_sign_up").order_by("pk")
    assert [(e.user_id, e.facts["team"]) for e in taken] == [(author.user_id, None), (head.user_id, second.team_id)]


def test_who_takes_it_back_who_had_signed_up_and_the_administrators_are_told_once_each() -> None:
    edition, unit = make_edition(), make_organisation("浦江精密仪表有限公司")
    author, head, second = (
        make_member(unit, role, name)
        for role, name in ((Role.APPLICANT, "孙力"), (Role.UNIT, "方主任"), (Role.UNIT, "钱主任"))
    )
    signed = _sign_up(edition, author, make_team(unit, "晨光QC小组"))

    actions.withdraw_sign_up(sign_up_id=signed.pk, by=head, at=SIGNING_UP)

    told = Message.objects.filter(code="applications.sign_up_withdrawn").order_by("link", "to_id")
    assert [(one.to_id, one.link) for one in told] == [
        (author.user_id, "/applications/"),
        *((one.user_id, "/unit/applications/") for one in (head, second)),
    ]
    assert {one.subject for one in told} == {f"报名已撤回：{edition.title}"}
    assert {one.body for one in told} == {
        f"浦江精密仪表有限公司 晨光QC小组 对“{edition.title}”的报名已于2022年4月15日 10:00由{head.name}撤回。报名截止前可以重新报名。"
    }
    again = _sign_up(edition, author, signed.team)
    actions.withdraw_sign_up(sign_up_id=again.pk, by=author, at=SIGNING_UP)
    assert Message.objects.filter(code="applications.sign_up_withdrawn").count() == 6


def test_a_sign_up_on_which_an_application_rests_stays_until_another_covers_it() -> None:
    edition, unit = make_edition(), make_organisation()
    author, team = make_member(unit, Role.APPLICANT), make_team(unit)
    of_team = _sign_up(edition, author, team)
    _start(edition, unit, team, author)

    with pytest.raises(RuleViolation, match=r"sign_up.in_use"):
        actions.withdraw_sign_up(sign_up_id=of_team.pk, by=author, at=SIGNING_UP)
    _sign_up(edition, author)
    actions.withdraw_sign_up(sign_up_id=of_team.pk, by=author, at=SIGNING_UP)

    assert [one.team_id for one in SignUp.objects.all()] == [None]


def test_the_page_offers_it_to_who_may_and_says_why_it_stays() -> None:
    edition, unit = edition_showing(APPLYING), make_organisation()
    author, colleague, team = make_member(unit, Role.APPLICANT), make_member(unit, Role.APPLICANT), make_team(unit)
    signed = _sign_up(edition, author, team)
    _start(edition, unit, team, author)
    here, button = f"/applications/sign-up/{edition.pk}/", f'name="withdraw" value="{signed.pk}"'

    offered = [button in client_of(who).get(here).content.decode() for who in (author, colleague)]
    refused = client_of(author).post(here, {"withdraw": signed.pk}, follow=True).content.decode()
    unit.applications.update(phase="ended")
    taken = client_of(author).post(here, {"withdraw": signed.pk}, follow=True).content.decode()

    assert offered == [True, False]
    assert "已经以这次报名开始申报" in refused
    assert "报名已撤回。" in taken
    assert not SignUp.objects.exists()
