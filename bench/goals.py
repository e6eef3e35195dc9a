"""The goals of the season's speed, compared with what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.plans import Plan

LIST_QUERIES = 8
LISTS = {"published", "showcase", "showcase-search", "office-list", "office-search", "office-screening", "expert-list"}
LISTS |= {"recommender", "committee"}
START, MEMORY, GROWTH = 2.0, 160.0, 50.0


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what is asked for, what was found, whether it is met."""

    asked: str
    found: str
    met: bool


def of(plan: Plan, row: dict[str, Any]) -> list[Goal]:
    """Return the goals of one line with what was found."""
    found = []
    if plan.per_second:
        speed = row["per_second"]
        found.append(Goal(f"≥ {plan.per_second:g}/s", f"{speed:.1f}/s", speed >= plan.per_second))
    if plan.p50:
        found.append(Goal(f"p50 ≤ {plan.p50:g} ms", f"{row['p50']:.0f} ms", row["p50"] <= plan.p50))
    if plan.seconds:
        took = row["p50"] / 1000
        found.append(Goal(f"≤ {plan.seconds:g} s", f"{took:.2f} s", took <= plan.seconds))
    if plan.first_byte:
        first = row["first_byte_p50"]
        found.append(Goal(f"first byte ≤ {plan.first_byte:g} ms", f"{first:.0f} ms", first <= plan.first_byte))
    if plan.growth:
        found.append(Goal(f"growth ≤ {GROWTH:g} MB", f"{row['growth']} MB", row["growth"] <= GROWTH))
    if plan.id in LISTS:
        found.append(Goal(f"≤ {LIST_QUERIES} queries", str(row["queries"]), row["queries"] <= LIST_QUERIES))
    return found


def whole(started_in: float, memory: list[float], peak: list[float], helpers: list[float]) -> list[Goal]:
    """Return the goals of the whole site. helpers: what each worker's helper takes besides."""
    now, highest = max(memory), max(peak)
    return [
        Goal(f"start ≤ {START:g} s", f"{started_in:.2f} s", started_in <= START),
        Goal(
            f"worker memory ≤ {MEMORY:g} MB",
            f"{now:.0f} MB (peak {highest:.0f} MB; its helper {max(helpers):.0f} MB besides)",
            now <= MEMORY,
        ),
    ]
