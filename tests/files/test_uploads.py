"""A large file piece by piece: cut, doubled, damaged, given up; whole only when it is what its sender has."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.factories.people import LONG_AGO, make_user
from tests.files.videos import make_video
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.files import actions, queries
from zhiping.files.actions import uploads
from zhiping.files.models import StoredFile, Upload

pytestmark = pytest.mark.django_db
PIECE = 1000
MARK = "a" * 64
VIDEO = make_video(60, 2500)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    monkeypatch.setattr(uploads, "PIECE", PIECE)
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[attr-defined]


@pytest.fixture
def sender() -> Actor:
    return Actor(make_user("发件人").pk, Role.APPLICANT, 1, "发件人")


def begin(sender: Actor, **over: object) -> Upload:
    given = {"purpose": "p:1:video", "name": "发表.mp4", "size": len(VIDEO), "mark": MARK, "max_bytes": 10_000}
    return actions.begin(**{**given, **over}, by=sender, at=LONG_AGO)  # type: ignore[arg-type]


def send(upload: Upload, sender: Actor, offset: int, content: bytes = VIDEO, digest: str = "") -> Upload:
    piece = content[offset : offset + PIECE]
    return actions.receive(
        upload_id=upload.pk,
        purpose=upload.purpose,
        offset=offset,
        content=piece,
        digest=digest or hashlib.sha256(piece).hexdigest(),
        by=sender,
        at=LONG_AGO,
    )


def root_of(content: bytes) -> str:
    pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces)).hexdigest()


def finish(upload: Upload, sender: Actor, root: str = "") -> StoredFile:
    with (
        transaction.atomic(),
        actions.assembled(upload_id=upload.pk, purpose=upload.purpose, root=root or root_of(VIDEO), by=sender) as (
            found,
            whole,
        ),
    ):
        if whole is None:
            assert found.file is not None
            return found.file
        stored = actions.store(name=found.name, content=whole, max_bytes=10_000, by=sender, at=LONG_AGO)
        actions.conclude(found, stored)
    return stored


def test_a_file_that_came_in_pieces_is_the_same_to_the_last_byte(sender: Actor) -> None:
    upload = begin(sender)

    received = [send(upload, sender, offset).received for offset in (0, 1000, 2000)]
    stored = finish(upload, sender)

    assert (received, stored.size, stored.seconds) == ([1000, 2000, 2500], 2500, 60)
    assert stored.sha256 == hashlib.sha256(VIDEO).hexdigest()
    assert queries.open_stored(stored).read() == VIDEO


def test_the_same_file_chosen_again_goes_on_where_it_stopped_and_another_begins_anew(sender: Actor) -> None:
    upload = begin(sender)
    send(upload, sender, 0)

    again, other = begin(sender), begin(sender, mark="b" * 64)

    assert (again.pk, again.received) == (upload.pk, 1000)
    assert (other.pk == upload.pk, other.received) == (False, 0)


def test_a_piece_whose_answer_was_lost_is_not_taken_twice_and_the_sender_is_told_where_to_go_on(sender: Actor) -> None:
    upload = begin(sender)
    send(upload, sender, 0)

    with pytest.raises(RuleViolation, match="upload.elsewhere") as told:
        send(upload, sender, 0)
    with pytest.raises(RuleViolation, match="upload.elsewhere"):
        send(upload, sender, 2000)

    assert told.value.facts == {"offset": 1000}


@pytest.mark.parametrize(("offset", "digest"), [(0, "0" * 64), (0, hashlib.sha256(VIDEO[:999]).hexdigest())])
def test_a_damaged_piece_is_refused_and_nothing_of_it_counts(sender: Actor, offset: int, digest: str) -> None:
    upload = begin(sender)

    with pytest.raises(RuleViolation, match="upload.damaged"):
        send(upload, sender, offset, digest=digest)
    with pytest.raises(RuleViolation, match="upload.damaged"):
        send(upload, sender, 0, content=VIDEO[:500])

    assert Upload.objects.get().received == 0


def test_what_is_not_whole_or_another_file_than_its_senders_is_not_finished(sender: Actor) -> None:
    upload = begin(sender)
    send(upload, sender, 0)
    with pytest.raises(RuleViolation, match="upload.elsewhere"):
        finish(upload, sender)
    for offset in (1000, 2000):
        send(upload, sender, offset)

    with pytest.raises(RuleViolation, match="upload.changed"):
        finish(upload, sender, root=root_of(VIDEO[::-1]))

    assert StoredFile.objects.count() == 0


def test_a_finish_whose_answer_was_lost_finds_the_same_file(sender: Actor) -> None:
    upload = begin(sender)
    for offset in (0, 1000, 2000):
        send(upload, sender, offset)

    assert finish(upload, sender) == finish(upload, sender)
    assert StoredFile.objects.count() == 1


def test_bytes_that_the_disk_lost_are_noticed_before_the_file_counts(sender: Actor) -> None:
    upload = begin(sender)
    for offset in (0, 1000, 2000):
        send(upload, sender, offset)
    with uploads.part_path(upload).open("r+b") as part:
        part.seek(1500)
        part.write(b"?")

    with pytest.raises(RuleViolation, match="upload.changed"):
        finish(upload, sender)


def test_a_server_that_dies_between_the_bytes_and_the_row_loses_nothing(
    sender: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(sender)
    for offset in (0, 1000, 2000):
        send(upload, sender, offset)

    def dies(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(actions, "conclude", dies)
        finish(upload, sender)
    counted = StoredFile.objects.count()

    assert (counted, finish(upload, sender).size) == (0, len(VIDEO))


def test_nobody_else_can_go_on_finish_or_throw_away(sender: Actor) -> None:
    upload = begin(sender)
    stranger = Actor(make_user("旁人").pk, Role.APPLICANT, 1, "旁人")

    for act in (
        lambda: send(upload, stranger, 0),
        lambda: finish(upload, stranger),
        lambda: actions.abandon(upload_id=upload.pk, purpose=upload.purpose, by=stranger, at=LONG_AGO),
        lambda: actions.abandon(upload_id=upload.pk, purpose="p:2:video", by=sender, at=LONG_AGO),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"size": 0}, "file.empty"),
        ({"size": 10_001}, "file.too_large"),
        ({"mark": "short"}, "upload.bad_mark"),
        ({"size": 10**18, "max_bytes": 10**18}, "upload.no_room"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(
    sender: Actor, over: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        begin(sender, **over)

    assert (refusal.value.code, Upload.objects.count()) == (code, 0)


def test_one_person_has_only_so_many_files_on_their_way(sender: Actor) -> None:
    for number in range(uploads.MOST_OPEN):
        begin(sender, mark=f"{number:064x}")

    with pytest.raises(RuleViolation, match="upload.too_many"):
        begin(sender)


def test_given_up_and_forgotten_uploads_leave_no_bytes_behind(
    sender: Actor, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    given_up, forgotten, running = (begin(sender, mark=f"{n:064x}") for n in range(3))
    Upload.objects.filter(pk=running.pk).update(touched_at=LONG_AGO + timedelta(days=5))

    with django_capture_on_commit_callbacks(execute=True):
        actions.abandon(upload_id=given_up.pk, purpose=given_up.purpose, by=sender, at=LONG_AGO)
    cleared = actions.clear(at=LONG_AGO + timedelta(days=8))

    paths = [uploads.part_path(one).exists() for one in (given_up, forgotten, running)]
    assert (cleared, paths) == (1, [False, False, True])
    assert Upload.objects.get().pk == running.pk


def test_another_size_under_the_same_mark_takes_the_place_of_the_bytes_before(
    sender: Actor, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    before = send(begin(sender), sender, 0)
    path = uploads.part_path(before)
    assert path.stat().st_size == PIECE

    with django_capture_on_commit_callbacks(execute=True):
        after = begin(sender, size=len(VIDEO) - 1)

    assert (path.exists(), uploads.part_path(after).exists()) == (False, True)


def test_bytes_that_no_upload_knows_are_swept_away_after_some_days(sender: Actor, tmp_path: Path) -> None:
    running = begin(sender)
    stray, fresh = tmp_path / "uploads" / "999.part", tmp_path / "uploads" / "998.twin"
    for path, age in ((stray, 8), (fresh, 1), (uploads.part_path(running), 8)):
        path.touch()
        moment = (LONG_AGO - timedelta(days=age)).timestamp()
        os.utime(path, (moment, moment))

    actions.clear(at=LONG_AGO)

    assert [path.exists() for path in (stray, fresh, uploads.part_path(running))] == [False, True, True]


def test_pieces_end_before_the_disk_is_full(sender: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(sender)
    free = shutil.disk_usage(tempfile.gettempdir()).free
    monkeypatch.setattr(uploads, "ROOM_LEFT", free * 2)

    with pytest.raises(RuleViolation, match=r"upload\.no_room"):
        send(upload, sender, 0)

    upload.refresh_from_db()
    assert upload.received == 0
