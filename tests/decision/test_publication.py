"""Release takes two people; certificate numbers are given exactly once; what is revoked says so."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from pypdf import PdfReader

from tests.factories.cases import AT
from tests.factories.decisions import (
    HOUR,
    make_judged,
    make_notice,
    make_prepared,
    make_published,
    resolve_all,
    sign_all,
)
from tests.factories.editions import amend_rules, make_edition
from tests.factories.people import make_officer
from zhiping.applications.models import Application, Version
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.decision import actions
from zhiping.decision.models import Certificate, CertificateSeries, Forwarding, Publication
from zhiping.decision.queries import facts_for_case, publications, waiting_for
from zhiping.decision.tasks import build_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Actor:
    return make_officer()


def states(publication: Publication) -> set[str]:
    return set(Application.objects.filter(edition=publication.edition).values_list("state", flat=True))


def test_the_person_who_prepared_does_not_release(office: Actor) -> None:
    prepared = make_prepared(office=office)

    with pytest.raises(RuleViolation, match=r"publication\.same_person"):
        actions.release(publication_id=prepared.pk, by=office, at=prepared.prepared_at)

    assert states(prepared) == {"publish"}


def test_a_second_person_releases_and_every_case_is_published() -> None:
    released = make_published()

    assert (states(released), released.released_at is not None) == ({"published"}, True)
    assert [p.pk for p in publications.released()] == [released.pk]


def test_a_list_is_released_once() -> None:
    released = make_published()

    with pytest.raises(RuleViolation, match=r"publication\.released_already"):
        actions.release(publication_id=released.pk, by=make_officer(), at=AT)


def test_a_case_changed_after_preparing_stops_the_release() -> None:
    prepared = make_prepared()
    Application.objects.filter(edition=prepared.edition).update(title=F("number"))

    with pytest.raises(RuleViolation, match=r"list\.changed"):
        actions.release(publication_id=prepared.pk, by=make_officer(), at=AT)


def test_preparing_again_replaces_and_the_last_preparer_counts(office: Actor) -> None:
    prepared, other = make_prepared(office=office), make_officer(name="钱主任")
    actions.prepare_publication(edition_id=prepared.edition_id, document_number="第2号", by=other, at=AT)

    with pytest.raises(RuleViolation, match=r"publication\.same_person"):
        actions.release(publication_id=prepared.pk, by=other, at=AT)
    actions.release(publication_id=prepared.pk, by=office, at=AT)

    assert [p.document_number for p in Publication.objects.all()] == ["第2号"]


def test_nothing_is_prepared_while_the_notice_stands_or_for_an_empty_list(office: Actor) -> None:
    notice = make_notice(office=office)
    with pytest.raises(RuleViolation, match=r"publication\.empty"):
        actions.prepare_publication(edition_id=notice.edition_id, by=office, at=AT)
    Application.objects.filter(edition=notice.edition).update(state="publish")
    with pytest.raises(RuleViolation, match=r"publication\.notice_open"):
        actions.prepare_publication(edition_id=notice.edition_id, by=office, at=AT)


def test_an_edition_without_notice_still_waits_for_resolutions_and_sign_offs(office: Actor) -> None:
    edition = make_edition("site-management/2023")
    first = make_judged(edition, points="90")
    resolve_all(edition, office=office)
    later = make_judged(edition, points="80")
    with pytest.raises(RuleViolation, match=r"notice\.unresolved"):
        actions.prepare_publication(edition_id=edition.pk, by=office, at=AT)
    Application.objects.filter(pk=later.pk).update(state="withdrawn", phase="ended")
    with pytest.raises(RuleViolation, match=r"sign_off\.missing"):
        actions.prepare_publication(edition_id=edition.pk, by=office, at=AT)
    sign_all(edition)

    prepared = actions.prepare_publication(edition_id=edition.pk, by=office, at=AT)

    actions.release(publication_id=prepared.pk, by=make_officer(), at=AT)
    assert Application.objects.get(pk=first.pk).state == "published"


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.GUIDING])
def test_nobody_but_the_secretariat_publishes_certifies_or_revokes(role: Role) -> None:
    released, other = make_published(), make_officer(role)
    [certificate, _] = actions.issue_certificates(edition_id=released.edition_id, by=make_officer(), at=AT)

    for act in (
        lambda: actions.prepare_publication(edition_id=released.edition_id, by=other, at=AT),
        lambda: actions.release(publication_id=released.pk, by=other, at=AT),
        lambda: actions.issue_certificates(edition_id=released.edition_id, by=other, at=AT),
        lambda: actions.revoke_certificate(certificate_id=certificate.pk, reason="x", by=other, at=AT),
        lambda: actions.forward(application_id=certificate.application_id, to="national", by=other, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_absent_things_are_not_found(office: Actor) -> None:
    for act in (
        lambda: actions.release(publication_id=0, by=office, at=AT),
        lambda: actions.revoke_certificate(certificate_id=0, reason="x", by=office, at=AT),
        lambda: actions.build_certificate(certificate_id=0),
        lambda: actions.prepare_publication(edition_id=0, by=office, at=AT),
        lambda: actions.close_notice(notice_id=0, by=office, at=AT),
        lambda: actions.settle_objection(objection_id=0, upheld=True, answer="x", by=office, at=AT),
        lambda: publications.publication(0),
        lambda: publications.certificate(0),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_unreleased_list_is_not_public() -> None:
    prepared = make_prepared()

    with pytest.raises(NotFound):
        publications.publication(prepared.pk)


def test_each_published_case_gets_one_certificate_with_its_own_number(office: Actor) -> None:
    released = make_published(cases=3)

    issued = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    assert [c.number for c in issued] == ["2024-E-E-0001", "2024-E-E-0002", "2024-E-E-0003"]
    with pytest.raises(RuleViolation, match=r"certificate\.nobody_waits"):
        actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)


def test_a_certificate_states_what_the_list_stated_and_can_be_checked(office: Actor) -> None:
    released = make_published(cases=1)
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    found = publications.certificate_by_code(issued.code.replace("-", "").lower())

    assert found == issued
    assert publications.hash_agrees(issued)
    assert publications.certificate_by_code(issued.number) == issued
    assert publications.certificate_by_code("0000-0000-0000") is None
    Certificate.objects.filter(pk=issued.pk).update(facts={**issued.facts, "level": "标杆级"})
    assert not publications.hash_agrees(Certificate.objects.get(pk=issued.pk))


def test_the_pdf_is_built_once_with_the_address_of_the_check_page(office: Actor) -> None:
    released = make_published(cases=1)
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    build_certificate(issued.pk)
    first = Certificate.objects.get(pk=issued.pk).pdf_id
    build_certificate(issued.pk)

    issued.refresh_from_db()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(publications.pdf_bytes(issued) or b"")).pages)
    flat = text.replace(" ", "").replace("\n", "")
    assert issued.pdf_id == first
    wanted = [issued.number, issued.code, f"{settings.BASE_URL}/verify/{issued.code}/", "优秀级", "不得用于产品宣传"]
    assert [w for w in wanted if w not in flat] == []


def test_the_members_of_a_circle_stand_on_its_certificate(office: Actor) -> None:
    edition = make_edition("qc-circle/2022")
    released = make_published(edition, cases=1)
    case = Application.objects.get(edition=edition)
    Version.objects.create(
        application=case,
        number=1,
        answers={"members": [{"name": "王𬭚"}, {"name": "李工"}, {"name": ""}]},
        dimensions={},
        attachments=[],
        content_hash="0" * 64,
        occasion="submission",
        frozen_at=AT,
    )

    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    assert ["小组成员", "王𬭚、李工"] in issued.facts["facts"]


def test_a_name_no_face_can_print_stops_the_pdf_and_not_the_certificate(office: Actor) -> None:
    released = make_published(cases=1)
    case = Application.objects.get(edition=released.edition)
    Application.objects.filter(pk=case.pk).update(title="改进😀")
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    with pytest.raises(RuleViolation, match=r"document\.missing_glyph"):
        actions.build_certificate(certificate_id=issued.pk)

    assert (Certificate.objects.get(pk=issued.pk).pdf_id, publications.pdf_bytes(issued)) == (None, None)


def test_a_revoked_certificate_keeps_its_number_and_the_case_gets_a_new_one(office: Actor) -> None:
    released = make_published(cases=1)
    [first] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"decision\.reason_missing"):
        actions.revoke_certificate(certificate_id=first.pk, reason="", by=office, at=AT)

    revoked = actions.revoke_certificate(certificate_id=first.pk, reason="单位更名", by=office, at=AT + HOUR)
    [second] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT + 2 * HOUR)

    assert (revoked.revoked_reason, first.number, second.number) == ("单位更名", "2024-E-E-0001", "2024-E-E-0002")
    with pytest.raises(RuleViolation, match=r"certificate\.revoked_already"):
        actions.revoke_certificate(certificate_id=first.pk, reason="再撤", by=office, at=AT)


def test_an_edition_that_gives_none_is_refused(office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    released = make_published(cases=1)
    edition = released.edition
    amend_rules(edition, '"issued":true', '"issued":false')

    with pytest.raises(RuleViolation, match=r"certificate\.none_here"):
        actions.issue_certificates(edition_id=edition.pk, by=office, at=AT)


def test_only_a_benchmark_outcome_goes_on_to_the_nation(office: Actor) -> None:
    edition = make_edition("qc-circle/2022")
    make_published(edition, cases=1)
    case = Application.objects.get(edition=edition)

    with pytest.raises(RuleViolation, match=r"forward\.level"):
        actions.forward(application_id=case.pk, to="national", by=office, at=AT)
    case.resolution.level = "benchmark"
    case.resolution.save()
    actions.forward(application_id=case.pk, to="national", by=office, at=AT)
    with pytest.raises(RuleViolation, match=r"forward\.chosen_already"):
        actions.forward(application_id=case.pk, to="national", by=office, at=AT)
    with pytest.raises(NotFound):
        actions.forward(application_id=case.pk, to="moon", by=office, at=AT)

    assert Forwarding.objects.get().to == "national"


def test_the_case_page_shows_the_certificate_and_where_it_was_sent(office: Actor) -> None:
    released = make_published(cases=1)
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)
    case = Application.objects.select_related("edition").get(pk=issued.application_id)

    facts = facts_for_case(case, frozenset({Field.CERTIFICATE, Field.LEVEL}))

    assert facts["certificate"] == {"number": issued.number, "code": issued.code, "issued_at": AT, "revoked_at": None}
    assert (facts["forwarded_to"], facts["level"]) == ([], {"level": "excellent", "label": "优秀级"})


def test_the_offices_worklist_leads_to_release_and_certificates(office: Actor) -> None:
    prepared = make_prepared(office=office)
    before = [item.what for item in waiting_for(office)]
    actions.release(publication_id=prepared.pk, by=make_officer(), at=prepared.prepared_at + timedelta(hours=1))

    assert (before, [item.what for item in waiting_for(office)]) == (["复核并发布"], ["制发证书"])


def run_together(*works: Callable[[], None]) -> None:
    """Run these in threads of their own and wait for all."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_threads_issuing_at_once_give_every_case_one_number() -> None:
    released, office = make_published(cases=6), make_officer()
    barrier, answers = threading.Barrier(2), []

    def issue() -> None:
        try:
            barrier.wait()
            answers.append(len(actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)))
        except RuleViolation as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    run_together(issue, issue)

    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert sorted(answers, key=str) == [6, "certificate.nobody_waits"]
    assert numbers == [f"2024-E-E-{n:04d}" for n in range(1, 7)]
    assert CertificateSeries.objects.get().last_serial == 6


@pytest.mark.django_db(transaction=True)
def test_two_editions_that_share_a_series_never_share_a_number() -> None:
    editions = [make_published(make_edition(key), cases=4).edition for key in ("excellence/2024", "qc-circle/2020")]
    for edition in editions:
        amend_rules(edition, "{year}-{programme}-{level}-{serial}", "S-{serial}")
    CertificateSeries.objects.create(edition=editions[0], pattern="S-{serial}")
    office, barrier = make_officer(), threading.Barrier(2)

    def issuing(edition_id: int) -> Callable[[], None]:
        def issue() -> None:
            barrier.wait()
            actions.issue_certificates(edition_id=edition_id, by=office, at=AT)
            connection.close()

        return issue

    run_together(*(issuing(edition.pk) for edition in editions))

    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"S-{n:04d}" for n in range(1, 9)]
