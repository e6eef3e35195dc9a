"""Refusals of the formal check, each by the office's page or the applicant's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html

from tests.factories.cases import AT, make_case
from tests.factories.people import make_member, make_officer
from tests.web.clients import client_of, edition_showing
from tests.web.confirmations import confirmation_of
from tests.web.refusing import Try, wrong_of
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.screening import actions
from zhiping.screening.models import Docket, Finding

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=30)
SOON = "2022-06-20T17:00:00"
WORDS = "还缺一页盖有公章的效益证明，请补齐"


def _asked(edition: Edition, by: Actor, days: int) -> tuple[Application, Finding]:
    """Return a case that was asked to mend something, until so many days from now, and what it was asked."""
    case = make_case(edition, "screening")
    found = actions.add_finding(application_id=case.pk, text="缺少盖章页", clause="二.3", by=by, at=AT)
    actions.return_for_supplement(
        application_id=case.pk,
        finding_ids=[found.pk],
        due_at=NOW + timedelta(days=days),
        by=by,
        at=AT,
    )
    return case, found


def test_what_the_office_may_not_do_at_the_check_is_said_on_its_page() -> None:
    edition, officer = edition_showing(NOW), make_officer()
    desk = client_of(officer)
    open_case, closed_case, refused = (make_case(edition, "screening") for _ in range(3))
    open_one = actions.add_finding(application_id=open_case.pk, text="缺少盖章页", clause="二.3", by=officer, at=NOW)
    closed = actions.add_finding(application_id=closed_case.pk, text="缺少盖章页", clause="二.3", by=officer, at=NOW)
    actions.dismiss_finding(finding_id=closed.pk, reason="已核对", by=officer, at=NOW)
    actions.fail_check(application_id=refused.pk, reason="不属于本活动", by=officer, at=NOW)
    waiting, _found = _asked(edition, officer, days=3)
    here = {case.pk: f"/office/screening/{case.pk}/" for case in (open_case, closed_case, refused, waiting)}

    def post(code: str, case: Application, act: str, **sent: object) -> Try:
        return Try(code, desk, here[case.pk], {"act": act} | sent)

    assert (
        wrong_of(
            [
                post(
                    "supplement.due_in_past",
                    open_case,
                    "supplement",
                    findings=[open_one.pk],
                    **{"supplement-due_at": "2022-06-01T17:00:00"},
                ),
                post(
                    "finding.closed_already",
                    closed_case,
                    "dismiss",
                    finding=closed.pk,
                    **{f"dismiss-{closed.pk}-reason": WORDS},
                ),
                post(
                    "finding.not_answered",
                    open_case,
                    "again",
                    finding=open_one.pk,
                    **{f"again-{open_one.pk}-text": WORDS},
                ),
                post("screening.refusal_pending", refused, "pass", **{"pass-reason": WORDS}),
                post("screening.no_refusal", open_case, "confirm"),
                post("screening.no_refusal", open_case, "set_aside", **{"set_aside-reason": WORDS}),
                post("supplement.not_due", waiting, "overdue"),
                post("screening.not_here", waiting, "machine"),
            ]
        )
        == []
    )


def test_a_second_round_of_supplements_is_refused_where_the_edition_has_one() -> None:
    edition, officer = edition_showing(NOW), make_officer()
    case, _found = _asked(edition, officer, days=-1)
    actions.end_overdue(application_id=case.pk, by=officer, at=NOW)
    rounds = programmes.definition_of(edition).stages_of("screening")[0].supplements
    second = actions.add_finding(application_id=case.pk, text="仍缺盖章页", clause="二.3", by=officer, at=NOW)
    sent = {"act": "supplement", "findings": [second.pk], "supplement-due_at": SOON}

    assert rounds == 1
    assert wrong_of([Try("supplement.rounds_used", client_of(officer), f"/office/screening/{case.pk}/", sent)]) == []


def test_an_answer_that_lacks_something_or_comes_too_late_keeps_its_words() -> None:
    edition, officer = edition_showing(NOW), make_officer()
    tries = []
    for code, days, words in (("supplement.unanswered", 3, ""), ("supplement.too_late", -1, WORDS)):
        case, found = _asked(edition, officer, days=days)
        author = make_member(case.organisation, Role.APPLICANT)
        Application.objects.filter(pk=case.pk).update(created_by_id=author.user_id)
        sent = {f"reply-{found.pk}": words}
        tries.append(Try(code, client_of(author), f"/applications/{case.pk}/supplement/", sent))

    assert wrong_of(tries) == []


def test_the_dry_run_of_an_act_on_many_cases_gives_each_reason() -> None:
    edition, officer, other = edition_showing(NOW), make_officer(), make_officer()
    desk = client_of(officer)
    taken = make_case(edition, "screening")
    actions.share_out(application_ids=[taken.pk], officer_ids=[other.person_id], by=officer, at=NOW)
    make_case(edition, "desk")
    _asked(edition, officer, days=-1)
    reminded, _found = _asked(edition, officer, days=3)
    actions.remind(application_id=reminded.pk, by=officer, at=NOW)

    def tried(code: str, act: str) -> Try:
        sent = {"act": act, "list": "applications", "query": f"edition={edition.pk}", "all": "1"}
        return Try(code, desk, "/office/bulk/", sent)

    assert (
        wrong_of(
            [
                tried("docket.taken", "share_out"),
                tried("docket.not_at_check", "share_out"),
                tried("supplement.none_asked", "remind"),
                tried("supplement.run_out", "remind"),
                tried("supplement.reminded_today", "remind"),
            ]
        )
        == []
    )


def test_cases_are_not_shared_out_to_who_left_the_office_meanwhile() -> None:
    edition, officer = edition_showing(NOW), make_officer()
    desk, case = client_of(officer), make_case(edition, "screening")
    left = make_member(case.organisation, Role.UNIT)
    sent = {"act": "share_out", "list": "applications", "query": f"edition={edition.pk}", "all": "1"}
    shown = html.fromstring(desk.post("/office/bulk/", sent).content.decode())
    confirmed = confirmation_of(shown) | {"officers": [left.person_id]}

    assert wrong_of([Try("docket.not_of_office", desk, "/office/bulk/", confirmed)]) == []
    assert not Docket.objects.exists()
