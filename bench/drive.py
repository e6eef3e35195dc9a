"""The second process: read a plan from standard input, drive the site, print the figures as JSON."""

from __future__ import annotations

import asyncio
import json
import sys

from bench.client import Refused, Shot, walk


def main() -> int:
    """Do one plan: {"address", "connections", "walks"}."""
    plan = json.load(sys.stdin)
    walks = [[Shot(**shot) for shot in steps] for steps in plan["walks"]]
    try:
        figures = asyncio.run(walk(tuple(plan["address"]), walks, plan["connections"]))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(json.dumps(figures.as_json()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
