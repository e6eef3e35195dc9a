"""An act on many cases is left to a job: each case once, by itself, as the person who confirmed it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.accounts.models import OfficeRole, User
from zhiping.applications.models import Application, Version
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.jobs import actions as jobs
from zhiping.journal.models import Entry
from zhiping.journey import actions, rules, tasks
from zhiping.journey.actions import runs as running
from zhiping.journey.models import Run, RunCase
from zhiping.journey.queries import runs
from zhiping.messages.models import Message
from zhiping.screening import actions as screening
from zhiping.screening import queries as standing
from zhiping.screening.models import Docket

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)


def _sound(count: int, **case: Any) -> list[int]:
    """Return cases that the machine has looked at and found nothing against."""
    edition = make_edition()
    found = [make_case(edition, "screening", title=f"成果{n}", **case) for n in range(count)]
    for one in found:
        Docket.objects.create(application=one, checked_at=AT)
    return [one.pk for one in found]


def _accept(ids: list[int], by: Actor) -> Run:
    return actions.start_run(act="screening.accept", application_ids=ids, by=by, at=AT)


def _work(run: Run, at: datetime = AT) -> None:
    actions.work_run(run_id=run.pk, clock=lambda: at)


def _states(run: Run) -> list[str]:
    return list(run.cases.values_list("state", flat=True))


def test_each_case_is_done_as_its_person_and_the_end_is_told_once() -> None:
    office = make_officer()
    ids = _sound(3)
    screening.add_finding(application_id=ids[1], text="缺页", by=office, at=AT)
    run = _accept(ids, office)
    waiting = _states(run)

    _work(run)
    _work(run)

    run.refresh_from_db()
    refused = run.cases.get(application=ids[1])
    assert (waiting, _states(run), run.ended_at) == (["waiting"] * 3, ["done", "refused", "done"], AT)
    assert refused.reasons == [{"code": "screening.findings_unread", "facts": {"count": 1}}]
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == ["desk", "screening", "desk"]
    passed = Entry.objects.filter(act="move.pass_screening").order_by("pk")
    assert list(passed.values_list("subject", "user_id", "role", "actor_name")) == [
        (f"application:{pk}", office.user_id, "secretariat", "周干事") for pk in (ids[0], ids[2])
    ]
    letter = Message.objects.get(code="journey.run_ended")
    assert (letter.to_id, letter.link) == (office.user_id, f"/runs/{run.pk}/")
    assert letter.subject == "批量办理已结束：已办理2项，未办理1项"
    started = Entry.objects.get(act="journey.start_run")
    assert (started.user_id, started.facts) == (office.user_id, {"started": "screening.accept", "count": 3})


def test_one_that_is_confirmed_waits_in_the_queue_with_its_transaction() -> None:
    run = _accept(_sound(1), make_officer())

    (job,) = ProcrastinateJob.objects.filter(task_name="journey.work_run")
    assert (job.args, job.queueing_lock) == ({"run_id": run.pk}, f"run:{run.pk}")


def test_what_is_confirmed_twice_is_one_run_until_it_has_ended() -> None:
    ids, office = _sound(2), make_officer()
    run = _accept(ids, office)

    again, fewer, another = _accept(ids, office), _accept(ids[:1], office), _accept(ids, make_officer())
    _work(run)
    later = _accept(ids, office)

    assert again == run
    assert len({run.pk, fewer.pk, another.pk, later.pk}) == 4
    assert Entry.objects.filter(act="journey.start_run").count() == 4


def test_a_run_broken_off_goes_on_with_what_still_waits() -> None:
    ids, office = _sound(3), make_officer()
    run = _accept(ids, office)
    RunCase.objects.filter(application=ids[0]).update(state="done", tries=1)

    tasks.work_run(run_id=run.pk)

    assert _states(run) == ["done"] * 3
    assert Entry.objects.filter(act="move.pass_screening").count() == 2


def test_who_lost_the_office_meanwhile_acts_no_more() -> None:
    office = make_officer()
    run = _accept(_sound(2), office)
    OfficeRole.objects.filter(user=office.user_id).update(ended_at=AT)

    _work(run)

    assert (_states(run), Application.objects.filter(state="screening").count()) == (["barred"] * 2, 2)


def test_a_person_whose_account_is_closed_acts_no_more() -> None:
    office = make_officer()
    run = _accept(_sound(1), office)
    User.objects.filter(pk=office.user_id).update(is_active=False)

    _work(run)

    assert _states(run) == ["barred"]


def test_a_case_that_moved_on_meanwhile_is_refused_and_stops_no_other() -> None:
    ids, office = _sound(2), make_officer()
    run = _accept(ids, office)
    screening.pass_check(application_id=ids[0], by=office, at=AT)

    _work(run)

    assert list(run.cases.values_list("state", "reasons")) == [("refused", []), ("done", [])]


def test_a_case_that_breaks_has_three_turns_after_the_others_and_is_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids, office, turns = _sound(2), make_officer(), []
    run = _accept(ids, office)
    kind = running.KINDS["screening.accept"]

    def do(*, application_id: int, by: Actor, at: datetime) -> None:
        turns.append(application_id)
        if application_id == ids[0]:
            raise ZeroDivisionError
        kind.do(application_id=application_id, by=by, at=at)

    monkeypatch.setitem(running.KINDS, "screening.accept", running.Kind(kind.roles, do))
    _work(run)

    run.refresh_from_db()
    assert (_states(run), run.ended_at) == (["broken", "done"], AT)
    assert turns == [ids[0], ids[1], ids[0], ids[0]]


def test_a_case_at_which_three_workers_ended_is_not_given_to_a_fourth() -> None:
    ids, office = _sound(2), make_officer()
    run = _accept(ids, office)
    RunCase.objects.filter(application=ids[0]).update(tries=3)

    _work(run)

    assert _states(run) == ["broken", "done"]


def test_a_run_whose_job_is_gone_is_taken_up_again_and_one_that_waits_is_left() -> None:
    run = _accept(_sound(1), make_officer())
    left = actions.rescue_runs()
    jobs.forget("journey.work_run")

    tasks.rescue_runs()

    assert left == 0
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name="journey.work_run")] == [{"run_id": run.pk}]
    _work(run)
    jobs.forget("journey.work_run")
    assert actions.rescue_runs() == 0


def test_recommending_is_judged_by_the_instant_of_the_confirmation() -> None:
    recommender = make_recommender(make_edition("qc-circle/2020"))
    officer = opinions.officer_of(recommender)
    opinions.hand_in(recommender, officer)
    confirmed = opinions.RECOMMENDING["qc-circle/2020"]
    case = make_case(recommender.edition, "recommend", recommender=recommender, category="innovative")
    Version.objects.create(
        application=case, number=1, answers={}, dimensions=case.dimensions, attachments=[], content_hash="0" * 64,
        occasion="submission", frozen_at=confirmed,
    )  # fmt: skip
    who = {"act": "recommendation.recommend", "application_ids": [case.pk], "by": officer, "at": confirmed}
    run = actions.start_run(given={"opinion": "同意推荐"}, **who)  # type: ignore[arg-type]

    _work(run, confirmed + timedelta(days=400))

    (row,) = run.cases.all()
    lacking = ["recommendation.points_missing", "recommendation.seal_missing"]
    assert [one["code"] for one in row.reasons] == lacking  # and not window.closed
    with pytest.raises(RuleViolation, match=r"recommendation\.opinion_missing"):
        actions.start_run(given={"opinion": " "}, **who)  # type: ignore[arg-type]


def test_only_who_may_act_so_starts_a_run_and_cases_of_others_are_not_in_it() -> None:
    ids = _sound(1)
    unit = make_member(make_organisation(), Role.UNIT)
    recommender = make_recommender(make_edition("qc-circle/2020"))
    stranger = opinions.officer_of(recommender)

    with pytest.raises(NotAllowed):
        _accept(ids, unit)
    run = actions.start_run(
        act="recommendation.recommend", application_ids=ids, given={"opinion": "同意"}, by=stranger, at=AT
    )

    assert run.cases.count() == 0


def test_a_run_is_read_in_the_capacity_in_which_it_was_started() -> None:
    office, colleague = make_officer(), make_officer(name="吴干事")
    run = _accept(_sound(1), office)
    others = make_officer(Role.COMMITTEE), make_member(make_organisation(), Role.RECOMMENDER)

    assert runs.get_run(colleague, run.pk) == run
    for other in others:
        with pytest.raises(NotFound):
            runs.get_run(other, run.pk)


def test_facts_of_a_refusal_are_kept_as_plain_values_and_read_back() -> None:
    facts = {"count": 3, "title": "甲", "due_at": AT, "points": rules.Decimal("80.50"), "other": ["a"]}

    kept = rules.plain(facts)

    assert kept == {
        "count": 3,
        "title": "甲",
        "due_at": {"instant": AT.isoformat()},
        "points": "80.5",
        "other": "['a']",
    }
    assert rules.restored(kept) == {"count": 3, "title": "甲", "due_at": AT, "points": "80.5", "other": "['a']"}


def test_a_case_that_came_again_before_its_turn_is_not_done_unread() -> None:
    office = make_officer()
    ids = _sound(2)
    listed = standing.as_read(ids)
    run = actions.start_run(act="screening.accept", application_ids=ids, read=listed, by=office, at=AT)
    found = screening.add_finding(application_id=ids[0], text="缺页", by=office, at=AT)
    screening.dismiss_finding(finding_id=found.pk, reason="已核对", by=office, at=AT)

    _work(run)

    rows = [(row.state, [one["code"] for one in row.reasons]) for row in run.cases.all()]
    assert rows == [("refused", ["read.changed"]), ("done", [])]


def test_what_is_confirmed_anew_after_a_change_is_another_run() -> None:
    office = make_officer()
    ids = _sound(1)
    who: dict[str, Any] = {"act": "screening.accept", "application_ids": ids, "by": office, "at": AT}
    first, same = (actions.start_run(read=standing.as_read(ids), **who) for _ in range(2))
    screening.add_finding(application_id=ids[0], text="建议补目录", blocking=False, by=office, at=AT)

    anew = actions.start_run(read=standing.as_read(ids), **who)

    assert (first == same, first == anew) == (True, False)
