"""Hand in around the closing second (`python -m bench.closing`, `make bench ARGS=closing`) and count every wrong answer.

Complete drafts are prepared in a home of their own (var/closing), the site is served as production serves it, and the
window closes in the middle of the rush: so many forms within ten seconds, each over its own connection, without waiting
for answers. Clocks of the senders are wrong, and they say so in headers and fields; some forms are sent twenty times
more under the same key; some applicants have an extension. What the server answered is then held against what is stored.
Options: --sends N; --seconds N; --cases N; --repeated N; --extended N; --note TEXT; --record (append to bench/CLOSING.md).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench import homes
from bench.rush import Sent

ROOT = Path(__file__).resolve().parents[1]
TWENTY = 20
AHEAD = 8.0
"""Seconds from the start of the sender to the first form."""
LIARS = ("x-client-time", "x-request-start", "x-zhiping-arrived-at", "zhiping-arrived_at", "zhiping.arrived-at", "date")


@dataclass(frozen=True, slots=True)
class Form:
    """One form that is sent. extended: whether its case closes after the rush."""

    at: float
    case_id: int
    shot: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A receipt as the database holds it."""

    case_id: int
    number: str
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a rush. The last five must be nothing; seconds."""

    sent: int
    cases: int
    accepted: int
    repeated: int
    refused: int
    in_time: int
    too_late: int
    late_in: int
    early_out: int
    doubled: int
    lost: int
    broken: int
    waits: tuple[float, float, float]
    lags: tuple[float, float, float]

    @property
    def wrong(self) -> int:
        """Return how many answers or rows are not as they must be."""
        return self.late_in + self.early_out + self.doubled + self.lost + self.broken

    def lines(self) -> list[str]:
        """Return it for people."""
        bound = 3 / self.sent
        return [
            f"forms sent {self.sent} for {self.cases} cases; in time {self.in_time}, too late {self.too_late}",
            f"accepted {self.accepted} cases ({self.repeated} more forms got the same receipt), refused {self.refused}",
            (
                f"late in {self.late_in}, early out {self.early_out}, double {self.doubled}, lost {self.lost}, "
                f"without an answer {self.broken}"
            ),
            f"answer after p50 {self.waits[0]:.1f} s, p99 {self.waits[1]:.1f} s, longest {self.waits[2]:.1f} s",
            (
                f"from sending to the stamp p50 {self.lags[0] * 1000:.0f} ms, p99 {self.lags[1] * 1000:.0f} ms, "
                f"longest {self.lags[2] * 1000:.0f} ms"
            ),
            f"wrong {self.wrong} of {self.sent}"
            + (f": below {bound:.2%} with 95 % confidence (3/n)" if not self.wrong else ""),
        ]


def judge(
    forms: Sequence[Form], sent: Sequence[Sent], closings: Mapping[int, float], stored: Sequence[Stored]
) -> Verdict:
    """Hold the answers against the rows.

    A case must be in when one of its forms had arrived before its closing, by the server's own stamp: for an accepted
    form its receipt's instant, for a refused one the instant that the refusal tells. It must be out when the first of its
    forms was begun after the closing.
    Args: closings: case → closing, in seconds; stored: every receipt of these cases.
    """
    answers: dict[int, list[Sent]] = defaultdict(list)
    for form, one in zip(forms, sent, strict=True):
        answers[form.case_id].append(one)
    rows: dict[int, list[Stored]] = defaultdict(list)
    for row in stored:
        rows[row.case_id].append(row)
    promised = {case for case, found in answers.items() if any(_is_receipt(one) for one in found)}
    refused = [(form.case_id, one) for form, one in zip(forms, sent, strict=True) if one.told is not None]
    late = {case for case, found in rows.items() if any(row.at >= closings[case] for row in found)}
    late |= {case for case in rows if min(one.begun for one in answers[case]) >= closings[case]}
    numbers = Counter(row.number for row in stored)
    accepted = sum(_is_receipt(one) for one in sent)
    return Verdict(
        sent=len(sent),
        cases=len(answers),
        accepted=len(rows),
        repeated=accepted - len(promised),
        refused=len(refused),
        in_time=sum(one.written < closings[form.case_id] for form, one in zip(forms, sent, strict=True)),
        too_late=sum(one.begun >= closings[form.case_id] for form, one in zip(forms, sent, strict=True)),
        late_in=len(late),
        early_out=sum(one.told < closings[case] for case, one in refused if one.told is not None),
        doubled=sum(len(found) > 1 for found in rows.values()) + sum(n > 1 for n in numbers.values()),
        lost=len(promised - set(rows)) + len(set(rows) - promised),
        broken=sum(not _is_receipt(one) and one.told is None for one in sent),
        waits=_cuts([one.answered - one.begun for one in sent]),
        lags=_cuts(_lags(forms, sent, rows)),
    )


def _is_receipt(one: Sent) -> bool:
    return one.status == 302 and one.location.endswith("/receipt/")


def _lags(forms: Sequence[Form], sent: Sequence[Sent], rows: Mapping[int, Sequence[Stored]]) -> list[float]:
    """Return how long after its sending each form was stamped, where that is known: refused ones, and first ones."""
    known = [one.told - one.begun for one in sent if one.told is not None]
    for case, found in rows.items():
        begun = [one.begun for form, one in zip(forms, sent, strict=True) if form.case_id == case]
        known += [found[0].at - begun[0]] if len(begun) == 1 else []
    return known


def _cuts(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) < 2:
        return (*values, 0.0, 0.0, 0.0)[:3]  # type: ignore[return-value]
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[98], max(values)


def instants(cases: Sequence[int], options: argparse.Namespace, rng: Random) -> list[tuple[float, int]]:
    """Return who sends when, in seconds from the closing: each case once, some twenty times more, the others again.

    Half of the instants lie before the closing; the forms of one who clicks on and on lie within a second.
    """
    half = options.seconds / 2
    found = [(rng.uniform(-half, half), case) for case in cases]
    for at, case in found[: options.repeated]:
        found += [(at + rng.uniform(0, 1), case) for _ in range(TWENTY)]
    while len(found) < options.sends:
        found.append((rng.uniform(-half, half), rng.choice(cases)))
    return sorted(found[: options.sends])


def lies(rng: Random, at: float) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return headers and fields of a browser whose clock is wrong by up to ten days."""
    wrong = at + rng.uniform(-10, 10) * 86_400
    fields = [("at", f"{wrong:.3f}"), ("submitted_at", f"{wrong:.3f}"), ("arrived_at", f"{wrong:.3f}")]
    return dict.fromkeys(LIARS, f"t={wrong:.3f}"), fields


