"""Complaints about fees: who complains stays hidden, two people decide, a proven case has its effect."""

from __future__ import annotations

import pytest

from tests.factories import drafts, opinions
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import ANYONE, Actor, Role
from zhiping.journal.models import Entry
from zhiping.messages.models import Message
from zhiping.organisations.models import Membership
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation import actions, queries
from zhiping.recommendation.actions.complaints import Complainant
from zhiping.recommendation.models import Complaint
from zhiping.recommendation.queries.complaints import complaints_waiting
from zhiping.recommendation.rules import complaints as rules

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
SECRET = Complainant(name="钱守信", unit="某某仪表厂", contact="13800000000")


def _filed(recommender: Recommender | None = None) -> Complaint:
    chosen = recommender or make_recommender(make_edition())
    return actions.file_complaint(
        recommender_id=chosen.pk, misconduct="charged_fees", complainant=SECRET, grounds="每项收评审费四百元", at=AT
    )


def _proposed(found: Complaint, first: Actor, *, proven: bool = True) -> None:
    actions.propose_finding(complaint_id=found.pk, proven=proven, answer="票据为凭，收费属实。", by=first, at=AT)


def test_a_complaint_keeps_its_senders_name_from_the_row_the_journal_and_every_message() -> None:
    office = make_officer()
    found = _filed()

    row = Complaint.objects.filter(pk=found.pk).values().get()
    told = [
        *Message.objects.values_list("subject", "body"),
        *Entry.objects.values_list("actor_name", "facts", "reason"),
    ]
    assert [word for word in ("钱守信", "某某仪表厂", "13800000000") if word in str(row) + str(told)] == []
    assert Message.objects.filter(to_id=office.user_id, code="recommendation.complaint_filed").count() == 1
    assert queries.complainant(office, found) == {"name": "钱守信", "unit": "某某仪表厂", "contact": "13800000000"}


def test_only_the_office_learns_that_there_is_a_complaint() -> None:
    found = _filed()
    assert found.recommender.organisation is not None
    for who in (make_member(found.recommender.organisation, Role.RECOMMENDER), make_officer(Role.OPERATOR), ANYONE):
        assert not queries.complaints(who).exists()
        with pytest.raises(NotFound):
            queries.complaint(who, found.pk)
        with pytest.raises(NotAllowed):
            queries.complainant(who, found)
        with pytest.raises(NotAllowed):
            actions.note_complaint(complaint_id=found.pk, text="看看", by=who, at=AT)


def test_an_officer_who_stands_for_the_unit_learns_nothing_of_it_and_decides_nothing() -> None:
    recommender, colleague, involved = make_recommender(make_edition()), make_officer(), make_officer(name="两边任职")
    another = make_recommender(recommender.edition, make_organisation("市电子行业协会"))
    standing = {"organisation": recommender.organisation, "asked_at": AT, "approved_at": AT}
    Membership.objects.create(user_id=involved.user_id, capacity="applicant", **standing)
    found, other = _filed(recommender), _filed(another)
    _proposed(found, colleague, proven=False)

    for act in (
        lambda: queries.complaint(involved, found.pk),
        lambda: actions.reveal_complainant(complaint_id=found.pk, reason="想知道", by=involved, at=AT),
        lambda: actions.confirm_finding(complaint_id=found.pk, by=involved, at=AT),
    ):
        with pytest.raises(NotFound):
            act()
    assert (list(queries.complaints(involved)), len(complaints_waiting(involved))) == ([other], 1)
    assert list(Message.objects.filter(to_id=involved.user_id).values_list("link", flat=True)) == [
        f"/office/complaints/{other.pk}/"
    ]


def test_who_complains_is_told_for_a_reason_that_the_journal_keeps() -> None:
    office, found = make_officer(), _filed()

    with pytest.raises(RuleViolation, match=r"reason.missing"):
        actions.reveal_complainant(complaint_id=found.pk, reason=" ", by=office, at=AT)
    with pytest.raises(NotAllowed):
        actions.reveal_complainant(complaint_id=found.pk, reason="想知道", by=make_officer(Role.OPERATOR), at=AT)
    said = actions.reveal_complainant(complaint_id=found.pk, reason="约谈核实票据", by=office, at=AT)

    assert said == SECRET
    entry = Entry.objects.get(act="recommendation.reveal_complainant")
    assert (entry.user_id, entry.reason, entry.subject) == (office.user_id, "约谈核实票据", f"complaint:{found.pk}")
    assert "钱守信" not in str(Entry.objects.values_list("facts", "reason"))


def test_nobody_has_to_say_who_complains() -> None:
    recommender, office = make_recommender(make_edition()), make_officer()

    found = actions.file_complaint(
        recommender_id=recommender.pk, misconduct="charged_fees", complainant=Complainant(), grounds="收费", at=AT
    )

    assert queries.complainant(office, found) == {"name": "", "unit": "", "contact": ""}


@pytest.mark.parametrize(
    ("over", "codes"),
    [
        ({"misconduct": "late"}, ["complaint.of_nothing"]),
        ({"grounds": " ", "misconduct": ""}, ["complaint.of_nothing", "complaint.without_grounds"]),
        ({"grounds": "收" * 5001}, ["complaint.too_long"]),
    ],
)
def test_a_complaint_about_nothing_is_refused_with_every_reason(over: dict[str, str], codes: list[str]) -> None:
    given = {"misconduct": "charged_fees", "known": ["charged_fees"], "grounds": "收费"}

    assert [fault.code for fault in rules.check_complaint(**(given | over))] == codes  # type: ignore[arg-type]


