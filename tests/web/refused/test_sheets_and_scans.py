"""Refusals of the sealed sheet, of what the scanner finds, of photos and of bundles, each by its page."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from cryptography.hazmat.primitives import serialization
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import drafts, sealing
from tests.fakes.clamd import clamd
from tests.files.test_scanning import infected_picture
from tests.files.test_store import make_pdf, make_picture
from tests.integrations.test_eseal import Authority
from tests.web.clients import client_of, edition_showing
from tests.web.refusing import Try, wrong_of
from zhiping.applications import tasks
from zhiping.applications.models import Bundle, Content
from zhiping.applications.queries import papers, sheets
from zhiping.applications.queries.scorecards import lines
from zhiping.core import sheetcode
from zhiping.files.models import StoredFile
from zhiping.programmes import queries as programmes
from zhiping.web.shared.refusal_texts import TEXTS

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"
OPINION = "成果真实有效，同意申报。"
READ_FIRST = ("applications.hand_in_sheet",)
"""The sheet is kept before the opinion is refused: who then vouches for it need not photograph it again."""


@pytest.fixture
def draft() -> drafts.Draft:
    return drafts.fill(drafts.begin(edition_showing(drafts.APPLYING[KEY])))


@pytest.fixture
def scanner(settings: Any) -> Iterator[None]:
    with clamd() as (address, _heard):
        settings.CLAMD = address
        yield


def _endorsing(draft: drafts.Draft, code: str, sheet: bytes, name: str = "盖章页.jpg", **more: Any) -> Try:
    """Return the unit's opinion with everything it needs, on this sheet."""
    points = {f"s-{line.id}": str(line.points) for line in lines(draft.case)}
    sent = {"opinion": OPINION, "sealed": SimpleUploadedFile(name, sheet)}
    return Try(code, client_of(draft.unit), f"/unit/applications/{draft.case.pk}/endorse/", points | sent, **more)


def test_a_sheet_that_belongs_to_something_else_is_refused_and_the_opinion_stays_typed(draft: drafts.Draft) -> None:
    key = sheets.code_key()
    known = sheetcode.read(str(papers.opinion_data(draft.case, "质量协会")["qr"]), key=key)
    other = sheetcode.SheetCode(known.paper, known.case + 1, known.version, known.digest)
    earlier = sheetcode.SheetCode(known.paper, known.case, known.version, "0" * 16)

    assert (
        wrong_of(
            _endorsing(draft, code, sealing.with_code(text))
            for code, text in {
                "sheet.foreign": "https://example.org/",
                "sheet.forged": sheetcode.write(known, key=b"somebody else's"),
                "sheet.other_case": sheetcode.write(other, key=key),
                "sheet.other_version": sheetcode.write(earlier, key=key),
            }.items()
        )
        == []
    )


def test_a_sheet_on_which_no_code_or_no_seal_is_seen_waits_for_who_vouches(draft: drafts.Draft) -> None:
    code = str(papers.opinion_data(draft.case, "质量协会")["qr"])

    assert (
        wrong_of(
            [
                _endorsing(draft, "endorsement.seal_unseen", sealing.with_code(code), does=READ_FIRST),
                _endorsing(draft, "endorsement.sheet_unread", make_picture("JPEG"), does=READ_FIRST),
            ]
        )
        == []
    )


def test_a_signed_pdf_that_was_changed_afterwards_names_its_signer(
    draft: drafts.Draft, settings: Any, tmp_path: Path
) -> None:
    authority, settings.ESEAL_ROOTS = Authority(), tmp_path
    (tmp_path / "root.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    sealed = authority.seal(sealing.printed(draft))
    place = sealed.index(b"/MediaBox") + 14
    tampered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]

    assert wrong_of([_endorsing(draft, "sheet.signature_broken", tampered, "意见表.pdf")]) == []


@pytest.mark.usefixtures("scanner")
def test_an_infected_file_is_refused_with_what_was_found_in_it(draft: drafts.Draft) -> None:
    page, sent = client_of(draft.author), SimpleUploadedFile("现场照片.png", infected_picture())
    here = f"/applications/{draft.case.pk}/files/"

    assert wrong_of([Try("file.infected", page, here, {"rule": "evidence", "file": sent})]) == []


def test_a_file_found_infected_after_its_upload_holds_the_submission_up_by_name(draft: drafts.Draft) -> None:
    drafts.endorse(draft)
    kept = draft.case.attachments.get(rule_id="report").file
    StoredFile.objects.filter(pk=kept.pk).update(scan=StoredFile.Scan.INFECTED, scan_found="Eicar-Test-Signature")
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/submit/"

    assert wrong_of([Try("files.infected", page, here, {"key": "k1"})]) == []


def test_a_photo_too_small_to_print_is_refused_and_its_page_goes_on_from_the_words_that_are_kept() -> None:
    key = "excellence/2024"
    draft = drafts.begin(edition_showing(drafts.APPLYING[key], key), category="experience")
    form = programmes.definition_of(draft.case.edition).form_for(draft.case.dimensions)
    photo = next(field for field in form.fields() if field.kind == "photo")
    section = next(one for one in form.sections if photo in one.fields)
    page, here = client_of(draft.author), f"/applications/{draft.case.pk}/sections/{section.id}/"
    small = {photo.id: SimpleUploadedFile("小图.png", make_picture("PNG"))}

    assert wrong_of([Try("photo.too_small", page, here, _filled(page.get(here), "陈思远") | small)]) == []
    small[photo.id].seek(0)
    refused = page.post(here, _filled(page.get(here), "陈思远") | small)
    corrected = page.post(here, _filled(refused, "陈思源"))

    assert (refused.status_code, corrected.status_code) == (409, 302)
    assert Content.objects.get().answers["name"] == "陈思源"
    assert draft.case.attachments.count() == 0


def _filled(answer: Any, name: str) -> dict[str, Any]:
    """Return what the form on a page sends once a name is typed into it."""
    (form,) = lxml.html.fromstring(answer.content.decode()).xpath("//form[.//input[@name='revision']]")
    hidden = form.xpath(".//input[@type='hidden']")
    sent: dict[str, Any] = {one.get("name"): one.get("value") for one in hidden}
    return sent | {"on_page": [one.get("value") for one in hidden if one.get("name") == "on_page"], "name": name}


def test_a_bundle_whose_content_changed_while_it_was_bound_says_so_and_is_bound_again(draft: drafts.Draft) -> None:
    page, here = client_of(draft.author), f"/cases/{draft.case.pk}/bundle/"
    long = SimpleUploadedFile("长.pdf", make_pdf(60))
    page.post(f"/applications/{draft.case.pk}/files/", {"rule": "evidence", "file": long})
    page.post(here)
    asked = Bundle.objects.get()
    drafts.fill(draft, "另一个题目")
    tasks.build_bundle(bundle_id=asked.pk)

    told = html.unescape(page.get(here).content.decode())
    page.post(here)
    again = Bundle.objects.exclude(pk=asked.pk).get()

    assert TEXTS["bundle.changed"] in told
    assert TEXTS["bundle.changed"] not in html.unescape(page.get(here).content.decode())
    assert (asked.content_hash == again.content_hash, again.state) == (False, "waiting")
