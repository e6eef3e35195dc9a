"""Acts of the formal check on many cases at once: what the dry run tells is what the act then does."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.applications.models import Application
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journal.models import Entry
from zhiping.messages.models import Message
from zhiping.programmes.models import Edition
from zhiping.screening import actions, queries
from zhiping.screening.models import Docket
from zhiping.screening.rules import BulkAct

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
DUE = AT + timedelta(days=5)


def _asked(edition: Edition, by: Actor, *, due_at: datetime = DUE) -> Application:
    """Return a case that must mend something."""
    case = make_case(edition, "screening")
    finding = actions.add_finding(application_id=case.pk, text="缺盖章", by=by, at=AT - timedelta(days=9))
    actions.return_for_supplement(
        application_id=case.pk, finding_ids=[finding.pk], due_at=due_at, by=by, at=AT - timedelta(days=9)
    )
    return case


def _kinds(edition: Edition, office: Actor) -> dict[str, Application]:
    """Return a case of each kind that bulk acts tell apart."""
    names = ("unchecked", "sound", "faulty", "refused", "returned")
    cases = {name: make_case(edition, "screening", title=f"成果{name}") for name in names}
    for name in ("sound", "faulty", "refused"):
        Docket.objects.create(application=cases[name], checked_at=AT)
    Docket.objects.create(application=cases["returned"], checked_at=cases["returned"].state_since - timedelta(days=1))
    actions.add_finding(application_id=cases["faulty"].pk, text="建议补充目录", blocking=False, by=office, at=AT)
    actions.fail_check(application_id=cases["refused"].pk, reason="不属于质量管理小组活动", by=office, at=AT)
    cases |= {"asked": _asked(edition, office), "late": _asked(edition, office, due_at=AT - timedelta(days=1))}
    return cases | {"reviewed": make_case(edition, "desk"), "draft": make_case(edition, "draft")}


def _told(act: BulkAct, cases: dict[str, Application]) -> dict[str, str]:
    """Return the dry run: name of the case → code of the refusal."""
    found = queries.hindrances(act, [case.pk for case in cases.values()], AT)
    return {name: found[case.pk].code for name, case in cases.items() if case.pk in found}


def test_the_dry_run_of_passing_tells_what_passing_then_does() -> None:
    office = make_officer()
    cases = _kinds(make_edition(), office)
    told = _told(BulkAct.ACCEPT, cases)

    outcome = actions.pass_all(application_ids=[c.pk for c in cases.values()], by=office, at=AT)

    refused = {name: getattr(outcome.refused.get(case.pk), "code", "") for name, case in cases.items()}
    assert outcome.done == [cases["sound"].pk]
    assert Application.objects.get(pk=cases["sound"].pk).state == "desk"
    assert told == {
        "unchecked": "screening.unchecked",
        "faulty": "screening.findings_unread",
        "refused": "screening.refusal_pending",
        "returned": "screening.unchecked",
        "asked": "screening.not_here",
        "late": "screening.not_here",
        "reviewed": "screening.not_here",
        "draft": "screening.not_here",
    }
    # where the permission table says no, the act says so in its own word
    assert {name: code for name, code in refused.items() if code} == {
        name: code for name, code in told.items() if name not in ("reviewed", "draft")
    }
    assert {cases["reviewed"].pk, cases["draft"].pk} <= set(outcome.refused)


def test_the_dry_run_of_reminding_tells_what_reminding_then_does() -> None:
    office = make_officer()
    cases = _kinds(make_edition(), office)
    told = _told(BulkAct.REMIND, cases)

    first = actions.remind_all(application_ids=[c.pk for c in cases.values()], by=office, at=AT)
    again = _told(BulkAct.REMIND, {"asked": cases["asked"]})
    second = actions.remind_all(application_ids=[cases["asked"].pk], by=office, at=AT)
    tomorrow = actions.remind_all(application_ids=[cases["asked"].pk], by=office, at=AT + timedelta(days=1))

    assert first.done == [cases["asked"].pk]
    assert (told["late"], told["sound"]) == ("supplement.run_out", "supplement.none_asked")
    assert again == {"asked": "supplement.reminded_today"}
    assert [str(why) for why in second.refused.values()] == ["supplement.reminded_today"]
    assert tomorrow.done == [cases["asked"].pk]
    sent = Message.objects.filter(code="screening.supplement_reminder")
    assert set(sent.values_list("to_id", flat=True)) == {cases["asked"].created_by_id}
    assert sent.count() == 2
    assert "· 缺盖章" in sent[0].body


def test_the_machine_checks_many_and_marks_each_as_looked_at() -> None:
    office, edition = make_officer(), make_edition()
    cases = [make_case(edition, "screening") for _ in range(2)]
    away = make_case(edition, "desk")

    outcome = actions.check_all(application_ids=[*(c.pk for c in cases), away.pk], by=office, at=AT)

    assert (outcome.done, list(outcome.refused)) == ([c.pk for c in cases], [away.pk])
    assert [queries.looked_at(case) for case in (*cases, away)] == [True, True, False]


def test_what_nobody_has_is_shared_evenly_and_who_waits_longest_first() -> None:
    edition, offices = make_edition(), [make_officer(name=name) for name in ("周干事", "吴干事", "郑干事")]
    cases = [make_case(edition, "screening", at=AT - timedelta(days=n)) for n in range(7)]
    taken = make_case(edition, "screening")
    actions.share_out(
        application_ids=[taken.pk], officer_ids=[offices[0].person_id], by=offices[1], at=AT - timedelta(hours=1)
    )

    given = actions.share_out(
        application_ids=[*(c.pk for c in cases), taken.pk],
        officer_ids=[o.person_id for o in offices],
        by=offices[0],
        at=AT,
    )

    assert [given[case.pk] for case in reversed(cases)] == [offices[n % 3].person_id for n in range(7)]
    assert taken.pk not in given
    assert Counter(Docket.objects.values_list("officer_id", flat=True)) == Counter(
        {offices[0].person_id: 4, offices[1].person_id: 2, offices[2].person_id: 2}
    )
    told = Message.objects.filter(code="screening.shared_out").order_by("pk").values_list("to_id", "facts__count")
    assert list(told) == [(offices[0].person_id, 1), (offices[1].person_id, 2), (offices[2].person_id, 2)]
    assert Entry.objects.filter(act="screening.share_out").count() == 8


def test_cases_are_given_anew_only_where_that_is_asked() -> None:
    edition, first, second = make_edition(), make_officer(name="周干事"), make_officer(name="吴干事")
    case = make_case(edition, "screening")
    who = {"application_ids": [case.pk], "by": first, "at": AT}
    actions.share_out(officer_ids=[first.person_id], **who)
    told = _told(BulkAct.SHARE_OUT, {"case": case}), _told(BulkAct.REASSIGN, {"case": case})

    kept = actions.share_out(officer_ids=[second.person_id], **who)
    moved = actions.share_out(officer_ids=[second.person_id], anew=True, **who)

    assert told == ({"case": "docket.taken"}, {})
    assert (kept, moved) == ({}, {case.pk: second.person_id})


def test_a_case_away_from_the_check_is_shared_with_nobody() -> None:
    office, edition = make_officer(), make_edition()
    cases = {state: make_case(edition, state) for state in ("draft", "desk", "screening.supplement")}

    given = actions.share_out(
        application_ids=[c.pk for c in cases.values()], officer_ids=[office.person_id], by=office, at=AT
    )

    assert list(given) == [cases["screening.supplement"].pk]
    assert _told(BulkAct.SHARE_OUT, cases) == {
        "draft": "docket.not_at_check",
        "desk": "docket.not_at_check",
        "screening.supplement": "docket.taken",
    }


@pytest.mark.parametrize(("officers", "code"), [([], "docket.nobody"), ([0], "docket.not_of_office")])
def test_cases_are_shared_with_people_of_the_office_only(officers: list[int], code: str) -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(RuleViolation) as refused:
        actions.share_out(application_ids=[case.pk], officer_ids=officers, by=make_officer(), at=AT)

    assert refused.value.code == code


def test_nobody_outside_the_office_shares_cases_out() -> None:
    unit, office = make_member(make_organisation(), Role.UNIT), make_officer()

    with pytest.raises(NotAllowed):
        actions.share_out(application_ids=[], officer_ids=[office.person_id], by=unit, at=AT)