def test_a_complaint_about_the_association_itself_or_about_nobody_is_not_taken() -> None:
    virtual = programmes.recommenders(make_edition()).get(is_virtual=True)

    for pk in (virtual.pk, 0):
        with pytest.raises(NotFound):
            actions.file_complaint(
                recommender_id=pk, misconduct="charged_fees", complainant=Complainant(), grounds="收费", at=AT
            )


def test_who_holds_the_code_learns_the_answer_only_once_two_people_decided() -> None:
    found, first, second = _filed(), make_officer(), make_officer()
    _proposed(found, first, proven=False)

    waiting = queries.complaint_by_code(found.code)
    actions.confirm_finding(complaint_id=found.pk, by=second, at=AT)
    settled = queries.complaint_by_code(found.code)

    assert (waiting.state, waiting.answer) == ("open", "")
    assert (settled.state, settled.answer) == ("refuted", "票据为凭，收费属实。")
    assert Recommender.objects.get(pk=found.recommender_id).disqualified_at is None


def test_a_proven_case_takes_the_right_away_and_what_waits_goes_back() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    found, first, second = _filed(draft.recommender), make_officer(), make_officer()
    _proposed(found, first)
    with pytest.raises(RuleViolation, match="complaint.same_person"):
        actions.confirm_finding(complaint_id=found.pk, by=first, at=AT)

    actions.confirm_finding(complaint_id=found.pk, by=second, at=AT)

    gone = Recommender.objects.get(pk=draft.recommender.pk)
    assert (gone.disqualified_by_id, gone.disqualified_reason) == (second.user_id, "票据为凭，收费属实。")
    assert drafts.reload(draft).case.state == "draft"
    assert Message.objects.filter(to_id=draft.author.user_id, code="recommendation.choose_another").count() == 1
    with pytest.raises(RuleViolation, match="complaint.other_step"):
        actions.confirm_finding(complaint_id=found.pk, by=first, at=AT)


def test_a_second_proven_case_about_a_unit_without_the_right_only_settles_the_complaint() -> None:
    first, second, recommender = make_officer(), make_officer(), make_recommender(make_edition())
    for found in (_filed(recommender), _filed(recommender)):
        _proposed(found, first)
        actions.confirm_finding(complaint_id=found.pk, by=second, at=AT)

    assert list(Complaint.objects.values_list("state", flat=True)) == ["proven", "proven"]


def test_a_finding_that_a_colleague_does_not_share_goes_back_to_the_case_file() -> None:
    found, first, second = _filed(), make_officer(), make_officer()
    actions.note_complaint(
        complaint_id=found.pk, text="已电话核实", file=("记录.pdf", drafts.make_pdf()), by=first, at=AT
    )
    _proposed(found, first)
    with pytest.raises(RuleViolation, match="complaint.other_step"):
        actions.note_complaint(complaint_id=found.pk, text="再问", by=first, at=AT)
    with pytest.raises(RuleViolation, match="complaint.without_words"):
        actions.set_aside_finding(complaint_id=found.pk, reason=" ", by=second, at=AT)

    actions.set_aside_finding(complaint_id=found.pk, reason="票据不是该单位开具", by=second, at=AT)

    seen = queries.complaint(second, found.pk)
    assert [note.text for note in seen.notes.all()] == ["已电话核实", "票据不是该单位开具"]
    assert seen.state == "open"
    with pytest.raises(RuleViolation, match="complaint.without_words"):
        actions.propose_finding(complaint_id=found.pk, proven=True, answer="", by=first, at=AT)


def test_the_office_sees_what_waits_and_not_its_own_proposal() -> None:
    found, first, second = _filed(), make_officer(), make_officer()

    before = [item.what for item in queries.waiting_for(first)]
    _proposed(found, first)

    assert (before, [item.what for item in queries.waiting_for(first)]) == (["hear_complaint"], [])
    assert [item.what for item in queries.waiting_for(second)] == ["confirm_finding"]


def test_the_office_opens_a_case_file_itself() -> None:
    recommender, office = make_recommender(make_edition()), make_officer()
    given = {"recommender_id": recommender.pk, "misconduct": "charged_fees", "at": AT}

    found = actions.open_complaint(grounds="媒体报道收费", by=office, **given)  # type: ignore[arg-type]

    assert found.opened_by_id == office.user_id
    with pytest.raises(RuleViolations):
        actions.open_complaint(grounds="", by=office, **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.open_complaint(grounds="收费", by=ANYONE, **given)  # type: ignore[arg-type]


def test_the_right_comes_back_by_another_person_and_everybody_is_told() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    pk, officer = draft.recommender.pk, opinions.officer_of(draft.recommender)
    first, second = make_officer(), make_officer()
    actions.disqualify_recommender(recommender_id=pk, reason="收取评审费", by=first, at=AT)
    give_back = {"recommender_id": pk, "reason": "经复核，款项系培训费误记", "at": AT}

    with pytest.raises(RuleViolation, match="recommendation.same_person"):
        actions.reinstate_recommender(by=first, **give_back)  # type: ignore[arg-type]
    actions.reinstate_recommender(by=second, **give_back)  # type: ignore[arg-type]

    told = Message.objects.filter(code="recommendation.recommender_reinstated").values_list("to_id", flat=True)
    assert set(told) == {officer.user_id, draft.author.user_id}
    assert drafts.reload(draft).case.state == "draft"
    draft.at = AT
    assert drafts.submit(draft, key="again").case.state == "recommend"
    with pytest.raises(RuleViolation, match="recommendation.not_disqualified"):
        actions.reinstate_recommender(by=second, **give_back)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.reinstate_recommender(by=officer, **give_back)  # type: ignore[arg-type]


def test_an_unknown_complaint_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.confirm_finding(complaint_id=0, by=make_officer(), at=AT)
    with pytest.raises(NotFound):
        actions.reinstate_recommender(recommender_id=0, reason="x", by=make_officer(), at=AT)
