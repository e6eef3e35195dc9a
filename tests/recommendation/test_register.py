"""A recommending unit that charges fees loses its right: what waits there goes back, what it has said stands."""

from __future__ import annotations

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.journal.models import Entry
from zhiping.messages.models import Message
from zhiping.recommendation import actions, queries

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
REASON = "向参与活动的企业收取费用"


def test_waiting_cases_go_back_with_the_reason_and_everybody_learns_what_to_do() -> None:
    edition = make_edition()
    gone, other = make_recommender(edition), make_recommender(edition, make_organisation("区质量协会"))
    officer = opinions.officer_of(gone)
    opinions.hand_in(gone, officer)
    given, waiting, elsewhere = (
        drafts.submitted(edition, recommender=unit, organisation=make_organisation(name))
        for unit, name in ((gone, "甲公司"), (gone, "乙公司"), (other, "丙公司"))
    )
    opinions.give(given, officer)

    actions.disqualify_recommender(recommender_id=gone.pk, reason=REASON, by=make_officer(), at=AT)

    states = [drafts.reload(draft).case.state for draft in (given, waiting, elsewhere)]
    assert states == ["screening", "draft", "recommend"]
    assert Entry.objects.get(act="recommendation.disqualify_recommender").facts["returned"] == [waiting.case.pk]
    assert Entry.objects.get(act="move.return_to_applicant").reason == REASON
    told = {(m.code, m.to_id) for m in Message.objects.filter(code__in=("recommendation.choose_another", GONE))}
    assert told == {("recommendation.choose_another", waiting.author.user_id), (GONE, officer.user_id)}


GONE = "recommendation.recommender_disqualified"


def test_a_draft_cannot_be_submitted_to_it_any_more_but_to_another_one() -> None:
    edition = make_edition()
    gone, other = make_recommender(edition), make_recommender(edition, make_organisation("区质量协会"))
    draft = drafts.endorse(drafts.fill(drafts.begin(edition, recommender=gone)))
    actions.disqualify_recommender(recommender_id=gone.pk, reason=REASON, by=make_officer(), at=draft.at)

    with pytest.raises(RuleViolations) as refused:
        drafts.submit(draft)
    assert [v.code for v in refused.value.violations] == ["route.recommender_gone"]

    drafts.reload(draft).case.recommender = other
    draft.case.save(update_fields=["recommender"])
    assert drafts.submit(draft).case.state == "recommend"


def test_it_is_the_offices_act_with_a_reason_and_happens_once() -> None:
    recommender, office = make_recommender(make_edition()), make_officer()
    act = {"recommender_id": recommender.pk, "at": AT}

    with pytest.raises(NotAllowed):
        actions.disqualify_recommender(**act, reason=REASON, by=opinions.officer_of(recommender))  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="recommendation.opinion_missing"):
        actions.disqualify_recommender(**act, reason=" ", by=office)  # type: ignore[arg-type]
    actions.disqualify_recommender(**act, reason=REASON, by=office)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="recommendation.disqualified"):
        actions.disqualify_recommender(**act, reason=REASON, by=office)  # type: ignore[arg-type]


def test_the_associations_own_virtual_recommender_stays() -> None:
    edition = make_edition()
    virtual = edition.recommenders.get(is_virtual=True)

    with pytest.raises(NotFound):
        actions.disqualify_recommender(recommender_id=virtual.pk, reason=REASON, by=make_officer(), at=AT)
    with pytest.raises(NotFound):
        queries.get_registered(edition.pk, virtual.pk)


def test_the_page_says_beforehand_what_follows_and_afterwards_why() -> None:
    edition = make_edition()
    recommender = make_recommender(edition)
    drafts.submitted(edition, recommender=recommender)
    client, address = client_of(make_officer()), f"/office/editions/{edition.pk}/recommenders/{recommender.pk}/"

    before = client.get(address).content.decode()
    refused = client.post(address, {"misconduct": "charged_fees", "grounds": " "}).content.decode()
    opened = client.post(address, {"misconduct": "charged_fees", "grounds": REASON}, follow=True).content.decode()
    actions.disqualify_recommender(recommender_id=recommender.pk, reason=REASON, by=make_officer(), at=AT)
    after = client.get(address).content.decode()
    back = client.post(address, {"reason": "款项系误记"}, follow=True).content.decode()

    assert "1 项待推荐的申报退回申报人" in before
    assert "请写明情况" in refused
    assert "已立案" in opened
    assert ("已取消推荐资格" in after, REASON in after) == (True, True)
    assert "已恢复推荐资格" in back
