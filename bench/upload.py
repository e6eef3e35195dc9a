"""Send one large video in pieces and by the plain form, as production serves it; measure time and memory.

    .venv/bin/python -m bench.upload [--megabytes 2000] [--cut 20]

The sender is one process beside the site, on the same machine and disk. --cut N: of so many pieces, spread over the
whole, the answer is thrown away, and the sender asks anew where to go on, as after a cut line.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench import homes

if TYPE_CHECKING:
    from bench.site import Site

MEGABYTE = 1024 * 1024
LIMIT = 2000
RULE = "presentation_video"
BOUNDARY = "zhiping-bench"


def main() -> int:
    """Seed one candidate, serve, send twice, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.upload", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=LIMIT, help="size of the video")
    parser.add_argument("--cut", type=int, default=20, help="answers that are lost on the way")
    options = parser.parse_args()
    return homes.using("bench-upload", lambda home: _run(home, options), anew=False)


def _run(home: Path, options: argparse.Namespace) -> int:
    print(json.dumps(_measure(home, options.megabytes, options.cut), ensure_ascii=False, indent=1))
    return 0


def _measure(home: Path, megabytes: int, cut: int) -> dict[str, Any]:
    from bench import site  # noqa: PLC0415 -- needs Django set up

    videos = [_video(home / f"video-{n}.mp4", megabytes, n) for n in (1, 2)]
    senders = [_candidate(), _candidate()]
    running = site.Site(home, home / "logs" / "bench-site.log")
    try:
        for sender in senders:
            sender.site = running
            sender.get()
        pieces = _timed(running, lambda: senders[0].in_pieces(videos[0], cut))
        plain = _timed(running, lambda: senders[1].plainly(videos[1]))
    finally:
        running.stop()
        for video in videos:
            video.unlink()
    return {"megabytes": megabytes, "in pieces": pieces, "by the plain form": plain}


def _timed(running: Site, send: Any) -> dict[str, Any]:
    running.forget_peak()
    before = running.memory()
    begun = time.perf_counter()
    told = send()
    seconds = time.perf_counter() - begun
    growth = max(after - was for after, was in zip(running.peak(), before, strict=True))
    return {"seconds": round(seconds, 1), "memory growth of a web worker, MB": round(growth, 1), **told}


def _video(path: Path, megabytes: int, salt: int) -> Path:
    """Write a video of this size; each salt makes another one."""
    from tests.files.videos import make_video  # noqa: PLC0415 -- beside its only use

    with path.open("wb") as out:
        out.write(make_video(60, 0)[:-24])
        size = megabytes * MEGABYTE - out.tell()
        out.write(b"\x00\x00\x00\x01mdat" + size.to_bytes(8))
        left = size - 16
        noise = hashlib.shake_256(str(salt).encode()).digest(MEGABYTE)
        while left:
            left -= out.write(noise[:left])
    return path


class Sender:
    """A benchmark candidate's author, signed in, with one connection to the site."""

    site: Site

    def __init__(self, case_id: int, cookie: str) -> None:
        self.address = f"/applications/{case_id}/hand-in/"
        self.cookie, self.token = cookie, "a" * 32

    def _ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        line = http.client.HTTPConnection(*self.site.address, timeout=600)
        cookie = f"sessionid={self.cookie}; csrftoken={self.token}"
        line.request(method, path, body, {"Cookie": cookie, "X-CSRFToken": self.token, **headers})
        answer = line.getresponse()
        told = answer.status, answer.read()
        line.close()
        return told

    def get(self) -> None:
        """Open the page once, so that the process is warm."""
        status, _body = self._ask("GET", self.address)
        if status != http.HTTPStatus.OK:
            raise SystemExit(f"{self.address} answered {status}")

    def in_pieces(self, video: Path, cut: int) -> dict[str, Any]:
        """Send as the page does, asking anew where an answer was lost."""
        here, size = f"{self.address}uploads/", video.stat().st_size
        mark = hashlib.sha256(video.name.encode()).hexdigest()
        form = urlencode({"rule": RULE, "name": video.name, "size": size, "mark": mark})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = json.loads(self._ask("POST", here, form, **kind)[1])
        here, root, offset, slowest = f"{here}{begun['id']}/", hashlib.sha256(), 0, 0.0
        count = -(-size // begun["piece"])
        lost = {n * count // cut for n in range(cut)} if cut else set()
        with video.open("rb") as stream:
            for number, piece in enumerate(_pieces(stream, begun["piece"])):
                own, at = hashlib.sha256(piece), time.perf_counter()
                root.update(own.digest())
                headers = {"Upload-Offset": str(offset), "Upload-Digest": own.hexdigest()}
                status, said = self._ask("PUT", here, piece, **headers)
                told = json.loads(self._ask("GET", here)[1] if number in lost else said)
                slowest = max(slowest, time.perf_counter() - at)
                if status != http.HTTPStatus.OK:
                    raise SystemExit(f"piece {number}: {status} {told}")
                offset = told["received"]
        at = time.perf_counter()
        status, said = self._ask("POST", here, urlencode({"root": root.hexdigest()}), **kind)
        if status != http.HTTPStatus.OK:
            raise SystemExit(f"finish: {status} {said!r}")
        last = time.perf_counter() - at
        return {"pieces": count, "slowest piece, s": round(slowest, 2), "finish, s": round(last, 1), "cut": len(lost)}

    def plainly(self, video: Path) -> dict[str, Any]:
        """Send the whole file as the form does without script."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="rule"\r\n\r\n{RULE}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{video.name}"\r\n'
            "Content-Type: video/mp4\r\n\r\n"
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()

        def body() -> Iterator[bytes]:
            yield head
            with video.open("rb") as stream:
                yield from _pieces(stream, MEGABYTE)
            yield tail

        size = str(len(head) + video.stat().st_size + len(tail))
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        status, said = self._ask("POST", self.address, body(), **{"Content-Type": kind, "Content-Length": size})
        if status != http.HTTPStatus.FOUND:
            raise SystemExit(f"the form: {status} {said[:2000]!r}")
        return {}


def _pieces(stream: Any, size: int) -> Iterator[bytes]:
    while piece := stream.read(size):
        yield piece


def _candidate() -> Sender:
    """Place one case where its edition asks for the video, and sign its author in."""
    from tests.factories.cases import make_case  # noqa: PLC0415 -- likewise
    from tests.web.clients import client_of  # noqa: PLC0415 -- likewise

    from bench.seed import open_wide  # noqa: PLC0415 -- needs Django set up
    from zhiping.accounts.models import User  # noqa: PLC0415 -- likewise
    from zhiping.core.permissions.actor import Actor, Role  # noqa: PLC0415 -- likewise
    from zhiping.programmes.models import Edition  # noqa: PLC0415 -- likewise
    from zhiping.review.models import RoundResult  # noqa: PLC0415 -- likewise

    edition = Edition.objects.filter(key="qc-circle/2022").first() or open_wide("qc-circle/2022")
    case = make_case(edition, "presentation")
    RoundResult.objects.create(
        application=case, round_id="panel", proposed_level="benchmark", concluded_at=case.created_at
    )
    author = User.objects.get(pk=case.created_by_id)
    client = client_of(Actor(author.pk, Role.APPLICANT, case.organisation_id, author.name))
    return Sender(case.pk, client.cookies["sessionid"].value)


if __name__ == "__main__":
    sys.exit(main())
