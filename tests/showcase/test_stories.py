"""A story is public only with the applicant's consent and the office's release, and found by two characters."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from tests.factories.cases import AT, make_case
from tests.factories.decisions import make_published
from tests.factories.people import make_member, make_officer
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry
from zhiping.showcase import actions, queries, rules
from zhiping.showcase.models import Story

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "提高地铁车门一次调试合格率",
    "summary": "用鱼骨图找到主要原因。",
    "body": "合格率由 86.5% 提高到 97.2%。",
}


@pytest.fixture
def case() -> Application:
    return Application.objects.get(edition=make_published(cases=1).edition)


@pytest.fixture
def applicant(case: Application) -> Actor:
    return Actor(case.created_by_id, Role.APPLICANT, case.organisation_id, "申报人")


@pytest.fixture
def office() -> Actor:
    return make_officer()


def told(case: Application, applicant: Actor, office: Actor, **changes: str) -> Story:
    actions.consent(application_id=case.pk, by=applicant, at=AT, **(TEXT | changes))
    return actions.publish_story(application_id=case.pk, by=office, at=AT)


def test_without_consent_nothing_is_published(case: Application, office: Actor) -> None:
    with pytest.raises(NotFound):
        actions.publish_story(application_id=case.pk, by=office, at=AT)


def test_a_withdrawn_consent_takes_the_story_off_at_once(case: Application, applicant: Actor, office: Actor) -> None:
    told(case, applicant, office)

    actions.withdraw_consent(application_id=case.pk, reason="涉及商业秘密", by=applicant, at=AT)

    assert list(queries.stories()) == []
    with pytest.raises(RuleViolation, match=r"story\.without_consent"):
        actions.publish_story(application_id=case.pk, by=office, at=AT)


def test_the_database_knows_no_story_without_consent(case: Application, applicant: Actor, office: Actor) -> None:
    story = told(case, applicant, office)

    with pytest.raises(IntegrityError):
        Story.objects.filter(pk=story.pk).update(consented_at=None)


def test_a_new_text_waits_for_the_office_again(case: Application, applicant: Actor, office: Actor) -> None:
    told(case, applicant, office)

    actions.consent(application_id=case.pk, by=applicant, at=AT, **(TEXT | {"summary": "新的介绍"}))

    assert list(queries.stories()) == []


@pytest.mark.parametrize("words", ["地铁", "车门", "鱼骨", "合格 97.2", "门一", "QC", "精密"])
def test_two_characters_are_enough_to_find_a_story(
    case: Application, applicant: Actor, office: Actor, words: str
) -> None:
    told(case, applicant, office, summary="QC 小组用鱼骨图找到主要原因。")

    assert [s.application_id for s in queries.stories(words=words)] == [case.pk]


def test_every_word_must_be_there_and_filters_narrow(case: Application, applicant: Actor, office: Actor) -> None:
    story = told(case, applicant, office)

    assert list(queries.stories(words="地铁 航空")) == []
    assert list(queries.stories(edition_key=case.edition.key, level="excellent")) == [story]
    assert list(queries.stories(level="benchmark")) == []
    assert list(queries.stories(edition_key="qc-circle/2022")) == []
    assert list(queries.editions_told()) == [case.edition]


def test_a_percent_sign_is_a_character_and_not_a_wildcard(case: Application, applicant: Actor, office: Actor) -> None:
    told(case, applicant, office, body="")

    assert list(queries.stories(words="%")) == []


def test_publishing_and_withdrawing_happen_once_and_with_reason(
    case: Application, applicant: Actor, office: Actor
) -> None:
    told(case, applicant, office)

    with pytest.raises(RuleViolation, match=r"story\.published_already"):
        actions.publish_story(application_id=case.pk, by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"story\.reason_missing"):
        actions.withdraw_story(application_id=case.pk, reason=" ", by=office, at=AT)
    actions.withdraw_story(application_id=case.pk, reason="核对数据", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"story\.not_published"):
        actions.withdraw_story(application_id=case.pk, reason="再撤", by=office, at=AT)
    assert Entry.objects.get(act="showcase.withdraw_story").reason == "核对数据"


def test_strangers_and_the_office_do_not_consent(case: Application, office: Actor) -> None:
    stranger = make_member(case.organisation, Role.RECOMMENDER)

    for who, refusal in ((office, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal):
            actions.consent(application_id=case.pk, by=who, at=AT, **TEXT)


def test_an_unpublished_case_has_no_story(office: Actor) -> None:
    case = make_case(make_published(cases=1).edition, "notice")
    applicant = Actor(case.created_by_id, Role.APPLICANT, case.organisation_id, "申报人")

    with pytest.raises(NotAllowed):
        actions.consent(application_id=case.pk, by=applicant, at=AT, **TEXT)


def test_a_disqualified_outcome_is_not_told_any_more(case: Application, applicant: Actor, office: Actor) -> None:
    story = told(case, applicant, office)
    Application.objects.filter(pk=case.pk).update(state="disqualified", phase="ended")

    with pytest.raises(NotFound):
        queries.story(story.pk)


@pytest.mark.parametrize(
    ("title", "summary", "body", "code"),
    [
        (" ", "s", "", "story.without_title"),
        ("t", " ", "", "story.without_summary"),
        ("t", "字" * 301, "", "story.too_long"),
        ("t", "s", "字" * 8001, "story.too_long"),
    ],
)
def test_a_story_that_is_empty_or_too_long_is_refused(title: str, summary: str, body: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_story(title, summary, body)

    assert refused.value.code == code
