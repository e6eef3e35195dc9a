"""Measure the reading of sealed sheets: python -m bench.read_scans [--count 420] [--keep FOLDER]."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import django


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.read_scans", description=__doc__)
    parser.add_argument("--count", type=int, default=420)
    parser.add_argument("--keep", type=Path, help="folder for the pictures that were misread")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiping.config.settings")
    django.setup()
    from bench import scans  # noqa: PLC0415 -- needs Django set up

    print(json.dumps(scans.measure(options.count, options.keep), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
