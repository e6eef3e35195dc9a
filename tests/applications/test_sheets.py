"""The unit's sealed sheet comes back: what the platform sees, refuses and lets a person vouch for."""

from __future__ import annotations

import pytest

from tests.factories import drafts, sealing
from tests.factories.people import make_officer
from tests.files.test_store import make_picture
from zhiping.applications import actions
from zhiping.applications.models import OpinionDraft, SealedSheet
from zhiping.applications.queries import papers, scorecards, sheets
from zhiping.applications.queries.completeness import standing_endorsement
from zhiping.core import sheetcode
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.screening import actions as screening
from zhiping.screening.models import Finding

pytestmark = pytest.mark.django_db


def _hand_in(draft: drafts.Draft, content: bytes, name: str = "盖章页.jpg") -> SealedSheet:
    return actions.hand_in_sheet(application_id=draft.case.pk, name=name, content=content, by=draft.unit, at=draft.at)


def _endorse(draft: drafts.Draft, *, vouched: bool = False) -> None:
    scores = {line.id: line.points for line in scorecards.lines(draft.case)}
    who = {"by": draft.unit, "at": draft.at}
    actions.endorse(application_id=draft.case.pk, opinion="同意申报", scores=scores, vouched=vouched, **who)  # type: ignore[arg-type]


def test_a_printed_sealed_and_photographed_sheet_is_read_and_the_opinion_given_on_it() -> None:
    draft = drafts.fill(drafts.begin())

    sheet = _hand_in(draft, sealing.photographed(sealing.printed(draft)))
    _endorse(draft)

    standing = standing_endorsement(draft.case)
    assert (sheet.code_read, sheet.seal_seen, sheet.signer, sheet.is_plain) == (True, True, "", True)
    assert standing is not None
    assert (standing.sheet, standing.sealed_file, standing.vouched) == (sheet, sheet.file, False)


def test_a_sheet_of_an_earlier_version_is_refused_and_nothing_of_it_is_kept() -> None:
    draft = drafts.fill(drafts.begin())
    earlier = sealing.printed(draft)
    drafts.fill(draft, "另一个题目")

    with pytest.raises(RuleViolation, match="sheet.other_version") as refused:
        _hand_in(draft, earlier, "意见表.pdf")

    assert refused.value.facts == {"version": 1}
    assert SealedSheet.objects.count() == 0


def test_a_sheet_with_another_cases_a_forged_or_a_foreign_code_is_refused() -> None:
    draft = drafts.fill(drafts.begin())
    mine = str(papers.opinion_data(draft.case, "质量协会")["qr"])
    known = sheetcode.read(mine, key=sheets.code_key())
    other = sheetcode.SheetCode(known.paper, known.case + 1, known.version, known.digest)
    tried = {
        "sheet.other_case": sheetcode.write(other, key=sheets.code_key()),
        "sheet.forged": sheetcode.write(known, key=b"somebody else's"),
        "sheet.foreign": "https://example.org/",
    }

    refused = {}
    for code, text in tried.items():
        with pytest.raises(RuleViolation) as found:
            _hand_in(draft, sealing.with_code(text))
        refused[code] = found.value.code

    assert refused == {code: code for code in tried}


def test_a_sheet_without_seal_or_code_waits_for_a_person_to_vouch_and_the_office_is_told() -> None:
    draft = drafts.fill(drafts.begin())
    code = str(papers.opinion_data(draft.case, "质量协会")["qr"])

    unsealed = _hand_in(draft, sealing.with_code(code))
    with pytest.raises(RuleViolation, match="endorsement.seal_unseen"):
        _endorse(draft)
    unread = _hand_in(draft, make_picture("JPEG"))
    with pytest.raises(RuleViolation, match="endorsement.sheet_unread"):
        _endorse(draft)
    _endorse(draft, vouched=True)
    case = drafts.submit(drafts.reload(draft)).case
    # the office's turn
    case.phase, case.state = "screening", "screening"
    case.save(update_fields=["phase", "state"])
    screening.run_machine_check(application_id=case.pk, by=make_officer(), at=draft.at)

    assert (unsealed.code_read, unsealed.seal_seen) == (True, False)
    assert (unread.code_read, unread.seal_seen) == (False, False)
    finding = Finding.objects.get(text__contains="盖章页")
    assert finding.text == "本单位盖章页上没有读出识别码和红色印章，上传人已确认，请核对盖章页。"
    assert finding.blocking is False


def test_a_sheet_counts_only_for_the_content_it_was_handed_in_for() -> None:
    draft = drafts.fill(drafts.begin())
    _hand_in(draft, make_picture("JPEG"))
    drafts.fill(draft, "另一个题目")

    with pytest.raises(RuleViolation, match="endorsement.seal_missing"):
        _endorse(draft, vouched=True)


def test_what_the_unit_typed_is_printed_on_its_sheet_and_gone_once_the_opinion_stands() -> None:
    draft = drafts.fill(drafts.begin())
    scores = {line.id: "3" for line in scorecards.lines(draft.case)}

    actions.draft_opinion(application_id=draft.case.pk, opinion=" 同意申报 ", scores=scores, by=draft.unit, at=draft.at)
    said = papers.opinion_data(draft.case, "质量协会")
    drafts.endorse(draft)

    assert (said["opinion"], said["total"]) == ("同意申报", str(3 * len(scores)))
    assert [row[2] for row in said["scores"]] == ["3"] * len(scores)  # type: ignore[index]
    assert OpinionDraft.objects.count() == 0
    assert papers.opinion_data(draft.case, "质量协会")["opinion"] == "成果真实有效，同意申报。"


@pytest.mark.parametrize("typed", ["很好", "1E+999999999"])
def test_points_that_are_no_numbers_leave_the_total_empty(typed: str) -> None:
    draft = drafts.fill(drafts.begin())
    scores = {line.id: typed for line in scorecards.lines(draft.case)}

    actions.draft_opinion(application_id=draft.case.pk, opinion="", scores=scores, by=draft.unit, at=draft.at)

    assert papers.opinion_data(draft.case, "质量协会")["total"] == ""


def test_only_the_unit_hands_in_its_sheet_and_drafts_its_opinion() -> None:
    draft = drafts.fill(drafts.begin())
    who = {"application_id": draft.case.pk, "by": draft.author, "at": draft.at}

    with pytest.raises(NotAllowed):
        actions.hand_in_sheet(name="a.jpg", content=make_picture("JPEG"), **who)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.draft_opinion(opinion="", scores={}, **who)  # type: ignore[arg-type]
    assert SealedSheet.objects.count() == 0
