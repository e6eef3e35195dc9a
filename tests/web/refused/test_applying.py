"""Refusals on the way from the first line to the submission, each by the applicant's or the unit's page."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.factories import drafts, opinions
from tests.factories.people import make_officer
from tests.web.clients import client_of, edition_showing
from tests.web.refusing import Try, wrong_of
from zhiping.applications import actions
from zhiping.applications.models import Content
from zhiping.applications.queries.scorecards import lines
from zhiping.core.permissions.actor import Role
from zhiping.recommendation import actions as recommendation

pytestmark = pytest.mark.django_db
KEY, EXCELLENCE = "qc-circle/2022", "excellence/2024"
OPINION = "成果真实有效，同意申报。"


def test_an_empty_draft_is_told_everything_that_stands_against_it_at_once() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY]))
    here, page = f"/applications/{draft.case.pk}/submit/", client_of(draft.author)
    sent = {"key": "k1"}

    assert (
        wrong_of(
            Try(code, page, here, sent) for code in ("files.missing", "eligibility.unanswered", "endorsement.missing")
        )
        == []
    )
    rules = drafts.programmes.definition_of(draft.case.edition).eligibility
    refusing = [r.id for r in rules if r.asked == "question" and r.test == "confirmed"]
    Content.objects.filter(application=draft.case).update(eligibility=dict.fromkeys(refusing, False))
    assert wrong_of([Try("eligibility.not_met", page, here, sent)]) == []


def test_a_team_that_has_not_signed_up_is_told_that_another_one_has() -> None:
    edition, unit = edition_showing(drafts.APPLYING[KEY]), drafts.make_organisation()
    author, recommender = drafts.make_member(unit, Role.APPLICANT), drafts.make_recommender(edition)
    signed, other = (drafts.make_team(unit, name) for name in ("晨光QC小组", "晨星QC小组"))
    earlier = drafts.APPLYING[KEY] - timedelta(days=10)
    actions.sign_up(edition_id=edition.pk, organisation_id=unit.pk, team_id=signed.pk, by=author, at=earlier)
    way = {"d_category": "innovative", "d_domain": "sme", "way": f"recommender:{recommender.pk}"}
    here = f"/applications/start/{edition.pk}/"

    assert wrong_of([Try("sign_up.other_team", client_of(author), here, way | {"team": str(other.pk)})]) == []


def test_a_date_that_is_none_does_not_answer_a_condition() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[EXCELLENCE], EXCELLENCE))
    rules = drafts.programmes.definition_of(draft.case.edition).eligibility
    dated = next(r.id for r in rules if r.test == "within_years" and r.asked == "question")
    here = f"/applications/{draft.case.pk}/conditions/"

    assert wrong_of([Try("eligibility.bad_answer", client_of(draft.author), here, {dated: "2024-13-45"})]) == []


def test_an_opinion_of_the_unit_that_lacks_something_keeps_its_words() -> None:
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY])))
    page, here = client_of(draft.unit), f"/unit/applications/{draft.case.pk}/endorse/"
    full = {f"s-{line.id}": str(line.points) for line in lines(draft.case)}
    first = next(iter(full))

    assert (
        wrong_of(
            [
                Try("endorsement.opinion_missing", page, here, full | {"opinion": " "}),
                Try("endorsement.content_changed", page, here, full | {"opinion": OPINION, "read": "0" * 64}),
                Try("endorsement.scores_missing", page, here, {"opinion": OPINION}),
                Try("endorsement.seal_missing", page, here, full | {"opinion": OPINION}),
                Try("score.above_maximum", page, here, full | {"opinion": OPINION, first: "999"}),
            ]
        )
        == []
    )


def test_nothing_chosen_restores_nothing() -> None:
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY])))
    kept = draft.case.snapshots.last()
    assert kept is not None
    here = f"/applications/{draft.case.pk}/history/{kept.pk}/"

    assert wrong_of([Try("history.nothing_chosen", client_of(draft.author), here)]) == []


def test_a_draft_whose_recommending_unit_lost_its_right_is_told_to_choose_another() -> None:
    edition = edition_showing(drafts.APPLYING[KEY])
    draft = drafts.begin(edition)
    assert draft.recommender is not None
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/submit/"
    recommendation.disqualify_recommender(
        recommender_id=draft.recommender.pk, reason="收费", by=make_officer(), at=draft.at
    )

    assert wrong_of([Try("route.recommender_gone", page, here, {"key": "k"})]) == []


def test_a_draft_whose_recommending_unit_has_handed_everything_in_is_told_that_it_is_too_late() -> None:
    edition = edition_showing(drafts.APPLYING[KEY])
    recommender, officer = opinions.ready_to_hand_in(edition, "降低废品率")
    draft = drafts.endorse(drafts.fill(drafts.begin(edition, recommender=recommender)))
    at = opinions.RECOMMENDING[KEY]
    recommendation.hand_in_package(recommender_id=recommender.pk, by=officer, at=at)
    here = f"/applications/{draft.case.pk}/submit/"

    assert wrong_of([Try("route.recommender_done", client_of(draft.author), here, {"key": "k"})]) == []


def test_a_file_in_pieces_that_cannot_be_taken_says_why() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY]))
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"
    mark = hashlib.sha256(b"x").hexdigest()
    begun = {"rule": "report", "name": "成果报告.pdf", "size": "9", "mark": mark}

    assert (
        wrong_of(
            [
                Try("upload.bad_mark", page, here, begun | {"mark": "short"}, kept=False),
                Try("file.empty", page, here, begun | {"size": "0"}, kept=False),
            ]
        )
        == []
    )
    made = page.post(here, begun).json()
    assert wrong_of([Try("upload.elsewhere", page, f"{here}{made['id']}/", {"root": mark}, kept=False)]) == []
    for n in range(9):
        page.post(here, begun | {"mark": hashlib.sha256(bytes([n])).hexdigest()})
    fresh = begun | {"mark": hashlib.sha256(b"eleventh").hexdigest()}
    assert wrong_of([Try("upload.too_many", page, here, fresh, kept=False)]) == []


def test_an_extension_is_confirmed_once_and_not_into_the_past() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY]))
    asker, desk = make_officer(), client_of(make_officer())
    asked = actions.ask_extension(
        application_id=draft.case.pk,
        stage_id="apply",
        until_at=draft.at.replace(month=5, day=20),
        reason="停电",
        by=asker,
        at=draft.at,
    )
    here = f"/office/cases/{draft.case.pk}/extension/"
    past = {"until_at": "2022-04-01T09:00", "reason": "园区停电，无法上网填报"}

    assert (
        wrong_of(
            [
                Try("extension.in_the_past", desk, here, past),
                Try("extension.same_person", client_of(asker), f"{here}{asked.pk}/"),
            ]
        )
        == []
    )
    desk.post(f"{here}{asked.pk}/")
    assert wrong_of([Try("extension.confirmed_already", client_of(make_officer()), f"{here}{asked.pk}/")]) == []


def test_a_member_that_goes_directly_hears_of_the_office_on_the_page() -> None:
    edition = edition_showing(drafts.APPLYING["qc-circle/2020"], "qc-circle/2020")
    member = drafts.make_organisation(is_association_member=True)
    draft = drafts.begin(edition, organisation=member, direct_route="direct.member")
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/submit/"

    assert wrong_of([Try("route.awaits_office", page, here, {"key": "k"})]) == []
    recommendation.approve_direct(
        application_id=draft.case.pk, approved=False, reason="区协会可以推荐", by=make_officer(), at=draft.at
    )
    assert wrong_of([Try("route.refused", page, here, {"key": "k"})]) == []


def test_pieces_that_are_not_what_was_announced_are_refused() -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY]))
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"
    mark = hashlib.sha256(b"x").hexdigest()
    made = page.post(here, {"rule": "report", "name": "a.pdf", "size": "9", "mark": mark}).json()
    address = f"{here}{made['id']}/"

    damaged = page.put(
        address, b"123456789", "application/octet-stream", headers={"Upload-Offset": "0", "Upload-Digest": mark}
    )
    whole = hashlib.sha256(b"123456789").hexdigest()
    page.put(address, b"123456789", "application/octet-stream", headers={"Upload-Offset": "0", "Upload-Digest": whole})

    assert (damaged.status_code, damaged.json()["code"]) == (409, "upload.damaged")
    assert wrong_of([Try("upload.changed", page, address, {"root": mark}, kept=False)]) == []
