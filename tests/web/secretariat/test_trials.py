"""Several at once from the office's lists of people and units: tried first, confirmed, done, each by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.editions import make_edition
from tests.factories.panels import REVIEWING, commit, make_expert
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_uscc, make_user
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import actions as experts
from zhiping.experts.models import Expert, Invitation
from zhiping.journal.models import Entry
from zhiping.messages.models import Message
from zhiping.organisations import actions as organisations
from zhiping.organisations.actions.register import Profile
from zhiping.organisations.models import Membership, Organisation

pytestmark = pytest.mark.django_db
AT = REVIEWING["qc-circle/2022"]
APPROVE = "/office/organisations/approve/"


def _tried(client: Client, path: str, sent: dict[str, Any]) -> html.HtmlElement:
    return html.fromstring(client.post(path, sent).content.decode())


def _figures(page: html.HtmlElement) -> list[int]:
    """Return how many were chosen, would be done, would not."""
    return [int(dd.text_content()) for dd in page.xpath("//dl[@class='facts']//dd")]


def _confirm(client: Client, path: str, page: html.HtmlElement) -> Any:
    """Send the form of the trial as the page has it."""
    return client.post(path, confirmation_of(page), follow=True)


def test_experts_that_are_ticked_are_tried_and_then_invited_and_asked_ones_passed_by() -> None:
    edition, office = make_edition(), make_officer()
    new, asked, other = (make_expert(name, office=office) for name in ("顾长庚", "沈培", "陆川"))
    commit(asked, edition, office)
    client, path = client_of(office), f"/office/review/{edition.pk}/experts/invite/"
    before = Invitation.objects.count()

    page = _tried(client, path, {"expert": [new.scope_id, asked.scope_id]})
    tried = Invitation.objects.count()
    answer = _confirm(client, path, page)

    assert (_figures(page), tried) == ([2, 1, 1], before)
    assert "沈培" in page.text_content()
    assert "已经邀请过：已签署承诺" in page.text_content()
    assert "已邀请 1 位专家。" in answer.content.decode()
    assert set(Invitation.objects.values_list("expert_id", flat=True)) == {new.scope_id, asked.scope_id}
    assert other.scope_id is not None


def test_all_that_the_list_shows_are_invited_and_nobody_else() -> None:
    edition, office = make_edition(), make_officer()
    for name, field in (("顾长庚", "manufacturing"), ("沈培", "other"), ("陆川", "manufacturing")):
        Expert.objects.filter(pk=make_expert(name, office=office).scope_id or 0).update(fields=[field])
    client, path = client_of(office), f"/office/review/{edition.pk}/experts/invite/?field=manufacturing"

    answer = _confirm(client, path, _tried(client, path, {"all": "1"}))

    assert answer.redirect_chain == [(f"/office/review/{edition.pk}/experts/?field=manufacturing", 302)]
    assert sorted(Invitation.objects.values_list("expert__user__name", flat=True)) == ["陆川", "顾长庚"]


def test_another_outcome_than_the_one_shown_is_shown_again_and_not_done() -> None:
    edition, office = make_edition(), make_officer()
    make_expert("顾长庚", office=office)
    client, path = client_of(office), f"/office/review/{edition.pk}/experts/invite/"
    page = _tried(client, path, {"all": "1"})
    make_expert("沈培", office=office)

    answer = _confirm(client, path, page)

    assert answer.status_code == 409
    assert "所列内容在您查看以后有变动" in answer.content.decode()
    assert _figures(html.fromstring(answer.content.decode())) == [2, 2, 0]
    assert not Invitation.objects.exists()


def test_who_goes_by_another_name_than_the_one_shown_is_shown_again() -> None:
    office, unit = make_officer(), _entry(1)
    client = client_of(office)
    page = _tried(client, APPROVE, {"entries": [unit.pk]})
    Organisation.objects.filter(pk=unit.pk).update(name="换了名的有限公司")

    answer = _confirm(client, APPROVE, page)

    unit.refresh_from_db()
    assert "换了名的有限公司" in answer.content.decode()
    assert (answer.status_code, unit.approved_at) == (409, None)


def test_what_was_confirmed_for_one_edition_is_not_done_in_another() -> None:
    this, other, office = make_edition(), make_edition("qc-circle/2020"), make_officer()
    expert = make_expert("顾长庚", office=office)
    client = client_of(office)
    page = _tried(client, f"/office/review/{this.pk}/experts/invite/", {"expert": [expert.scope_id]})

    answer = _confirm(client, f"/office/review/{other.pk}/experts/invite/", page)

    assert "所列内容在您查看以后有变动" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_ticked_leads_back_and_says_so() -> None:
    edition, client = make_edition(), client_of(make_officer())
    path = f"/office/review/{edition.pk}/experts/invite/"

    answers = [client.post(at, {}, follow=True).content.decode() for at in (path, APPROVE)]

    assert "请先在列表中勾选，或选择全部。" in answers[0]
    assert "请先勾选待审核的单位或人员。" in answers[1]
    assert client.get(path).status_code == 302


def test_an_expert_who_left_the_pool_meanwhile_stops_no_other() -> None:
    edition, office = make_edition(), make_officer()
    gone, stays = make_expert("顾长庚", office=office), make_expert("沈培", office=office)
    Expert.objects.filter(pk=gone.scope_id or 0).update(is_active=False)
    ids = [gone.scope_id or 0, stays.scope_id or 0, 0]

    outcome = experts.invite_several(expert_ids=ids, edition_id=edition.pk, by=office, at=AT)

    assert outcome.done == [stays.scope_id]
    assert [str(why) for why in (outcome.refused[gone.scope_id or 0],)] == ["expert.inactive"]
    assert isinstance(outcome.refused[0], NotFound)


def _entry(n: int) -> Organisation:
    person = make_user(f"登记人{n}")
    by = Actor(person.pk, Role.PUBLIC, None, person.name)
    return organisations.register(
        uscc=make_uscc(95_000 + n), name=f"第{n}新登记有限公司", profile=Profile(), by=by, at=LONG_AGO
    )


def _request(unit: Organisation) -> Membership:
    return Membership.objects.create(
        user=make_user("推荐干事"), organisation=unit, capacity="recommender", asked_at=LONG_AGO
    )


def test_units_and_people_are_approved_together_and_who_comes_before_the_unit_is_passed_by() -> None:
    office = make_officer()
    first, second, third = (_entry(n) for n in range(3))
    with_it, before_it, standing = _request(first), _request(second), _request(make_organisation())
    client = client_of(office)
    sent = {"entries": [first.pk, third.pk], "requests": [with_it.pk, before_it.pk, standing.pk]}

    page = _tried(client, APPROVE, sent)
    answer = _confirm(client, APPROVE, page)

    assert _figures(page) == [5, 4, 1]
    assert "已通过 2 家单位、2 位人员，并已通知。" in answer.content.decode()
    approved = Organisation.objects.filter(approved_at__isnull=False)
    assert {first.pk, third.pk} <= set(approved.values_list("pk", flat=True))
    assert second.pk not in set(approved.values_list("pk", flat=True))
    people = Membership.objects.filter(capacity="recommender", approved_at__isnull=False)
    assert set(people.values_list("pk", flat=True)) == {with_it.pk, standing.pk}
    assert Entry.objects.filter(act="organisations.approve", user_id=office.user_id).count() == 2
    assert Message.objects.filter(code="organisations.approved").count() == 2


def test_what_is_decided_already_is_no_longer_chosen() -> None:
    office, unit = make_officer(), _entry(1)
    client = client_of(office)
    page = _tried(client, APPROVE, {"entries": [unit.pk]})
    organisations.refuse(organisation_id=unit.pk, reason="重复登记", by=office, at=AT)

    _confirm(client, APPROVE, page)

    unit.refresh_from_db()
    assert unit.approved_at is None


def test_the_list_offers_what_waits_to_be_ticked() -> None:
    unit, client = _entry(1), client_of(make_officer())
    asked = _request(make_organisation())

    page = html.fromstring(client.get("/office/organisations/").content.decode())

    assert page.xpath("//input[@form='several']/@value") == [str(unit.pk), str(asked.pk)]
    assert page.xpath("//form[@id='several']/@action") == [APPROVE]


def test_nobody_outside_the_office_approves_or_invites_several() -> None:
    unit, member = _entry(1), make_member(make_organisation(), Role.UNIT)

    outcomes = organisations.approve_several(organisation_ids=[unit.pk], membership_ids=[], by=member, at=AT)
    invited = experts.invite_several(
        expert_ids=[make_expert().scope_id or 0], edition_id=make_edition().pk, by=member, at=AT
    )

    assert isinstance(outcomes[0].refused[unit.pk], NotAllowed)
    assert [isinstance(why, NotAllowed) for why in invited.refused.values()] == [True]
    assert client_of(member).post(APPROVE, {"entries": [unit.pk]}).status_code == 403


def test_a_refusal_keeps_what_was_typed_and_no_digest_of_what_was_shown() -> None:
    member = make_member(make_organisation(), Role.UNIT)

    answer = client_of(member).post(APPROVE, {"confirmed": "0" * 64, "reason": "材料齐全，已经核对过"})

    assert answer.status_code == 403
    assert "材料齐全，已经核对过" in answer.content.decode()
    assert "0" * 64 not in answer.content.decode()


def test_a_trial_takes_as_many_queries_for_four_as_for_one(django_assert_num_queries: Any) -> None:
    client, units = client_of(make_officer()), [_entry(n) for n in range(4)]
    client.post(APPROVE, {"entries": [units[0].pk]})

    for ids in (units[:1], units):
        with django_assert_num_queries(3):
            client.post(APPROVE, {"entries": [one.pk for one in ids]})
