"""The one way points are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def round_points(points: Decimal, to: Decimal = CENT) -> Decimal:
    """Round half up (四舍五入), away from zero, to two places unless told otherwise."""
    return points.quantize(to, rounding=ROUND_HALF_UP)


def mean(values: list[Decimal]) -> Decimal:
    """Return the plain mean, unrounded; the list is not empty."""
    return sum(values, Decimal(0)) / len(values)
