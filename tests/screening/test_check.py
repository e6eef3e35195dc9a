"""The formal check: findings, one supplement round, pass or not by two people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.files.test_store import make_pdf, make_picture
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
        actions.answer(application_id=pk, replies=dict.fromkeys(ids, "改"), by=draft.author, at=DUE)

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


def test_a_proposed_refusal_can_be_set_aside_with_a_reason_and_the_check_goes_on() -> None:
    case, first, second = make_case(make_edition(), "screening"), make_officer(), make_officer(name="吴干事")
    with pytest.raises(RuleViolation, match="screening.no_refusal"):
        actions.set_aside_failure(application_id=case.pk, reason="不同意", by=second, at=AT)
    actions.fail_check(application_id=case.pk, reason="同一成果已在往年评价", by=first, at=AT)

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.set_aside_failure(application_id=case.pk, reason=" ", by=second, at=AT)
    actions.set_aside_failure(application_id=case.pk, reason="课题不同，只是名称相近", by=second, at=AT)
    actions.pass_check(application_id=case.pk, by=first, at=AT)

    assert Application.objects.get(pk=case.pk).state == "desk"


def test_while_a_case_lies_with_its_applicant_the_office_changes_nothing() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    finding = actions.add_finding(application_id=pk, text="缺页", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)
    acts = [
        lambda: actions.run_machine_check(application_id=pk, by=office, at=AT),
        lambda: actions.dismiss_finding(finding_id=finding.pk, reason="已核对", by=office, at=AT),
        lambda: actions.pass_check(application_id=pk, by=office, at=AT),
        lambda: actions.fail_check(application_id=pk, reason="缺页", by=office, at=AT),
    ]

    refused = []
    for act in acts:
        with pytest.raises(RuleViolation) as violation:
            act()
        refused.append(violation.value.code)

    assert refused == ["screening.not_here"] * 4
    assert drafts.reload(draft).case.phase == "supplement"


def test_a_missing_report_is_handed_in_by_the_supplement_and_the_machine_is_content() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    Attachment.objects.filter(application=draft.case, rule_id="report").update(removed_at=AT)
    found = actions.run_machine_check(application_id=pk, by=office, at=AT)
    missing = next(f for f in found if f.file_rule == "report")
    for other in found:
        if other != missing:
            actions.dismiss_finding(finding_id=other.pk, reason="随补正解决", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[missing.pk], due_at=DUE, by=office, at=AT)

    file = ("成果报告.pdf", make_pdf(4))
    actions.answer(
        application_id=pk, replies={missing.pk: "已上传"}, attachments={missing.pk: file}, by=draft.author, at=AT
    )
    left = actions.run_machine_check(application_id=pk, by=office, at=AT)
    actions.pass_check(application_id=pk, by=office, at=AT)

    last = drafts.reload(draft).case.versions.last()
    assert [f.text for f in left] == []
    assert (last.occasion, [a["rule"] for a in last.attachments]) == ("supplement", ["report"])
    assert Message.objects.filter(code="screening.supplement_answered", to_id=office.user_id).count() == 1


def test_a_file_of_a_full_rule_takes_the_place_of_the_oldest() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    Attachment.objects.create(
        application=draft.case,
        rule_id="report",
        file=draft.case.attachments.get().file,
        added_at=AT,
        added_by_id=draft.author.user_id or 0,
    )
    old = [a.pk for a in draft.case.attachments.order_by("pk")]
    finding = actions.add_finding(application_id=pk, text="报告缺页", file_rule="report", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)

    file = ("成果报告.pdf", make_pdf(5))
    actions.answer(
        application_id=pk, replies={finding.pk: "已换"}, attachments={finding.pk: file}, by=draft.author, at=AT
    )

    standing = list(draft.case.attachments.filter(removed_at__isnull=True).order_by("pk").values_list("pk", flat=True))
    assert (len(standing), standing[0]) == (2, old[1])


def test_a_file_of_a_kind_that_its_rule_does_not_take_changes_nothing() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    finding = actions.add_finding(application_id=pk, text="报告缺页", file_rule="report", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)

    picture = ("成果报告.jpg", make_picture("JPEG"))
    with pytest.raises(RuleViolation, match="file.kind_not_taken"):
        actions.answer(
            application_id=pk, replies={finding.pk: "已换"}, attachments={finding.pk: picture}, by=draft.author, at=AT
        )

    assert drafts.reload(draft).case.phase == "supplement"
    assert draft.case.attachments.count() == 1


def test_what_was_mended_and_is_wrong_anew_is_said_anew_what_was_dismissed_is_not() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    attached = Attachment.objects.filter(application=draft.case)
    attached.update(removed_at=AT)
    first = actions.run_machine_check(application_id=pk, by=office, at=AT)
    actions.dismiss_finding(finding_id=first[1].pk, reason="不影响", by=office, at=AT)
    attached.update(removed_at=None)
    actions.run_machine_check(application_id=pk, by=office, at=AT)
    attached.update(removed_at=AT)

    again = actions.run_machine_check(application_id=pk, by=office, at=AT)

    assert [(f.text, f.pk == first[0].pk) for f in again] == [("缺少材料：成果报告。", False)]


def test_a_title_that_names_its_unit_is_advice_and_lets_the_case_pass() -> None:
    edition = make_edition("excellence/2024")
    unit = make_organisation("飞翼电梯有限公司", founded_on=AT.date().replace(year=2001))
    case = make_case(edition, "screening", organisation=unit, title="飞翼电梯的精益之路")

    found = {f.text: f.blocking for f in actions.run_machine_check(application_id=case.pk, by=make_officer(), at=AT)}

    assert found["成果名称中出现了单位名称“飞翼电梯”，建议去掉。"] is False


@pytest.mark.parametrize(
    ("key", "subject", "says"),
    [
        ("qc-circle/2022", "请于2022年6月13日 10:00前补正：精益之路", "需要补正：\n· 效益证明未盖章\n"),
        (
            "excellence/2024",
            "请于2022年6月13日 10:00前补充资料或作出说明：精益之路",
            "需要进一步补充资料或就有关情况作出说明：\n· 效益证明未盖章\n请在规定时间内，即2022年6月13日 10:00前，",
        ),
    ],
)
def test_a_supplement_is_asked_in_the_words_of_the_edition(key: str, subject: str, says: str) -> None:
    case, office = make_case(make_edition(key), "screening", title="精益之路"), make_officer()
    finding = actions.add_finding(application_id=case.pk, text="效益证明未盖章", clause="二.4", by=office, at=AT)

    actions.return_for_supplement(application_id=case.pk, finding_ids=[finding.pk], due_at=DUE, by=office, at=AT)

    told = Message.objects.get(to=case.created_by, code="screening.supplement_requested")
    assert (told.subject, told.mail.message_id) == (subject, told.pk)
    assert says in told.body


def test_a_refusal_waits_for_another_person_than_who_proposed_it() -> None:
    case, first, second = make_case(make_edition(), "screening"), make_officer(), make_officer(name="吴干事")
    actions.fail_check(application_id=case.pk, reason="往年成果", by=first, at=AT)

    asked = [
        [i.application_id for i in queries.waiting_for(who) if i.what == "confirm_refusal"] for who in (first, second)
    ]

    assert asked == [[], [case.pk]]


def test_only_the_office_checks() -> None:
    case = make_case(make_edition(), "screening")

    with pytest.raises(NotAllowed):
        actions.pass_check(application_id=case.pk, by=make_member(case.organisation, Role.UNIT), at=AT)
    with pytest.raises(NotFound):
        actions.pass_check(application_id=case.pk, by=make_member(make_organisation(), Role.UNIT), at=AT)


def test_a_file_alone_answers_a_finding_and_nothing_at_all_does_not() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    ids = [actions.add_finding(application_id=pk, text=t, by=office, at=AT).pk for t in ("一", "二")]
    actions.return_for_supplement(application_id=pk, finding_ids=ids, due_at=DUE, by=office, at=AT)
    file = {ids[0]: ("证明.pdf", make_pdf())}

    with pytest.raises(RuleViolation, match=r"supplement\.unanswered"):
        actions.answer(application_id=pk, replies={ids[0]: ""}, attachments=file, by=draft.author, at=AT)
    actions.answer(application_id=pk, replies={ids[1]: "改"}, attachments=file, by=draft.author, at=AT)

    told = Finding.objects.filter(pk__in=ids).values_list("state", "reply", "reply_file__name")
    assert list(told) == [("answered", "", "证明.pdf"), ("answered", "改", None)]


def test_the_machine_looks_again_when_an_answer_comes_in_and_settles_what_it_no_longer_finds() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    Attachment.objects.filter(application=draft.case).update(removed_at=AT)
    missing, _opinion = actions.run_machine_check(application_id=pk, by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[missing.pk], due_at=DUE, by=office, at=AT)

    actions.answer(
        application_id=pk,
        replies={},
        attachments={missing.pk: ("成果报告.pdf", make_pdf())},
        by=draft.author,
        at=AT + timedelta(hours=1),
    )

    missing.refresh_from_db()
    assert (missing.state, missing.reply_file is not None) == ("resolved", True)
    assert queries.looked_at(drafts.reload(draft).case)


def test_an_answer_that_does_not_settle_its_finding_is_kept_and_the_finding_stands_anew() -> None:
    draft, _officer = opinions.recommended()
    office, pk = make_officer(), draft.case.pk
    old = actions.add_finding(
        application_id=pk, text="缺盖章", clause="二.4", item_id="seal", file_rule="report", by=office, at=AT
    )
    with pytest.raises(RuleViolation, match=r"finding\.not_answered"):
        actions.ask_again(finding_id=old.pk, text="仍缺盖章", by=office, at=AT)
    actions.return_for_supplement(application_id=pk, finding_ids=[old.pk], due_at=DUE, by=office, at=AT)
    actions.answer(application_id=pk, replies={old.pk: "已盖"}, by=draft.author, at=AT)

    with pytest.raises(RuleViolation, match=r"reason\.missing"):
        actions.ask_again(finding_id=old.pk, text=" ", by=office, at=AT)
    new = actions.ask_again(finding_id=old.pk, text="仍缺盖章", by=office, at=AT)

    old.refresh_from_db()
    assert (old.state, old.reply, old.closed_reason) == ("repeated", "已盖", "仍缺盖章")
    assert (new.state, new.text, new.clause, new.item_id, new.file_rule) == (
        "open",
        "仍缺盖章",
        "二.4",
        "seal",
        "report",
    )
    assert new.round_number == 2
    with pytest.raises(RuleViolation, match=r"screening\.findings_stand"):
        actions.pass_check(application_id=pk, by=office, at=AT)


def test_a_finding_that_is_not_there_cannot_be_asked_again() -> None:
    with pytest.raises(NotFound):
        actions.ask_again(finding_id=0, text="仍缺", by=make_officer(), at=AT)


def test_the_machine_finds_an_earlier_outcome_of_the_same_unit_under_other_words() -> None:
    draft, _officer = opinions.recommended()
    title = f"进一步{draft.case.title}"
    before = make_case(make_edition("qc-circle/2020"), "desk", title=title, organisation=draft.case.organisation)
    make_case(make_edition("site-management/2023"), "desk", title=title)  # another unit's: a like name says nothing

    found = actions.run_machine_check(application_id=draft.case.pk, by=make_officer(), at=AT)

    assert [(f.text, f.blocking) for f in found] == [
        (f"与本单位 {before.edition.title} 的 {before.number}“{title}”名称相近，请核对是否同一成果。", False)
    ]


def test_the_offices_line_says_until_when_the_formal_check_lasts() -> None:
    edition, office = make_edition("qc-circle/2022"), make_officer()
    make_case(edition, "screening")
    edition.windows.filter(stage_id="screening").update(closes_at=DUE)

    [line] = queries.waiting_for(office)

    assert (line.what, line.count, line.due_at) == ("screen", 1, DUE)
