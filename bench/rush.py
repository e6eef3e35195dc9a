"""Send many forms at given instants, each over a connection of its own, and tell when each left and what came back.

An open loop: nobody waits for another's answer, as people do who click in the last seconds. Reads
{"address", "shots": [{"at", "path", "headers", "body"}]} from standard input, writes one JSON line a shot.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bench.client import Connection, Shot

TOLD = re.compile(rb'<time datetime="([^"]+)">')
PATIENCE = 900


@dataclass(frozen=True, slots=True)
class Sent:
    """One form on its way. begun, written, answered: real instants of this machine's clock, in seconds.

    status: 0 when the connection broke; told: the instant at which a refusal says the form had arrived.
    """

    place: int
    begun: float
    written: float
    answered: float
    status: int
    location: str
    told: float | None


async def send(address: tuple[str, int], shots: list[dict[str, Any]]) -> list[Sent]:
    """Send every shot at its instant and wait for all the answers."""
    return await asyncio.gather(*(_send(address, place, shot) for place, shot in enumerate(shots)))


async def _send(address: tuple[str, int], place: int, shot: dict[str, Any]) -> Sent:
    await asyncio.sleep(max(0.0, shot["at"] - time.time()))
    begun = written = time.time()
    try:
        line = Connection(*address)
        await line.open()
        begun = time.time()
        waiting = line.send(Shot(shot["path"], "POST", shot["headers"], shot["body"]))
        answer_at = asyncio.ensure_future(waiting)
        await asyncio.sleep(0)
        written = time.time()
        answer = await asyncio.wait_for(answer_at, PATIENCE)
        line.writer.close()
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        return Sent(place, begun, written, time.time(), 0, "", None)
    told = TOLD.search(answer.body)
    instant = datetime.fromisoformat(told[1].decode()).timestamp() if told else None
    return Sent(place, begun, written, time.time(), answer.status, answer.location.decode(), instant)


def main() -> int:
    """Do one plan."""
    plan = json.load(sys.stdin)
    for sent in asyncio.run(send(tuple(plan["address"]), plan["shots"])):
        print(json.dumps(asdict(sent)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
