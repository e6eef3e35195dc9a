"""A case is looked at by the machine as soon as it has come to the office, whether or not anybody opens it."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from zhiping.applications.models import Attachment
from zhiping.journal.models import Entry
from zhiping.screening import actions, tasks
from zhiping.screening.models import Docket, Finding

pytestmark = pytest.mark.django_db
TASK = "screening.look_at_arrival"


def _waiting() -> list[dict[str, int]]:
    return list(ProcrastinateJob.objects.filter(task_name=TASK).values_list("args", flat=True))


def test_a_recommended_case_is_looked_at_by_itself_once() -> None:
    draft, _officer = opinions.recommended()
    Attachment.objects.filter(application=draft.case).update(removed_at=draft.at)

    (job,) = _waiting()
    tasks.look_at_arrival(**job)
    again = actions.look_at_arrival(application_id=draft.case.pk)

    found = Finding.objects.filter(application=draft.case, by_machine=True).order_by("pk")
    assert [f.text for f in found][:1] == ["缺少材料：成果报告。"]
    entry = Entry.objects.get(act="screening.run_machine_check")
    assert (entry.actor_name, Docket.objects.get().officer_id, again) == ("系统", None, False)


def test_a_case_that_has_gone_on_or_that_somebody_has_looked_at_is_left_alone() -> None:
    edition, officer = make_edition(), make_officer()
    gone, seen = make_case(edition, "desk"), make_case(edition, "screening")
    actions.run_machine_check(application_id=seen.pk, by=officer, at=seen.state_since)

    looked = [actions.look_at_arrival(application_id=case.pk) for case in (gone, seen)]

    assert looked == [False, False]
    assert sorted(job["application_id"] for job in _waiting()) == sorted([gone.pk, seen.pk])
