"""The formal check: findings, one supplement round, pass or not by two people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_pdf
from zhiping.applications.models import Application, Attachment
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.messages.models import Message
from zhiping.screening import actions, queries
from zhiping.screening.models import Finding

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
DUE = AT + timedelta(days=5)


def test_a_sound_case_gives_the_machine_nothing_to_find_and_passes() -> None:
    draft, _officer = opinions.recommended()
    office = make_officer()

    found = actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)
    actions.pass_check(application_id=draft.case.pk, by=office, at=AT)

    assert [f.text for f in found] == []
    assert drafts.reload(draft).case.state == "desk"


def test_the_machine_finds_the_missing_report_and_forgets_it_once_it_is_there() -> None:
    draft, _officer = opinions.recommended()
    office = make_officer()
    Attachment.objects.filter(application=draft.case).update(removed_at=AT)

    first = actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)
    again = actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)
    Attachment.objects.filter(application=draft.case).update(removed_at=None)
    mended = actions.run_machine_check(application_id=draft.case.pk, by=office, at=AT)

    assert [f.text for f in first] == ["缺少材料：成果报告。", "本单位意见是针对第 1 版出具的，材料之后有改动。"]
    assert [f.pk for f in again] == [f.pk for f in first]
    assert mended == []


def test_the_machine_finds_an_outcome_of_the_same_name() -> None:
    draft, _officer = opinions.recommended()
    other = make_case(make_edition("qc-circle/2020"), "desk", title=draft.case.title)

    found = actions.run_machine_check(application_id=draft.case.pk, by=make_officer(), at=AT)

    assert [f.text for f in found] == [
        f"与 {other.edition.title} 的 {other.number}（{other.organisation.name}）名称相同。"
    ]


def test_a_supplement_goes_out_with_items_and_date_and_comes_back_answered() -> None:
    draft, _officer = opinions.recommended()
    office = make_officer()
    finding = actions.add_finding(application_id=draft.case.pk, text="效益证明未盖章", clause="二.4", by=office, at=AT)

    actions.return_for_supplement(application_id=draft.case.pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)
    assert drafts.reload(draft).case.phase == "supplement"
    actions.answer(
        application_id=draft.case.pk,
        replies={finding.pk: "已补盖章"},
        attachments={finding.pk: ("证明.pdf", make_pdf())},
        by=draft.author,
        at=AT,
    )

    finding.refresh_from_db()
    assert drafts.reload(draft).case.state == "screening"
    assert (finding.state, finding.reply, finding.reply_file.name) == ("answered", "已补盖章", "证明.pdf")
    assert Message.objects.filter(code="screening.supplement_requested", to_id=draft.author.user_id).count() == 1


def test_a_case_does_not_pass_while_an_answered_finding_is_not_settled() -> None:
    case, office = make_case(make_edition(), "screening"), make_officer()
    finding = actions.add_finding(application_id=case.pk, text="缺页", by=office, at=AT)

    with pytest.raises(RuleViolation, match="screening.findings_stand"):
        actions.pass_check(application_id=case.pk, by=office, at=AT)
    actions.dismiss_finding(finding_id=finding.pk, reason="已核对，不缺页", by=office, at=AT)
    actions.pass_check(application_id=case.pk, by=office, at=AT)

    assert Application.objects.get(pk=case.pk).state == "desk"


def test_a_note_that_does_not_block_lets_a_case_pass() -> None:
    case, office = make_case(make_edition(), "screening"), make_officer()
    actions.add_finding(application_id=case.pk, text="建议补充目录", blocking=False, by=office, at=AT)

    actions.pass_check(application_id=case.pk, by=office, at=AT)

    assert Application.objects.get(pk=case.pk).state == "desk"


@pytest.mark.parametrize(
    ("items", "due_at", "code"),
    [
        ([], DUE, "supplement.without_items"),
        ([1], AT, "supplement.due_in_past"),
        ([0], DUE, "supplement.without_items"),
    ],
)
def test_a_supplement_without_items_or_with_a_past_date_is_refused(
    items: list[int], due_at: datetime, code: str
) -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(RuleViolation) as refused:
        actions.return_for_supplement(
            application_id=case.pk, finding_ids=items, due_at=due_at, by=make_officer(), at=AT
        )

    assert refused.value.code == code


def test_there_is_one_supplement_round_and_no_second() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    for text in ("一", "二"):
        finding = actions.add_finding(application_id=pk, text=text, by=office, at=AT)
        if text == "一":
            actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)
            actions.answer(application_id=pk, replies={finding.pk: "改"}, by=draft.author, at=AT)

    with pytest.raises(RuleViolation, match="supplement.rounds_used"):
        actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)


def test_an_answer_too_late_or_half_is_refused_and_changes_nothing() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    ids = [actions.add_finding(application_id=pk, text=t, by=office, at=AT).pk for t in ("一", "二")]
    actions.return_for_supplement(application_id=pk, finding_ids=ids, due_at=DUE, by=office, at=AT)

    with pytest.raises(RuleViolation, match="supplement.unanswered"):
        actions.answer(application_id=pk, replies={ids[0]: "改"}, by=draft.author, at=AT)
    with pytest.raises(RuleViolation, match="supplement.too_late"):
        actions.answer(application_id=pk, replies={i: "改" for i in ids}, by=draft.author, at=DUE)

    assert {f.state for f in Finding.objects.filter(pk__in=ids)} == {"asked"}


def test_an_overdue_supplement_comes_back_with_its_findings_open() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    finding = actions.add_finding(application_id=pk, text="一", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)

    with pytest.raises(RuleViolation, match="supplement.not_due"):
        actions.end_overdue(application_id=pk, by=office, at=AT)
    assert queries.overdue(DUE) == [pk]
    actions.end_overdue(application_id=pk, by=office, at=DUE)

    finding.refresh_from_db()
    assert (drafts.reload(draft).case.state, finding.state) == ("screening", "open")


def test_a_refusal_takes_two_people_and_a_reason() -> None:
    case, first, second = make_case(make_edition(), "screening"), make_officer(), make_officer(name="吴干事")

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.fail_check(application_id=case.pk, reason="", by=first, at=AT)
    with pytest.raises(RuleViolation, match="screening.no_refusal"):
        actions.confirm_failure(application_id=case.pk, by=second, at=AT)
    actions.fail_check(application_id=case.pk, reason="同一成果已在往年评价", by=first, at=AT)
    with pytest.raises(RuleViolation, match="screening.refusal_pending"):
        actions.pass_check(application_id=case.pk, by=first, at=AT)
    with pytest.raises(RuleViolation, match="screening.same_person"):
        actions.confirm_failure(application_id=case.pk, by=first, at=AT)
    actions.confirm_failure(application_id=case.pk, by=second, at=AT)

    assert Application.objects.get(pk=case.pk).state == "not_passed"


def test_only_the_office_checks() -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(NotAllowed):
        actions.pass_check(application_id=case.pk, by=make_member(case.organisation, Role.UNIT), at=AT)
    with pytest.raises(NotFound):
        actions.pass_check(application_id=case.pk, by=make_member(make_organisation(), Role.UNIT), at=AT)
