"""What was measured, as a table for people, as JSON, and as a section of RESULTS.md."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import pace
from bench.goals import Goal

HEAD = ("what", "per second", "range", "p50 ms", "p95 ms", "SQL", "KB", "worker MB", "goal", "")


@dataclass(frozen=True, slots=True)
class Report:
    """All lines, the goals of the whole site, and where it was measured."""

    rows: list[dict[str, Any]]
    whole: list[Goal]
    machine: dict[str, str]
    note: str

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {"machine": self.machine, "note": self.note, "rows": self.rows, "whole": [asdict(g) for g in self.whole]}

    def table(self) -> str:
        """Return a Markdown table that can be read as it is, too."""
        cells = [HEAD, *(_cells(row) for row in self.rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(HEAD))]
        lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
        lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
        whole = [f"- {g.asked}: {g.found}, {_word(g.met)}" for g in self.whole]
        goals = [g["met"] for row in self.rows for g in row["goals"]] + [g.met for g in self.whole]
        return "\n".join([*lines, "", *whole, f"- {sum(goals)} of {len(goals)} goals met"])


def _word(met: bool) -> str:  # noqa: FBT001 -- the goal's own answer
    return "met" if met else "MISSED"


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    goals = row["goals"]
    return (
        row["label"] if row["clients"] > 2 else f"{row['label']} ({row['clients']} client{'s' * (row['clients'] > 1)})",
        f"{row['per_second']:.1f}",
        "–".join(map(str, row["range"])),
        f"{row['p50']:.1f}",
        f"{row['p95']:.1f}",
        "" if row["queries"] is None else str(row["queries"]),
        f"{row['size'] / 1000:.1f}",
        str(row["memory"]),
        "; ".join(g["asked"] if g["asked"].endswith("/s") else f"{g['asked']}: {g['found']}" for g in goals),
        "; ".join(_word(g["met"]) for g in goals),
    )


def machine() -> dict[str, str]:
    """Return where, when and what was measured."""
    git = ["git", "-C", str(Path(__file__).parent)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=False)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": commit.stdout.strip() + (" with changes" if changed.stdout.strip() else ""),
        "processors": f"{os.cpu_count()} × {_processor()}",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load before": f"{os.getloadavg()[2]:.1f} (15 minutes)",
        "pace": pace.measured(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "?")


def append(path: Path, told: Report) -> None:
    """Add the report as the newest section at the end."""
    facts = "; ".join(f"{name}: {value}" for name, value in told.machine.items())
    note = f"\n\n{told.note}" if told.note else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n## {told.machine['date']}, {told.machine['commit']}\n\n{facts}.{note}\n\n{told.table()}\n")


def note(record: str, lines: Sequence[str], more: str = "") -> None:
    """Add what another measurement found as the newest section of its own record. more: what else is to be said."""
    facts = machine()
    told = "; ".join(f"{name}: {value}" for name, value in facts.items())
    text = "\n".join(f"- {line}" for line in lines)
    with (Path(__file__).parent / record).open("a", encoding="utf-8") as file:
        file.write(f"\n## {facts['date']}, {facts['commit']}\n\n{told}.{f' {more}' if more else ''}\n\n{text}\n")
