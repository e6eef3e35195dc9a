"""What the committee and the guiding units see and say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.cases import AT
from tests.factories.decisions import make_committee, make_guides, make_judged, resolve_all
from tests.factories.editions import make_edition
from tests.factories.people import LONG_AGO, make_officer, user_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision import actions
from zhiping.decision.models import CommitteeVote, SignOff
from zhiping.decision.queries import approval
from zhiping.organisations.models import Membership
from zhiping.programmes import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] -- the second factor has its own tests


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def test_a_member_reads_the_pack_votes_and_is_led_to_the_next_case() -> None:
    edition, office = make_edition("excellence/2024"), make_officer()
    first, second = make_judged(edition, points="95"), make_judged(edition, points="90")
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    [member, other, _] = make_committee()
    actions.vote(application_id=first.pk, agrees=False, level="progress", reason="秘密的理由", by=other, at=AT)
    client = client_of(member)

    pack = client.get(f"/committee/proposals/{first.pk}/").content.decode()
    answer = client.post(f"/committee/proposals/{first.pk}/", {"agrees": "yes"})

    assert "95" in pack
    assert "秘密的理由" not in pack
    assert answer["Location"] == f"/committee/proposals/{second.pk}/"
    assert CommitteeVote.objects.filter(member_id=member.user_id, agrees=True).count() == 1


def test_a_rank_says_in_which_group_and_a_level_where_it_comes_from_and_until_when_to_vote() -> None:
    edition = make_edition("qc-circle/2022")
    case = make_judged(edition, points="95")
    actions.propose(edition_id=edition.pk, by=make_officer(), at=AT)
    until = {"closes_at": datetime(2022, 7, 31, 16, tzinfo=UTC)}
    edition.windows.update_or_create(stage_id=case.state, defaults=until)
    [member, *_] = make_committee()
    client = client_of(member)

    proposals = client.get("/committee/proposals/").content.decode()
    pack = client.get(f"/committee/proposals/{case.pk}/").content.decode()

    domain = next(o for o in queries.definition_of(edition).dimensions["domain"] if o.id == case.dimensions["domain"])
    assert f'data-label="组别">{domain.label}</td>' in proposals
    assert "7月31日 24:00 前" in proposals
    assert "建议等级由方案的等级规则得出：得分 95，组内第 1 名。" in pack
    assert "请在 2022-07-31 24:00:00（北京时间）前办理" in pack


def test_disagreeing_asks_for_the_level_and_the_reason_and_none_is_a_level() -> None:
    edition = make_edition("excellence/2024")
    case = make_judged(edition)
    actions.propose(edition_id=edition.pk, by=make_officer(), at=AT)
    [member, *_] = make_committee()
    client, path = client_of(member), f"/committee/proposals/{case.pk}/"

    no_level = client.post(path, {"agrees": "no", "reason": "不足"}).content.decode()
    no_reason = client.post(path, {"agrees": "no", "level": "none"}).content.decode()
    client.post(path, {"agrees": "no", "level": "none", "reason": "不具推广价值"})

    assert "请选择您认为合适的等级" in no_level
    assert "请写明理由" in no_reason
    assert CommitteeVote.objects.get().level == ""
    assert "不评等级" in client.get(path).content.decode()


def _proposed(page: Any) -> str:
    (field,) = html.fromstring(page.content).xpath("//main//input[@name='proposed']")
    return str(field.get("value"))


def test_a_member_agrees_to_the_level_that_was_on_the_page() -> None:
    edition, office = make_edition("excellence/2024"), make_officer()
    case = make_judged(edition, level="excellent")
    actions.propose(edition_id=edition.pk, by=office, at=AT)
    [member, *_] = make_committee()
    client, path = client_of(member), f"/committee/proposals/{case.pk}/"
    read = _proposed(client.get(path))
    actions.change_proposal(application_id=case.pk, level="benchmark", reason="再议", by=office, at=AT)

    stale = client.post(path, {"agrees": "yes", "proposed": read})
    before = CommitteeVote.objects.count()
    client.post(path, {"agrees": "yes", "proposed": "benchmark"})
    actions.change_proposal(application_id=case.pk, level="progress", reason="再议", by=office, at=AT)
    mine = client.get(path).context["form"]

    assert ("建议等级在您打开之后有了变动" in stale.content.decode(), before) == (True, 0)
    assert _proposed(stale) == "benchmark"
    assert [mine[name].value() for name in ("agrees", "level")] == ["no", "benchmark"]
    seen = client_of(office).get(f"/office/decision/cases/{case.pk}/").content.decode()
    assert "同意此前建议的标杆级" in seen


def test_a_case_of_the_members_own_unit_is_not_there() -> None:
    edition = make_edition("excellence/2024")
    case = make_judged(edition, title="本单位的成果")
    actions.propose(edition_id=edition.pk, by=make_officer(), at=AT)
    [member, *_] = make_committee()
    Membership.objects.create(
        user=user_of(member), organisation=case.organisation, capacity="unit", asked_at=LONG_AGO, approved_at=LONG_AGO
    )
    client = client_of(member)

    assert client.get(f"/committee/proposals/{case.pk}/").status_code in {403, 404}
    assert "本单位的成果" not in client.get("/committee/proposals/").content.decode()


def test_a_guiding_unit_signs_exactly_the_list_it_read() -> None:
    edition, office = make_edition("qc-circle/2022"), make_officer()
    case = make_judged(edition, points="90")
    make_judged(edition, points="80")
    resolve_all(edition, office=office)
    [(body, guide), *_] = make_guides(edition)
    assert f"代表单位：<b>{body}</b>" in client_of(guide).get(f"/committee/lists/{edition.pk}/").content.decode()
    client, path = client_of(guide), f"/committee/lists/{edition.pk}/"
    page = client.get(path).content.decode()
    assert page.index("</table>") < page.index('class="split"') < page.index("<form class="), "the table has the width"
    read = approval.resolved_hash(edition)
    actions.amend(application_id=case.pk, level="selected", reason="更正", by=office, at=AT)

    stale = client.post(path, {"body": body, "verdict": "agreed", "list_hash": read}).content.decode()
    current = approval.resolved_hash(edition)
    client.post(path, {"body": body, "verdict": "agreed", "list_hash": current})

    assert "名单在您打开之后有了变动" in stale
    assert [(s.body, s.list_hash) for s in SignOff.objects.all()] == [(body, current)]
    assert "已会签" in client.get("/committee/lists/").content.decode()


def test_a_guiding_unit_of_another_edition_sees_no_list() -> None:
    edition = make_edition("qc-circle/2022")
    make_judged(edition)
    resolve_all(edition, office=make_officer())
    stranger = client_of(make_officer(Role.GUIDING, body="外省单位"))

    assert stranger.get(f"/committee/lists/{edition.pk}/").status_code == 404
    assert "目前没有需要会签的名单" in stranger.get("/committee/lists/").content.decode()


def test_committee_and_guiding_pages_are_for_themselves() -> None:
    make_committee()
    guide, member = client_of(make_officer(Role.GUIDING, body="市妇联")), client_of(make_committee()[0])

    assert [guide.get("/committee/proposals/").status_code, member.get("/committee/lists/").status_code] == [403, 403]