def main() -> int:
    """Prepare, serve, rush, judge; the exit code is 1 when anything is wrong."""
    options = _options()
    return homes.using("closing", lambda home: _run(home, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.closing", description=__doc__)
    parser.add_argument("--sends", type=int, default=2000, help="forms sent")
    parser.add_argument("--seconds", type=float, default=10, help="within so many seconds, the closing in their middle")
    parser.add_argument("--cases", type=int, default=1000, help="drafts ready to be handed in")
    parser.add_argument("--repeated", type=int, default=40, help="drafts sent twenty times more")
    parser.add_argument("--extended", type=int, default=40, help="drafts with an extension by an hour")
    parser.add_argument("--note", default="", help="what else ran on the machine")
    parser.add_argument("--record", action="store_true", help="append to bench/CLOSING.md")
    return parser.parse_args()


def _run(home: Path, options: argparse.Namespace) -> int:
    from bench import drafts, report, site  # noqa: PLC0415 -- need Django set up

    begun = time.perf_counter()
    ready = drafts.prepare(options.cases, options.extended)
    print(f"{options.cases} drafts prepared in {time.perf_counter() - begun:.0f} s", flush=True)
    running = site.Site(home, home / "logs" / "closing-site.log")
    try:
        rng = Random(7)  # noqa: S311 -- nothing secret
        closes_at = drafts.close_in(ready, AHEAD + options.seconds / 2)
        forms = [
            Form(closes_at + at, case, ready.shot(case, *lies(rng, closes_at + at)))
            for at, case in instants(ready.cases, options, rng)
        ]
        sent = rush(running.address, forms)
        memory = max(running.peak())
    finally:
        running.stop()
    found = judge(forms, sent, ready.closings, drafts.stored())
    lines = [*found.lines(), f"gap in the numbers: {drafts.gap()}; a web worker's memory at most {memory:.0f} MB"]
    print("\n".join(lines))
    if options.record:
        report.note("CLOSING.md", lines, options.note)
    return 1 if found.wrong or drafts.gap() else 0


def rush(address: tuple[str, int], forms: Sequence[Form]) -> list[Sent]:
    """Let the second process send the forms."""
    plan = {"address": address, "shots": [form.shot | {"at": form.at} for form in forms]}
    done = subprocess.run(
        [sys.executable, "-m", "bench.rush"], input=json.dumps(plan), capture_output=True, text=True, cwd=ROOT,
        check=True,
    )  # fmt: skip
    return [Sent(**json.loads(line)) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
