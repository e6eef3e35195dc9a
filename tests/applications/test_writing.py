"""Colleagues, photos, files, private values, withdrawal: the acts around a draft."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.factories import drafts
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.files.test_store import make_pdf, make_picture, make_portrait
from zhiping.applications import actions, rules
from zhiping.applications.models import Content, PrivateValue, Version
from zhiping.applications.queries import completeness, pages, papers, waiting_for
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Role
from zhiping.journal import queries as journal
from zhiping.journey import actions as journey
from zhiping.journey import queries as standing
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db


def test_a_colleague_of_the_unit_may_be_asked_to_write_and_nobody_else() -> None:
    draft = drafts.begin()
    colleague = make_member(draft.case.organisation, Role.APPLICANT)
    stranger = make_member(make_organisation(), Role.APPLICANT)
    common = {"application_id": draft.case.pk, "by": draft.author, "at": draft.at}

    actions.add_editor(user_id=colleague.user_id or 0, **common)  # type: ignore[arg-type]
    actions.add_editor(user_id=colleague.user_id or 0, **common)  # type: ignore[arg-type]

    acts = [e.act for e in journal.of_subject(f"application:{draft.case.pk}")]
    assert acts == ["applications.start", "applications.add_editor"]
    assert [p.pk for p in pages.writers(draft.case)] == [draft.author.user_id, colleague.user_id]
    with pytest.raises(NotFound):
        actions.add_editor(user_id=stranger.user_id or 0, **common)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.remove_editor(user_id=stranger.user_id or 0, **common)  # type: ignore[arg-type]


def test_who_was_taken_off_finds_the_draft_no_more() -> None:
    draft = drafts.begin()
    colleague = make_member(draft.case.organisation, Role.APPLICANT)
    common = {"application_id": draft.case.pk, "user_id": colleague.user_id, "by": draft.author, "at": draft.at}
    actions.add_editor(**common)  # type: ignore[arg-type]
    seen = list(standing.visible_to(colleague))

    actions.remove_editor(**common)  # type: ignore[arg-type]

    assert seen == [draft.case]
    assert list(standing.visible_to(colleague)) == []


def test_an_administrator_does_not_write() -> None:
    draft = drafts.begin()

    with pytest.raises(NotAllowed):
        actions.save_answers(application_id=draft.case.pk, answers={}, revision=0, by=draft.unit, at=draft.at)


def test_a_photo_takes_the_place_of_the_earlier_one() -> None:
    draft = drafts.begin(make_edition("excellence/2024"), category="experience")
    field = next(f for f in completeness.form_of(draft.case).fields() if f.kind == "photo")
    common = {"application_id": draft.case.pk, "field_id": field.id, "by": draft.author, "at": draft.at}

    actions.attach_photo(name="旧照.png", content=make_portrait(), **common)  # type: ignore[arg-type]
    second = actions.attach_photo(name="新照.jpg", content=make_portrait(), **common)  # type: ignore[arg-type]

    standing_ones = draft.case.attachments.filter(removed_at__isnull=True)
    assert [a.pk for a in standing_ones] == [second.pk]
    assert Content.objects.get().answers[field.id] == str(second.file_id)


def test_a_photo_is_a_picture_and_stands_where_the_form_has_one() -> None:
    draft = drafts.begin(make_edition("excellence/2024"), category="experience")
    field = next(f for f in completeness.form_of(draft.case).fields() if f.kind == "photo")
    common = {"application_id": draft.case.pk, "by": draft.author, "at": draft.at}

    with pytest.raises(RuleViolation, match="file.kind_not_taken"):
        actions.attach_photo(field_id=field.id, name="照片.pdf", content=make_pdf(1), **common)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="photo.too_small"):
        actions.attach_photo(field_id=field.id, name="小图.png", content=make_picture("PNG"), **common)  # type: ignore[arg-type]
    with pytest.raises(RuleViolation, match="file.too_large"):
        actions.attach_photo(field_id=field.id, name="大图.png", content=bytes(6 * 1024**2), **common)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.attach_photo(field_id="title", name="照片.jpg", content=make_picture("JPEG"), **common)  # type: ignore[arg-type]


def test_a_report_of_31_pages_is_refused_and_one_of_30_is_taken() -> None:
    draft = drafts.begin()
    common = {
        "application_id": draft.case.pk,
        "rule_id": "report",
        "name": "报告.pdf",
        "by": draft.author,
        "at": draft.at,
    }

    with pytest.raises(RuleViolation) as refused:
        actions.attach(content=make_pdf(31), **common)  # type: ignore[arg-type]
    actions.attach(content=make_pdf(30), **common)  # type: ignore[arg-type]

    assert refused.value.code == "file.too_many_pages"
    assert refused.value.facts == {"label": "成果报告", "limit": 30, "pages": 31, "label_en": "Outcome report"}


def test_a_third_report_is_one_too_many_until_one_is_taken_back() -> None:
    draft = drafts.begin()
    common = {"application_id": draft.case.pk, "by": draft.author, "at": draft.at}
    first, _second = (
        actions.attach(rule_id="report", name=f"{n}.pdf", content=make_pdf(n), **common)  # type: ignore[arg-type]
        for n in (1, 2)
    )

    with pytest.raises(RuleViolation, match="file.too_many"):
        actions.attach(rule_id="report", name="3.pdf", content=make_pdf(3), **common)  # type: ignore[arg-type]
    actions.detach(attachment_id=first.pk, **common)  # type: ignore[arg-type]
    actions.attach(rule_id="report", name="3.pdf", content=make_pdf(3), **common)  # type: ignore[arg-type]

    assert draft.case.attachments.count() == 3
    with pytest.raises(NotFound):
        actions.detach(attachment_id=first.pk, **common)  # type: ignore[arg-type]


def test_an_identity_number_is_nowhere_in_clear() -> None:
    draft = drafts.fill(drafts.begin(make_edition("excellence/2024"), category="experience"))
    number = "310105198001012347"
    field = next(f for f in completeness.form_of(draft.case).fields() if f.kind == "id_number")

    actions.save_answers(
        application_id=draft.case.pk,
        answers={field.id: number},
        revision=Content.objects.get().revision,
        by=draft.author,
        at=draft.at,
    )

    kept = PrivateValue.objects.get(field_path=field.id)
    assert number not in str(Content.objects.get().answers)
    assert number.encode() not in bytes(kept.ciphertext)
    assert number not in str([e.facts for e in journal.of_subject(f"application:{draft.case.pk}")])


def test_what_comes_back_unchanged_is_not_encrypted_anew_and_what_is_emptied_goes() -> None:
    draft = drafts.fill(drafts.begin(make_edition("excellence/2024"), category="experience"))
    kept = PrivateValue.objects.filter(application=draft.case)

    def save(**answers: str) -> dict[str, bytes]:
        revision = Content.objects.get(application=draft.case).revision
        facts = {"application_id": draft.case.pk, "revision": revision, "by": draft.author, "at": draft.at}
        actions.save_answers(answers=answers, **facts)  # type: ignore[arg-type]
        return {path: bytes(sealed) for path, sealed in kept.values_list("field_path", "ciphertext")}

    first = save(id_number="310105198001012347")
    again = save(id_number="310105198001012347")
    other = save(id_number="11010519491231002X")
    empty = save(id_number="")

    assert again == first
    assert {path for path in other if other[path] != first[path]} == {"id_number"}
    assert empty == {path: sealed for path, sealed in other.items() if path != "id_number"}


def test_a_private_value_moved_to_another_case_cannot_be_read() -> None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- beside its only use

    from zhiping.applications.queries import secrets  # noqa: PLC0415 -- beside its only use

    one, other = drafts.fill(drafts.begin()), drafts.begin(make_edition("excellence/2024"), category="model")
    kept = PrivateValue.objects.filter(application=one.case, field_path="contact_mobile").get()
    assert secrets.unseal(kept).startswith("139")

    PrivateValue.objects.filter(pk=kept.pk).update(application=other.case)
    kept.refresh_from_db()

    with pytest.raises(InvalidTag):
        secrets.unseal(kept)


def test_a_withdrawn_case_frees_its_place_and_both_are_told() -> None:
    edition, unit = make_edition(), make_organisation()
    recommender = make_recommender(edition)
    first, _second = (drafts.submitted(edition, organisation=unit, recommender=recommender) for _ in range(2))
    third = drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))
    with pytest.raises(RuleViolations):
        drafts.submit(third)

    journey.withdraw(application_id=first.case.pk, reason=" 数据需重新核实 ", by=first.author, at=first.at)
    drafts.submit(third)

    told = set(Message.objects.filter(code="journey.withdrawn").values_list("to_id", flat=True))
    assert drafts.reload(first).case.state == "withdrawn"
    assert third.case.phase == "recommendation"
    assert {first.author.user_id, first.unit.user_id} <= told


def test_withdrawing_needs_a_reason_and_a_right_to() -> None:
    draft = drafts.submitted()
    stranger = make_member(make_organisation(), Role.UNIT)

    with pytest.raises(RuleViolation, match="reason.missing"):
        journey.withdraw(application_id=draft.case.pk, reason="", by=draft.author, at=draft.at)
    with pytest.raises(NotFound):
        journey.withdraw(application_id=draft.case.pk, reason="x", by=stranger, at=draft.at)
    with pytest.raises(NotAllowed):
        journey.withdraw(application_id=draft.case.pk, reason="x", by=make_officer(), at=draft.at)


def test_the_worklist_says_who_must_do_what_next() -> None:
    draft = drafts.begin()
    before = [(i.what, i.href_name) for i in waiting_for(draft.author)], [i.what for i in waiting_for(draft.unit)]
    drafts.endorse(drafts.fill(draft))

    assert before == ([("fill_in", "applicant:draft")], ["endorse"])
    assert [(i.what, i.href_name) for i in waiting_for(draft.author)] == [("submit", "applicant:submit")]


def test_the_opinion_sheet_names_the_version_the_opinion_will_be_about() -> None:
    draft = drafts.fill(drafts.begin())

    sheet = papers.opinion_data(draft.case, "市质量协会")
    drafts.endorse(draft)
    version = draft.case.versions.get()

    assert (sheet["version"], sheet["content_hash"]) == (str(version.number), version.content_hash)
    assert re.fullmatch(rf"ZP-O-[0-9A-Z]+-1-{version.content_hash[:16].upper()}-[0-9A-Z]{{16}}", str(sheet["qr"]))


def test_a_unit_signs_up_its_own_teams_only_and_once() -> None:
    draft = drafts.begin()
    foreign = make_team(make_organisation())
    common = {"edition_id": draft.case.edition_id, "organisation_id": draft.case.organisation_id, "by": draft.author}
    at = datetime(2022, 4, 10, tzinfo=UTC)

    one, again = (actions.sign_up(team_id=draft.case.team_id, at=at, **common) for _ in range(2))  # type: ignore[arg-type]

    assert one == again
    with pytest.raises(NotFound):
        actions.sign_up(team_id=foreign.pk, at=at, **common)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.sign_up(**(common | {"by": make_member(make_organisation(), Role.UNIT)}), at=at)  # type: ignore[arg-type]


def test_the_answers_to_the_conditions_are_frozen_and_hashed_with_the_content() -> None:
    draft = drafts.submitted(make_edition("excellence/2024"), category="model")
    version = Version.objects.get(receipt__application=draft.case)

    assert version.answers["_eligibility"] == draft.case.content.eligibility != {}
    frozen = (version.answers, version.dimensions, version.attachments)
    assert version.content_hash == rules.content_hash(*frozen)
    version.answers["_eligibility"] = {**version.answers["_eligibility"], "years_in_business": 0}
    assert version.content_hash != rules.content_hash(*frozen)


def test_a_changed_condition_voids_the_units_opinion_and_the_same_answer_does_not() -> None:
    draft = drafts.endorse(drafts.fill(drafts.begin(make_edition("excellence/2024"), category="model")))
    given = dict(draft.case.content.eligibility)
    rule = next(name for name, answer in given.items() if answer is True)
    answer = {"application_id": draft.case.pk, "by": draft.author, "at": draft.at}

    actions.answer_eligibility(answers=given, **answer)  # type: ignore[arg-type]
    assert completeness.standing_endorsement(draft.case) is not None
    actions.answer_eligibility(answers={rule: False}, **answer)  # type: ignore[arg-type]
    assert completeness.standing_endorsement(draft.case) is None
