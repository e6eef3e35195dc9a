"""The layers as .importlinter states them, read from there so that there is one list."""

from __future__ import annotations

import configparser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhiping"


def heights() -> dict[str, int]:
    """Return each package's height in the river; siblings share a height."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    lines = config["importlinter:contract:river"]["layers"].split("\n")
    layers = [line.strip() for line in lines if line.strip()]
    found: dict[str, int] = {}
    for depth, layer in enumerate(layers):
        for name in layer.split("|"):
            found[name.strip(" ()")] = len(layers) - depth
    return found
