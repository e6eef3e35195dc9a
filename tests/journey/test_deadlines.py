"""The clock keeps deadlines by itself: each edition's own, reminders once, what is overdue goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import drafts
from tests.factories.cases import make_case
from tests.factories.editions import amend_rules, make_edition, make_recommender
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation, make_user
from zhiping.accounts import queries as accounts
from zhiping.accounts.models import User
from zhiping.applications import actions as applications
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Role
from zhiping.experts.models import Expert
from zhiping.journal.models import Entry
from zhiping.journey import actions, rules, tasks
from zhiping.messages import actions as messages
from zhiping.messages.models import Message, OutboxMail
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment, Panel
from zhiping.screening.models import Finding

pytestmark = pytest.mark.django_db

# qc-circle/2020: the application closes on 2020-07-12 at 22:00 in Shanghai.
CLOSES = datetime(2020, 7, 12, 14, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def edition() -> Edition:
    return make_edition("qc-circle/2020", is_demo=True)


def run(edition: Edition, at: datetime) -> list[tuple[int, str]]:
    """Let the clock come round and return whom it has told what until now."""
    actions.run_deadlines(edition=edition, at=at)
    return list(Message.objects.order_by("id").values_list("to_id", "subject"))


@pytest.mark.parametrize(
    ("before_end", "offset"),
    [
        (8 * DAY, None),
        (7 * DAY, 7 * DAY),
        (7 * DAY - timedelta(seconds=1), 7 * DAY),
        (3 * DAY, 3 * DAY),
        (26 * HOUR, 3 * DAY),
        (DAY, DAY),
        (2 * HOUR, 2 * HOUR),
        (timedelta(seconds=1), 2 * HOUR),
        (timedelta(), None),
        (-HOUR, None),
    ],
)
def test_the_reminder_whose_turn_it_is_is_the_nearest_one(before_end: timedelta, offset: timedelta | None) -> None:
    assert rules.reminder_due(CLOSES, CLOSES - before_end, (7 * DAY, 3 * DAY, DAY, 2 * HOUR)) == offset


def test_a_draft_is_reminded_at_each_stage_once_however_often_the_clock_comes_round(edition: Edition) -> None:
    case = make_case(edition, at=CLOSES - 20 * DAY)
    looks = (8 * DAY, 7 * DAY, 7 * DAY - HOUR, 3 * DAY, 2 * DAY, DAY, HOUR, timedelta(), -DAY)

    told = [len(run(edition, CLOSES - before)) for before in looks]

    assert told == [0, 1, 1, 2, 2, 3, 4, 4, 4]
    assert {m.to_id for m in Message.objects.all()} == {case.created_by_id}
    last = Message.objects.order_by("-id")[0]
    assert last.subject.endswith("将于2020年7月12日 22:00截止：提高差压变送器一次校验合格率")
    assert last.link == f"/cases/{case.pk}/"
    assert OutboxMail.objects.count() == 4


def test_editors_are_reminded_too_and_submitted_cases_are_not(edition: Edition) -> None:
    draft = make_case(edition, at=CLOSES - 20 * DAY)
    editor = make_user("合写人")
    draft.editors.add(editor)
    make_case(edition, "screening", at=CLOSES - 20 * DAY)

    run(edition, CLOSES - DAY)

    assert {m.to_id for m in Message.objects.all()} == {draft.created_by_id, editor.pk}


def test_a_draft_begun_after_a_reminders_instant_waits_for_the_next(edition: Edition) -> None:
    make_case(edition, at=CLOSES - 5 * DAY)

    assert len(run(edition, CLOSES - 4 * DAY)) == 0
    assert len(run(edition, CLOSES - 3 * DAY)) == 1


def test_an_amended_end_is_reminded_of_anew(edition: Edition) -> None:
    make_case(edition, at=CLOSES - 20 * DAY)
    run(edition, CLOSES - DAY)

    edition.windows.filter(stage_id="apply").update(closes_at=CLOSES + 2 * DAY)
    fresh = Edition.objects.get(pk=edition.pk)

    assert len(run(fresh, CLOSES + DAY)) == 2


def test_a_recommenders_officers_are_told_how_many_cases_wait(edition: Edition) -> None:
    unit = make_organisation("市仪器仪表行业协会")
    recommender = make_recommender(edition, unit)
    officer = make_member(unit, Role.RECOMMENDER)
    make_member(unit, Role.UNIT)
    for _ in range(3):
        make_case(edition, "recommend", recommender=recommender, at=CLOSES - 20 * DAY)
    edition.windows.filter(stage_id="recommend").update(opens_at=CLOSES - 9 * DAY, closes_at=CLOSES)

    told = run(Edition.objects.get(pk=edition.pk), CLOSES - DAY)

    assert told == [(officer.user_id, "还有3件待办，2020年7月12日 22:00截止")]


def make_finding(case: Application, due_at: datetime, state: str = "asked") -> Finding:
    return Finding.objects.create(application=case, text="封面缺少盖章", state=state, due_at=due_at, raised_at=LONG_AGO)


def test_a_supplement_that_ran_out_goes_back_to_the_check_at_its_instant(edition: Edition) -> None:
    case = make_case(edition, "screening.supplement", at=CLOSES - 9 * DAY)
    finding = make_finding(case, CLOSES)

    run(edition, CLOSES - timedelta(seconds=1))
    assert Application.objects.get(pk=case.pk).state == "screening.supplement"
    run(edition, CLOSES)
    run(edition, CLOSES + HOUR)

    case.refresh_from_db()
    finding.refresh_from_db()
    assert (case.state, case.phase, finding.state) == ("screening", "screening", "open")
    moved = Entry.objects.filter(subject=f"application:{case.pk}", reason="补正逾期")
    assert {(e.actor_name, e.at) for e in moved} == {("系统", CLOSES)}
    overdue = Message.objects.filter(code="screening.supplement_overdue")
    assert [(m.to_id, m.created_at) for m in overdue] == [(case.created_by_id, CLOSES)]


def test_a_supplement_with_a_date_still_ahead_stays(edition: Edition) -> None:
    case = make_case(edition, "screening.supplement", at=CLOSES - 9 * DAY)
    make_finding(case, CLOSES)
    make_finding(case, CLOSES + DAY)

    run(edition, CLOSES + HOUR)

    assert Application.objects.get(pk=case.pk).state == "screening.supplement"


def test_an_applicant_is_reminded_of_a_supplement(edition: Edition) -> None:
    case = make_case(edition, "screening.supplement", at=CLOSES - 9 * DAY)
    make_finding(case, CLOSES + 30 * DAY)

    assert run(edition, CLOSES + 29 * DAY) == [
        (case.created_by_id, "补正将于2020年8月11日 22:00截止：提高差压变送器一次校验合格率")
    ]


def test_an_expert_is_reminded_of_the_open_cards_only(edition: Edition) -> None:
    state = next(s for s in ("desk", "review") if s in {w.stage_id for w in edition.windows.all()})
    officer, user = make_officer(), make_user("钱专家")
    expert = Expert.objects.create(user=user, joined_at=LONG_AGO)
    definition_round = _round_of(edition, state)
    panel = Panel.objects.create(edition=edition, round_id=definition_round, name="第一组", created_at=LONG_AGO)
    for ended_at in (None, None, LONG_AGO):
        Assignment.objects.create(
            application=make_case(edition, state, at=CLOSES),
            expert=expert,
            panel=panel,
            round_id=definition_round,
            origin="manual",
            alias="B-1",
            assigned_at=CLOSES,
            assigned_by_id=officer.user_id,
            due_at=CLOSES + 30 * DAY,
            ended_at=ended_at,
        )

    assert run(edition, CLOSES + 29 * DAY) == [(user.pk, "还有2件待办，2020年8月11日 22:00截止")]


def _round_of(edition: Edition, stage_id: str) -> str:
    from zhiping.programmes import queries  # noqa: PLC0415 -- beside its one use

    stage = next(s for s in queries.definition_of(edition).stages if s.id == stage_id)
    return str(stage.round)


def test_the_task_keeps_each_editions_own_clock(edition: Edition) -> None:
    real = make_edition("qc-circle/2022")
    draft, other = make_case(edition, at=CLOSES - 20 * DAY), make_case(real, at=CLOSES - 20 * DAY)
    Edition.objects.filter(pk=edition.pk).update(clock_shift=CLOSES - HOUR - timezone.now())

    tasks.run_deadlines()

    assert [m.to_id for m in Message.objects.all()] == [draft.created_by_id]
    assert other.created_by_id != draft.created_by_id


def test_moving_the_demo_clock_lets_the_deadlines_run_at_once(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(clock_shift=CLOSES - DAY - timezone.now())

    actions.move_to_next_stage(edition_id=edition.pk, by=make_officer(), at=timezone.now())

    assert list(ProcrastinateJob.objects.values_list("task_name", flat=True)) == ["journey.run_deadlines"]


def test_once_all_are_told_the_clock_asks_as_often_for_one_draft_as_for_three(edition: Edition) -> None:
    asked = []
    for more in (1, 2):
        for _ in range(more):
            make_case(edition, at=CLOSES - 20 * DAY)
        run(edition, CLOSES - DAY)
        with CaptureQueriesContext(connection) as captured:
            actions.run_deadlines(edition=Edition.objects.get(pk=edition.pk), at=CLOSES - DAY + HOUR)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_units_are_reminded_of_opinions_that_wait_for_them_and_of_none_that_they_gave_back(edition: Edition) -> None:
    asked = CLOSES - 20 * DAY
    waiting, given_back, unasked = (drafts.begin(edition, at=CLOSES - 6 * DAY) for _ in range(3))
    for draft in (waiting, given_back):
        applications.request_endorsement(application_id=draft.case.pk, by=draft.author, at=asked)
    applications.return_to_team(application_id=given_back.case.pk, reason="请补充数据", by=given_back.unit, at=asked)

    actions.run_deadlines(edition=edition, at=CLOSES - HOUR)
    actions.run_deadlines(edition=edition, at=CLOSES - HOUR / 2)

    told = Message.objects.filter(code="journey.work_closes").values_list("to_id", "link")
    assert list(told) == [(waiting.unit.user_id, "/unit/applications/")]
    assert resolve("/unit/applications/").url_name == "applications"
    assert unasked.unit.user_id not in dict(told)


def test_an_edition_says_itself_how_long_before_a_close_it_reminds(edition: Edition) -> None:
    amend_rules(edition, '"before":["7d","3d","1d","2h"]', '"before":["2d","3h"]')
    make_case(edition, at=CLOSES - 20 * DAY)

    told = [len(run(edition, CLOSES - before)) for before in (6 * DAY, 2 * DAY, 4 * HOUR, 3 * HOUR, HOUR)]

    assert told == [0, 1, 1, 2, 2]


def test_who_wants_no_reminders_by_mail_reads_them_here_and_still_gets_official_mail(edition: Edition) -> None:
    case = make_case(edition, at=CLOSES - 20 * DAY)
    token = accounts.stop_token(case.created_by_id)
    client = Client()

    looked = client.get(f"/reminders/stop/?t={token}").status_code
    assert User.objects.get(pk=case.created_by_id).reminder_mails is True
    forged = client.post(f"/reminders/stop/?t={token}x").status_code
    stopped = client.post(f"/reminders/stop/?t={token}", {"List-Unsubscribe": "One-Click"}).status_code
    run(edition, CLOSES - DAY)
    facts = {"title": case.title, "edition": edition.title}
    messages.send("screening.passed", to=[case.created_by_id], key="passed", facts=facts, at=CLOSES)

    assert (looked, forged, stopped) == (200, 404, 200)
    assert Message.objects.filter(to_id=case.created_by_id).count() == 2
    assert OutboxMail.objects.values_list("message__code", flat=True).get() == "screening.passed"


def test_a_reminder_by_mail_carries_its_way_out_and_an_official_mail_none(edition: Edition) -> None:
    case = make_case(edition, at=CLOSES - 20 * DAY)
    run(edition, CLOSES - DAY)
    facts = {"title": case.title, "edition": edition.title}
    messages.send("screening.passed", to=[case.created_by_id], key="passed", facts=facts, at=CLOSES)

    for waiting in OutboxMail.objects.order_by("pk"):
        messages.deliver(mail_id=waiting.pk, at=CLOSES)

    reminder, official = mail.outbox
    address = f"/reminders/stop/?t={accounts.stop_token(case.created_by_id)}"
    assert reminder.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in reminder.extra_headers["List-Unsubscribe"]
    assert address in reminder.body
    assert ("List-Unsubscribe" in official.extra_headers, "/reminders/stop/" in official.body) == (False, False)
