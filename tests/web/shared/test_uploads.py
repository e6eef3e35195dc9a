"""A form that brings more than any page takes is turned away before it is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import drafts
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Attachment
from zhiping.web.shared import uploads

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"


def _post(client: Client, draft: drafts.Draft) -> int:
    upload = SimpleUploadedFile("a.pdf", bytes(5000))
    return client.post(f"/applications/{draft.case.pk}/files/", {"rule": "report", "file": upload}).status_code


def test_the_announced_length_decides_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY))
    author, stranger = client_of(draft.author), Client()
    monkeypatch.setattr(uploads, "MOST_OF_A_STRANGER", 4000)
    answers = [_post(author, draft), _post(stranger, draft)]
    monkeypatch.setattr(uploads, "MOST", 4000)

    assert (answers, _post(author, draft), Attachment.objects.count()) == ([409, 400], 400, 0)


def test_of_a_file_that_is_too_large_only_a_byte_too_many_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100)

    given = uploads.sent(SimpleUploadedFile("a.pdf", bytes(5000)))

    assert given is not None
    assert (given[0], len(given[1])) == ("a.pdf", 101)
