"""The virus scan: refused at once, kept in quarantine while nobody can look, judged later, visible all the while."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import drafts
from tests.factories.people import LONG_AGO
from tests.fakes.clamd import HARMLESS_TEST_VIRUS, clamd, nobody
from tests.files.test_store import make_pdf, make_picture
from tests.web.clients import client_of, edition_showing
from zhiping.applications import actions as applications
from zhiping.applications import queries as of_applications
from zhiping.config import readiness
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import SYSTEM
from zhiping.files import actions, queries
from zhiping.files.actions import scanning
from zhiping.files.models import StoredFile
from zhiping.journal.models import Entry
from zhiping.messages.models import Message

pytestmark = pytest.mark.django_db
Scan = StoredFile.Scan


def infected_picture() -> bytes:
    out, said = io.BytesIO(), PngImagePlugin.PngInfo()
    said.add_text("note", HARMLESS_TEST_VIRUS.decode())
    Image.new("RGB", (8, 8), "white").save(out, "PNG", pnginfo=said)
    return out.getvalue()


@pytest.fixture
def scanner(settings: Any) -> Iterator[None]:
    with clamd() as (address, _heard):
        settings.CLAMD = address
        yield


def keep(content: bytes) -> StoredFile:
    return actions.store(name="材料", content=content, by=SYSTEM, at=LONG_AGO)


def test_without_a_scanner_files_are_taken_and_say_that_nobody_looked() -> None:
    assert keep(make_pdf()).scan == Scan.UNSCANNED
    assert readiness.look_at_scanner().ok is True


@pytest.mark.usefixtures("scanner")
def test_a_clean_file_is_taken_and_an_infected_one_is_refused_with_its_name() -> None:
    assert keep(make_pdf()).scan == Scan.CLEAN
    with pytest.raises(RuleViolation, match="file.infected") as refusal:
        keep(infected_picture())

    assert refusal.value.facts == {"found": "Eicar-Test-Signature"}
    assert StoredFile.objects.count() == 1
    assert "ClamAV" in readiness.look_at_scanner().en


def test_while_the_scanner_is_down_files_are_taken_into_quarantine_and_readiness_names_it(settings: Any) -> None:
    settings.CLAMD = nobody()

    stored = keep(make_pdf())

    check = readiness.look_at_scanner()
    assert (stored.scan, check.ok, "1 个文件在隔离区" in check.zh) == (Scan.QUARANTINED, False, True)
    assert ProcrastinateJob.objects.get(task_name="files.scan").args == {"file_id": stored.pk}
    with pytest.raises(RuleViolation, match="file.waits_for_scan"):
        queries.open_stored(stored)
    assert actions.scan_waiting() == 0


def test_what_waits_is_judged_when_the_scanner_is_back(settings: Any) -> None:
    settings.CLAMD = nobody()
    clean, bad = keep(make_pdf()), keep(infected_picture())

    with clamd() as (address, _heard):
        settings.CLAMD = address
        judged = actions.scan_waiting()

    clean.refresh_from_db()
    bad.refresh_from_db()
    assert (judged, clean.scan, bad.scan, bad.scan_found) == (2, Scan.CLEAN, Scan.INFECTED, "Eicar-Test-Signature")
    assert queries.open_stored(clean).read() == make_pdf()
    with pytest.raises(RuleViolation, match="file.infected"):
        queries.open_stored(bad)


def test_large_files_are_scanned_later_and_too_large_ones_say_so(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "AT_ONCE", 100)
    with clamd(longest=100) as (address, _heard):
        settings.CLAMD = address
        stored = keep(make_pdf())
        before = stored.scan
        actions.scan(file_id=stored.pk)

    stored.refresh_from_db()
    assert (before, stored.scan) == (Scan.QUARANTINED, Scan.OVERSIZE)
    assert queries.open_stored(stored).read() == make_pdf()


def test_an_infected_file_of_a_case_is_told_shown_and_stops_the_submission_alone(settings: Any) -> None:
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"])))
    settings.CLAMD = nobody()
    earlier = draft.case.attachments.get(rule_id="report")
    attachment = applications.attach(
        application_id=draft.case.pk, rule_id="report", name="照片.pdf", content=make_pdf(4), replaces=earlier.pk,
        by=draft.author, at=draft.at,
    )  # fmt: skip
    page = f"/applications/{draft.case.pk}/files/"
    client = client_of(draft.author)
    waiting = client.get(page).content.decode()
    held = client.get(f"/cases/{draft.case.pk}/files/{attachment.file_id}/")
    before = of_applications.infected_files(draft.case)

    applications.tell_of_infection(attachment.file_id, "Eicar")
    StoredFile.objects.filter(pk=attachment.file_id).update(scan=Scan.INFECTED, scan_found="Eicar")

    assert ("待病毒扫描" in waiting, held.status_code, "文件正在等待病毒扫描" in held.content.decode()) == (
        True,
        409,
        True,
    )
    assert "发现 Eicar，不能下载，也不能提交。" in client.get(page).content.decode()
    assert (before, [r.code for r in of_applications.infected_files(draft.case)]) == ([], ["files.infected"])
    assert Message.objects.get(code="applications.file_infected").to_id == draft.author.user_id
    assert Entry.objects.filter(act="applications.find_infected").count() == 1


def test_what_the_platform_makes_itself_is_not_scanned(settings: Any) -> None:
    settings.CLAMD = nobody()

    stored = actions.store_own(name="证书.pdf", content=make_pdf(), by=SYSTEM, at=LONG_AGO)

    assert (stored.scan, make_picture()[:4]) == (Scan.UNSCANNED, b"\x89PNG")
