"""Marks far from what the other experts gave: flagged for a word of reason, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhiping.core.identifiers import Id
from zhiping.core.scoring.rounding import mean, round_points
from zhiping.core.scoring.severity import Marks

LIMIT = Decimal("2.5")
FEWEST = 3
MAD_TO_SD = Decimal("1.4826")
MEAN_TO_SD = Decimal("1.2533")


@dataclass(frozen=True, slots=True)
class Flag:
    """One mark to ask about: distance to the mean of the other experts (points), and that in robust deviations."""

    application_id: Id
    expert_id: Id
    distance: Decimal
    deviations: Decimal


@dataclass(frozen=True, slots=True)
class _Residual:
    application_id: Id
    expert_id: Id
    distance: Decimal
    standardised: Decimal


def flag(marks: Marks, *, severities: Mapping[Id, Decimal] | None = None, limit: Decimal = LIMIT) -> tuple[Flag, ...]:
    """Flag the marks that lie `limit` robust standard deviations or more from the mean of the other experts.

    Applications with fewer than three marks are left out: with two nobody can tell which one is off.
    Args: marks: application → expert → total. severities: taken out first, so that a known severe expert is not
    flagged for every mark.
    Returns: farthest first; ties by application and expert.
    Source: default (leave-one-out residual, 1.4826 × median absolute deviation).
    """
    residuals = _residuals(marks, severities or {})
    scale = _scale([abs(residual.standardised) for residual in residuals])
    if scale == 0:
        return ()
    flags = [
        Flag(r.application_id, r.expert_id, round_points(r.distance), round_points(abs(r.standardised) / scale))
        for r in residuals
        if abs(r.standardised) >= limit * scale
    ]
    return tuple(sorted(flags, key=lambda f: (-f.deviations, f.application_id, f.expert_id)))


def _residuals(marks: Marks, severities: Mapping[Id, Decimal]) -> list[_Residual]:
    found: list[_Residual] = []
    for application, given in marks.items():
        if len(given) < FEWEST:
            continue
        values = {expert: points + severities.get(expert, Decimal(0)) for expert, points in given.items()}
        together = sum(values.values(), Decimal(0))
        count = len(values)
        for expert, points in values.items():
            distance = points - (together - points) / (count - 1)
            # a mean of few others is itself uncertain: the distance varies by n / (n - 1) times one mark's variance
            found.append(_Residual(application, expert, distance, distance / (Decimal(count) / (count - 1)).sqrt()))
    return found


def _scale(distances: list[Decimal]) -> Decimal:
    """Return a standard deviation that single wild marks cannot stretch; 0 when all marks agree."""
    if not distances:
        return Decimal(0)
    ordered = sorted(distances)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])
    # when more than half of the marks agree to the point, the median says nothing and the mean distance takes over
    return middle * MAD_TO_SD if middle else mean(ordered) * MEAN_TO_SD
