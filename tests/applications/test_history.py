"""Earlier states of a draft: a sitting at a time, thinned out, brought back whole or by field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import drafts
from tests.factories.people import make_member, user_of
from zhiping.applications import actions, rules
from zhiping.applications.models import Content, Snapshot
from zhiping.applications.queries import history, secrets
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry

MINUTE = timedelta(minutes=1)
DAY = datetime(2022, 4, 20, 8, tzinfo=UTC)


def write(draft: drafts.Draft, minutes: float, by: Actor | None = None, **answers: Any) -> None:
    revision = Content.objects.get(application=draft.case).revision
    actions.save_answers(
        application_id=draft.case.pk, answers=answers, revision=revision, by=by or draft.author,
        at=draft.at + minutes * MINUTE,
    )  # fmt: skip
    drafts.reload(draft)


def bring_back(draft: drafts.Draft, snapshot: Snapshot, *fields: str, by: Actor | None = None) -> None:
    actions.restore(
        application_id=draft.case.pk, snapshot_id=snapshot.pk, fields=fields, by=by or draft.author,
        at=draft.at + 60 * MINUTE,
    )  # fmt: skip
    drafts.reload(draft)


def colleague(draft: drafts.Draft) -> Actor:
    other = make_member(draft.case.organisation, Role.APPLICANT, "许同事")
    draft.case.editors.add(user_of(other))
    return other


@pytest.mark.django_db
def test_a_sitting_of_one_person_is_one_state_and_another_person_or_a_pause_begins_the_next() -> None:
    draft = drafts.begin()
    other = colleague(draft)

    for minutes, by in ((0, None), (3, None), (9.9, None), (10, None), (11, other), (12, None)):
        write(draft, minutes, by, title=f"第 {minutes} 分钟")

    titles = [s.answers["title"] for s in draft.case.snapshots.all()]
    assert titles == ["第 9.9 分钟", "第 10 分钟", "第 11 分钟", "第 12 分钟"]


@pytest.mark.django_db
def test_a_save_that_changes_nothing_makes_no_state() -> None:
    draft = drafts.begin()

    write(draft, 0, title="甲")
    write(draft, 30, title="甲")

    assert draft.case.snapshots.count() == 1


@pytest.mark.django_db
def test_an_earlier_state_comes_back_as_a_new_revision_and_what_stood_in_between_stays() -> None:
    draft = drafts.begin()
    write(draft, 0, title="原来的题目", trade="仪表")
    write(draft, 20, title="改坏的题目", trade="化工")
    first, second = draft.case.snapshots.all()

    bring_back(draft, first, "title")

    assert (draft.case.content.answers["title"], draft.case.content.answers["trade"]) == ("原来的题目", "化工")
    assert (draft.case.title, draft.case.content.revision) == ("原来的题目", 3)
    second.refresh_from_db()
    assert (second.answers["title"], second.is_closed, draft.case.snapshots.count()) == ("改坏的题目", True, 3)
    entry = Entry.objects.get(act="applications.restore")
    assert (entry.facts["snapshot"], entry.facts["fields"]) == (first.pk, ["title"])


@pytest.mark.django_db
def test_private_values_come_back_as_they_were_though_a_state_shows_only_masks() -> None:
    draft = drafts.begin()
    write(draft, 0, contact_mobile="13900001111", members=[{"name": "王小明", "phone": "13700003333"}])
    write(draft, 20, contact_mobile="13800002222", members=[])
    first = draft.case.snapshots.first()
    assert first is not None

    shown = (first.answers["contact_mobile"], b"13900001111" in bytes(first.sealed))
    bring_back(draft, first, "contact_mobile", "members")

    assert shown == ("139*******1", False)
    assert secrets.real_answers(draft.case)["contact_mobile"] == "13900001111"
    assert secrets.real_answers(draft.case)["members"] == [{"name": "王小明", "phone": "13700003333"}]


@pytest.mark.django_db
def test_a_field_that_had_no_answer_is_emptied_again_and_nothing_chosen_is_refused() -> None:
    draft = drafts.begin()
    write(draft, 0, title="题目")
    write(draft, 20, trade="仪表")
    first = draft.case.snapshots.first()
    assert first is not None
    assert [d.field.id for d in history.differences(draft.case, first)] == ["trade"]

    bring_back(draft, first, "trade")
    with pytest.raises(RuleViolation, match="history.nothing_chosen"):
        bring_back(draft, first, "no_such_field")

    assert "trade" not in draft.case.content.answers


@pytest.mark.django_db
def test_only_who_writes_at_the_draft_restores_and_only_its_own_states() -> None:
    draft = drafts.begin()
    other = drafts.begin(draft.case.edition)
    write(draft, 0, title="甲")
    write(other, 0, title="乙")
    own, foreign = draft.case.snapshots.get(), other.case.snapshots.get()

    with pytest.raises(NotFound):
        bring_back(draft, foreign, "title")
    with pytest.raises(NotAllowed):
        bring_back(draft, own, "title", by=draft.unit)
    with pytest.raises(NotFound):
        bring_back(draft, own, "title", by=other.author)


def test_older_days_keep_their_last_state_and_the_first_of_all_stays() -> None:
    moments = [(n, DAY + timedelta(hours=6 * n)) for n in range(13)]  # three days and the last instant

    assert rules.to_forget([]) == []
    assert rules.to_forget(moments) == [1, 3, 4, 5]


def test_never_more_than_a_hundred_states_are_kept() -> None:
    moments = [(n, DAY + timedelta(days=n)) for n in range(103)]

    assert rules.to_forget(moments) == [1, 2, 3]


@pytest.mark.django_db
def test_earlier_states_go_when_they_are_older_than_the_installation_keeps_them(settings: Any) -> None:
    settings.KEEP_SNAPSHOTS = timedelta(days=30)
    draft = drafts.begin()
    write(draft, 0, title="旧稿")
    write(draft, 24 * 60 * 14, title="新稿")
    edition = draft.case.edition

    early = actions.forget_snapshots(edition=edition, at=draft.at + timedelta(days=29))
    late = actions.forget_snapshots(edition=edition, at=draft.at + timedelta(days=31))

    assert (early, late) == (0, 1)
    assert [s.answers["title"] for s in draft.case.snapshots.all()] == ["新稿"]
    assert draft.case.content.answers["title"] == "新稿"
    assert Entry.objects.get(act="applications.forget_snapshots").facts == {"count": 1, "days": 30}
