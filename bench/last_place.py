"""Send many applications of one unit at the same instant (`python -m bench.last_place`) and count who got a place.

So many complete drafts are prepared in a home of their own (var/last-place), each by a duplicate of one and the same
unit, so that only the identity of the register ties them together. All are handed in at one instant, each over its own
connection; the edition has two places a unit. Exactly two must be in, everybody else must have been refused.
Options: --tabs N; --note TEXT; --record (append to bench/LAST_PLACE.md).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from bench import homes
from bench.closing import Form, rush

PLACES = 2
AHEAD = 8.0
"""Seconds from the start of the sender to the forms."""


def main() -> int:
    """Prepare, serve, send, count; the exit code is 1 when a place too many or too few was given."""
    options = _options()
    return homes.using("last-place", lambda home: _run(home, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.last_place", description=__doc__)
    parser.add_argument("--tabs", type=int, default=200, help="applications handed in at once")
    parser.add_argument("--note", default="", help="what else ran on the machine")
    parser.add_argument("--record", action="store_true", help="append to bench/LAST_PLACE.md")
    return parser.parse_args()


def _run(home: Path, options: argparse.Namespace) -> int:
    from bench import drafts, report, site  # noqa: PLC0415 -- need Django set up
    from zhiping.applications.models import Application  # noqa: PLC0415 -- likewise
    from zhiping.organisations.models import Organisation  # noqa: PLC0415 -- likewise

    ready = drafts.prepare(options.tabs, 0)
    units = sorted(set(Application.objects.values_list("organisation_id", flat=True)))
    Organisation.objects.filter(pk__in=units[1:]).update(merged_into=units[0])
    running = site.Site(home, home / "logs" / "last-place-site.log")
    try:
        at = time.time() + AHEAD
        sent = rush(running.address, [Form(at, case, ready.shot(case, {}, [])) for case in ready.cases])
    finally:
        running.stop()
    stored, statuses = len(drafts.stored()), Counter(one.status for one in sent)
    waits = sorted(one.answered - one.begun for one in sent)
    receipts = sum(one.status == 302 and one.location.endswith("/receipt/") for one in sent)
    lines = [
        f"{options.tabs} applications of one identity within {max(s.begun for s in sent) - min(s.begun for s in sent):.2f} s",
        f"places {PLACES}, stored {stored}, receipts {receipts}, answers by status {dict(sorted(statuses.items()))}",
        f"waited p50 {statistics.median(waits) * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms",
    ]
    print("\n".join(lines))
    if options.record:
        report.note("LAST_PLACE.md", lines, options.note)
    return 0 if (stored, receipts) == (PLACES, PLACES) else 1


if __name__ == "__main__":
    sys.exit(main())
