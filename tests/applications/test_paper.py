"""Bundles to print, and the paper copies that come back to the office."""

from __future__ import annotations

import io

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from tests.factories import drafts
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from tests.files.test_store import make_pdf
from tests.web.clients import client_of, edition_showing
from zhiping.applications import actions, tasks
from zhiping.applications.models import Bundle, PaperCopy
from zhiping.applications.queries import bundles, papers
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.files import queries as files
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db
KEY = "excellence/2024"


def _submitted() -> drafts.Draft:
    return drafts.submitted(make_edition(KEY))


def _code(draft: drafts.Draft) -> str:
    return str(bundles.front_data(draft.case)["qr"])


def test_a_draft_is_bound_with_its_mark_and_a_submitted_case_without() -> None:
    draft = drafts.fill(drafts.begin())

    before = actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at)
    again = actions.ask_bundle(application_id=draft.case.pk, by=draft.unit, at=draft.at)
    drafts.submit(drafts.endorse(draft))
    after = actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at)

    assert (before.state, after.state, before.pk == again.pk, before.pk == after.pk) == ("ready", "ready", True, False)
    first, last = (PdfReader(files.open_stored(b.file)).pages[0].extract_text() for b in (before, after))  # type: ignore[arg-type]
    assert ("尚未提交" in first, "尚未提交" in last) == (True, False)
    assert draft.case.number in last.replace(" ", "")  # type: ignore[operator]


def test_a_large_bundle_is_bound_by_a_job_and_tells_how_far_it_is() -> None:
    draft = drafts.fill(drafts.begin(make_edition(KEY)))
    actions.attach(
        application_id=draft.case.pk,
        rule_id="evidence",
        name="长.pdf",
        content=make_pdf(60),
        by=draft.author,
        at=draft.at,
    )

    asked = actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at)
    waiting = asked.state
    ProcrastinateJob.objects.all().delete()  # as one that was set aside
    actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at)
    job = ProcrastinateJob.objects.get(task_name="applications.build_bundle")
    tasks.build_bundle(**job.args)
    asked.refresh_from_db()

    assert (waiting, asked.state) == ("waiting", "ready")
    assert asked.done_pages == asked.total_pages > 60


def test_a_bundle_of_a_content_that_changed_meanwhile_fails_and_can_be_asked_again() -> None:
    draft = drafts.fill(drafts.begin())
    waiting = Bundle.objects.create(
        application=draft.case,
        content_hash="0" * 64,
        is_draft=True,
        asked_at=draft.at,
        asked_by_id=draft.author.user_id,
    )

    actions.build_bundle(bundle_id=waiting.pk, at=draft.at)
    actions.build_bundle(bundle_id=waiting.pk, at=draft.at)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem["code"]) == ("failed", "bundle.changed")
    Bundle.objects.filter(pk=waiting.pk).update(content_hash=bundles.front_data(draft.case)["content_hash"])
    assert actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at).state == "ready"


def test_three_copies_are_booked_by_their_code_and_the_author_is_told_with_the_last() -> None:
    draft, officer = _submitted(), make_officer()
    code = _code(draft)

    booked = [actions.receive_copy(code=code.lower(), by=officer, at=draft.at).number for _n in range(3)]
    with pytest.raises(RuleViolation, match="paper.all_here"):
        actions.receive_copy(code=code, by=officer, at=draft.at)

    assert booked == [1, 2, 3]
    assert Message.objects.filter(code="applications.copies_here", to_id=draft.author.user_id).count() == 1


def test_a_booking_taken_back_makes_room_for_the_same_number() -> None:
    draft, officer = _submitted(), make_officer()
    first = actions.receive_copy(code=_code(draft), by=officer, at=draft.at)
    actions.receive_copy(code=_code(draft), by=officer, at=draft.at)

    actions.take_back_copy(copy_id=first.pk, by=officer, at=draft.at)
    with pytest.raises(NotFound):
        actions.take_back_copy(copy_id=first.pk, by=officer, at=draft.at)

    assert actions.receive_copy(code=_code(draft), by=officer, at=draft.at).number == 1


def test_a_draft_another_paper_another_version_and_an_edition_without_paper_are_refused() -> None:
    officer, other = make_officer(), drafts.submitted()
    draft = drafts.fill(drafts.begin(make_edition(KEY)))
    printed_early = _code(draft)
    drafts.submit(drafts.endorse(draft))
    opinion = actions.ask_bundle(application_id=draft.case.pk, by=draft.author, at=draft.at)
    current = _code(draft)
    draft.case.content.answers["outcome_title"] = "补正后的题目"
    draft.case.content.save()
    tried = {
        printed_early: "paper.draft",
        str(papers.opinion_data(draft.case, "质量协会")["qr"]): "paper.other_paper",
        current: "paper.other_version",
        _code(other): "paper.not_asked",
        current[:-1]: "paper.unread",
        "https://example.org/": "paper.unread",
    }

    found = {}
    for code in tried:
        with pytest.raises(RuleViolation) as refused:
            actions.receive_copy(code=code, by=officer, at=draft.at)
        found[code] = refused.value.code

    assert found == tried
    assert opinion.state == "ready"


def test_only_the_office_books_copies_and_only_who_sees_the_case_has_it_bound() -> None:
    draft, stranger = _submitted(), drafts.begin()

    with pytest.raises(NotAllowed):
        actions.receive_copy(code=_code(draft), by=draft.author, at=draft.at)
    with pytest.raises(NotFound):
        actions.ask_bundle(application_id=draft.case.pk, by=stranger.author, at=draft.at)
    assert PaperCopy.objects.count() == 0


def test_the_pages_bind_hand_out_and_book() -> None:
    draft = drafts.submitted(edition_showing(drafts.APPLYING[KEY], KEY))
    author, office = client_of(draft.author), client_of(make_officer())
    address = f"/cases/{draft.case.pk}/bundle"

    empty = author.get(f"{address}.pdf").status_code
    author.post(f"{address}/")
    page, bound = author.get(f"{address}/").content.decode(), author.get(f"{address}.pdf")
    refused = office.post("/office/paper/", {"code": "6901234567892"})
    office.post("/office/paper/", {"code": _code(draft)})
    desk = office.get("/office/paper/").content.decode()
    case_page = author.get(f"/cases/{draft.case.pk}/").content.decode()
    office.post("/office/paper/", {"take_back": str(PaperCopy.objects.get().pk)})

    assert (empty, bound.status_code) == (404, 200)
    assert "已装订，共" in page
    assert len(PdfReader(io.BytesIO(b"".join(bound.streaming_content))).pages) >= 2  # type: ignore[arg-type]
    assert refused.status_code == 409
    assert 'value="6901234567892"' in refused.content.decode()
    assert draft.case.title in desk
    assert "收到 1 / 3 份" in case_page
    assert bundles.copies_of(draft.case) == []
