"""A small picture of the first page, drawn by us in a process of its own, for who may have the file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import drafts
from tests.factories.people import LONG_AGO, make_member, make_organisation
from tests.files.test_store import make_pdf, make_zip
from tests.web.clients import client_of, edition_showing
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.files import actions, ports
from zhiping.files.models import StoredFile

pytestmark = pytest.mark.django_db


def picture(width: int, height: int, *, turned: bool = False) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        exif[0x0112] = 6
    exif[0x010F] = "maker of the phone"
    Image.new("RGB", (width, height), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_is_drawn_small_upright_and_without_what_the_camera_wrote() -> None:
    drawn = ports.picture_of(picture(3000, 1000, turned=True), "jpg")

    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as small:
        assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (227, 680), {})


def test_what_cannot_be_drawn_has_no_picture() -> None:
    assert ports.picture_of(b"%PDF-1.7 and nothing more", "pdf") is None


def test_documents_and_pictures_get_a_preview_and_only_who_may_have_the_file_sees_it() -> None:
    draft = drafts.fill(drafts.begin(edition_showing(drafts.APPLYING["qc-circle/2022"])))
    file = draft.case.attachments.get(rule_id="report").file
    address = f"/cases/{draft.case.pk}/files/{file.pk}/preview/"
    client = client_of(draft.author)
    before = client.get(address).status_code

    made = actions.make_preview(file_id=file.pk)
    page = client.get(address)

    with Image.open(io.BytesIO(page.getvalue())) as small:
        assert (before, made, page.status_code, page["Content-Type"], small.size) == (
            404,
            True,
            200,
            "image/jpeg",
            (480, 680),
        )
    assert page["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert f'src="{address}"' in client.get(f"/applications/{draft.case.pk}/files/").content.decode()
    stranger = client_of(make_member(make_organisation(), Role.APPLICANT))
    assert stranger.get(address).status_code == 404


def test_only_what_can_be_drawn_is_given_to_the_job_and_nothing_held_back_is_opened() -> None:
    pdf = actions.store(name="a", content=make_pdf(), by=SYSTEM, at=LONG_AGO)
    actions.store(name="b", content=make_zip(**{"word/document.xml": b"x"}), by=SYSTEM, at=LONG_AGO)
    actions.store_own(name="c", content=make_pdf(3), by=SYSTEM, at=LONG_AGO)
    jobs: list[Any] = list(ProcrastinateJob.objects.filter(task_name="files.preview").values_list("args", flat=True))

    StoredFile.objects.filter(pk=pdf.pk).update(scan=StoredFile.Scan.INFECTED)

    assert jobs == [{"file_id": pdf.pk}]
    assert actions.make_preview(file_id=pdf.pk) is False
