"""A page sends a large file in pieces: begun, cut, gone on with, finished; refused in words that the page can show."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories import drafts, panels
from tests.factories.cases import make_case
from tests.factories.people import make_member
from tests.files.videos import make_video
from tests.web.clients import client_of, edition_showing
from zhiping.accounts.models import User
from zhiping.applications.models import Attachment
from zhiping.core.permissions.actor import Actor, Role
from zhiping.files.actions import PIECE
from zhiping.files.models import StoredFile, Upload
from zhiping.programmes import queries as programmes
from zhiping.review.models import HandIn, RoundResult

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


def thick_pdf(size: int) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"% " + os.urandom(size).hex().encode()[:size])
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def _draft() -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[KEY], KEY))


def _begin(client: Client, address: str, content: bytes, rule: str, name: str = "成果报告.pdf") -> Any:
    mark = hashlib.sha256(content).hexdigest()
    return client.post(address, {"rule": rule, "name": name, "size": len(content), "mark": mark})


def _put(client: Client, address: str, content: bytes, offset: int, **over: str) -> Any:
    piece = content[offset : offset + PIECE]
    headers = {"Upload-Offset": str(offset), "Upload-Digest": hashlib.sha256(piece).hexdigest()} | over
    return client.put(address, piece, content_type="application/octet-stream", headers=headers)


def _root(content: bytes) -> str:
    pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces)).hexdigest()


def _send_all(client: Client, address: str, content: bytes, rule: str, name: str = "成果报告.pdf") -> HttpResponse:
    begun = _begin(client, address, content, rule, name).json()
    for offset in range(begun["received"], len(content), PIECE):
        _put(client, f"{address}{begun['id']}/", content, offset)
    return client.post(f"{address}{begun['id']}/", {"root": _root(content)})


def test_a_report_of_some_megabytes_survives_a_cut_line_a_closed_browser_and_a_lost_answer() -> None:
    draft, content = _draft(), thick_pdf(2 * PIECE + 5000)
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"

    begun = _begin(client, address, content, "report").json()
    here = f"{address}{begun['id']}/"
    _put(client, here, content, 0)
    damaged = _put(client, here, content, PIECE, **{"Upload-Digest": "0" * 64})
    page = client.get(f"/applications/{draft.case.pk}/files/").content.decode()
    client = client_of(draft.author)  # the browser was closed; the same file is chosen again
    again = _begin(client, address, content, "report").json()
    twice = _put(client, here, content, 0)
    states = [_put(client, here, content, offset).json()["received"] for offset in (PIECE, 2 * PIECE)]
    answers = [client.post(here, {"root": _root(content)}).json()["done"] for _time in range(2)]

    assert (begun["received"], begun["piece"], again) == (0, PIECE, begun | {"received": PIECE})
    assert (damaged.status_code, damaged.json()["code"]) == (409, "upload.damaged")
    assert "再选同一个文件，就从断点继续。" in page
    assert (twice.json()["code"], twice.json()["offset"]) == ("upload.elsewhere", PIECE)
    assert (states, answers) == ([2 * PIECE, len(content)], [True, True])
    assert Attachment.objects.get().file.sha256 == hashlib.sha256(content).hexdigest()


def test_a_candidates_video_comes_in_pieces_too() -> None:
    at = panels.REVIEWING[KEY]
    case = make_case(edition_showing(at), "presentation")
    RoundResult.objects.create(application=case, round_id="panel", proposed_level="benchmark", concluded_at=at)
    author = User.objects.get(pk=case.created_by_id)
    client = client_of(Actor(author.pk, Role.APPLICANT, case.organisation_id, author.name))
    address = f"/applications/{case.pk}/hand-in/uploads/"

    too_long = _send_all(client, address, make_video(16 * 60, 5000), "presentation_video", "发表.mp4")
    taken = _send_all(client, address, make_video(15 * 60, PIECE + 9), "presentation_video", "发表.mp4")

    assert too_long.json()["refused"] == "“发表视频”时长不超过 15 分钟，这个视频约 16 分钟。请剪辑后再上传。"
    assert (taken.status_code, HandIn.objects.get().file.seconds) == (200, 900)
    assert Upload.objects.get().file_id == HandIn.objects.get().file_id


def test_a_file_whose_content_is_refused_is_thrown_away_with_the_reason() -> None:
    draft = _draft()
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"

    answer = _send_all(client, address, b"MZ\x90 not a document" * 9, "report")

    assert (answer.status_code, answer.json()["code"]) == (409, "file.unknown_type")
    assert (Upload.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_would_be_refused_in_the_end_is_refused_before_it_is_sent() -> None:
    draft = _draft()
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"
    large = {"rule": "report", "name": "大.pdf", "size": 21 * 1024**2, "mark": "a" * 64}

    too_large = client.post(address, large).json()["refused"]
    unknown = client.post(address, large | {"rule": "nothing"}).status_code
    programmes.get_edition(draft.case.edition_id).windows.filter(stage_id="apply").update(closes_at=draft.at)
    closed = client.post(address, large | {"size": 9}).json()["code"]

    assert (too_large, unknown, closed) == ("文件超过 20 MB。请压缩或拆分后再上传。", 404, "window.closed")


def test_an_upload_is_given_up_with_a_button_and_belongs_to_its_sender_alone() -> None:
    draft = _draft()
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"
    here = f"{address}{_begin(client, address, b'x' * 10, 'report').json()['id']}/"
    colleague = client_of(make_member(draft.case.organisation, Role.APPLICANT))

    statuses = [colleague.get(here).status_code, colleague.put(here, b"x").status_code, client.get(here).status_code]
    given_up = client.post(here, {"give_up": "1"})

    assert (statuses, given_up.status_code, Upload.objects.count()) == ([404, 404, 200], 302, 0)
    assert client.get(address).json() == {}


def test_a_file_is_replaced_in_its_place_and_the_earlier_one_stays_with_who_and_when() -> None:
    draft, content = _draft(), thick_pdf(300)
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/uploads/"
    _send_all(client, address, thick_pdf(200), "report", "第一稿.pdf")
    first = Attachment.objects.get()

    mark = hashlib.sha256(content).hexdigest()
    asked = {"rule": "report", "name": "定稿.pdf", "size": len(content), "mark": mark, "replaces": first.pk}
    begun = client.post(address, asked).json()
    _put(client, f"{address}{begun['id']}/", content, 0)
    client.post(f"{address}{begun['id']}/", {"root": _root(content), "replaces": first.pk})
    page = client.get(f"/applications/{draft.case.pk}/files/").content.decode()

    second = Attachment.objects.get(removed_at=None)
    first.refresh_from_db()
    assert (second.file.name, second.replaces_id) == ("定稿.pdf", first.pk)
    assert (first.removed_by_id, first.removed_at) == (draft.author.user_id, second.added_at)
    assert "以前的文件（1）" in page
    assert client.get(f"/cases/{draft.case.pk}/files/{first.file_id}/").status_code == 200
    assert client_of(draft.unit).get(f"/cases/{draft.case.pk}/files/{first.file_id}/").status_code == 404


def test_without_script_the_plain_form_replaces_too_and_nothing_foreign_gives_way() -> None:
    draft = drafts.fill(_draft())
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/files/"
    first = draft.case.attachments.get(rule_id="report")

    def post(replaces: int) -> int:
        upload = SimpleUploadedFile("定稿.pdf", thick_pdf(100))
        return client.post(address, {"rule": "report", "replaces": replaces, "file": upload}).status_code

    assert [post(first.pk + 10_000), post(first.pk), post(first.pk)] == [404, 302, 404]
    assert list(draft.case.attachments.filter(removed_at=None).values_list("replaces", flat=True)) == [first.pk]
