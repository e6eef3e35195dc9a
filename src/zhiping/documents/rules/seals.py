"""Look for the print of a red seal on a sheet: a round or oval ring of the size of a seal, with signs inside.

A heading, a pasted picture, a red circle drawn by hand, a thumb print or a name chop is none. This says what a
person should look at; it proves nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from zhiping.documents.rules.light import Pixels, balanced, is_paper, paper_colour

LONG_EDGE = 1000
"""Pictures are looked at in this size: A4 then has 3.4 pixels to the millimetre."""
SMALLEST, LARGEST = 0.085, 0.36
"""Long axis of a seal against the long edge of the sheet, where nothing on it tells the scale."""
MILLIMETRES = (28.0, 62.0)
"""Long axis of a seal: 30 mm (oval) to 45 mm (round) by custom, and something for a measure taken askew."""
FLATTEST = 0.52
ANGLES = 72
RING = 0.64
"""So much of the way round the ring must carry ink; the rest may be worn, or lie under black print."""
NEAR = 0.075
"""How far off the ellipse a point may lie to take part in the fit."""
ON_RING, REACH = (0.92, 1.06), 1.25
"""Where the outermost ink of a direction lies, as far as is looked; a square has its corners outside."""
MIDDLE, INNER, AROUND = 0.25, 0.86, (1.1, 1.3)
"""Where signs are looked for, where the ring begins, where paper must show again; 1 is the ring."""
FULLEST = 0.62
"""Share of ink inside the ring above which it is a red disc."""
SIGNS = 0.2
"""So much of the way round there must be signs inside; an empty circle was drawn by hand."""
OUTSIDE = 0.35
"""Share of ink just outside the ring above which it is a picture, cloth or wood."""
EXCESS, CHROMA, DARKEST = 0.085, 0.1, 0.25
AVERAGED = 2
"""Pixels on each side that an average takes in."""
ROUNDING = 0.999
"""An average of many can come out a last digit above the greatest of them."""
SHEET = (-172.0, 32.0, -30.0, 285.0)
"""Where on the sheet a seal's middle can be, in millimetres from the middle of the code: left, right, up, down."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The print of a seal. left, top, width, height: its frame as shares of the picture; ring: how much of it shows."""

    left: float
    top: float
    width: float
    height: float
    ring: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a code of known size lies: its middle, one millimetre to the right and one down the sheet.

    All in shares of the picture's long edge.
    """

    middle: tuple[float, float]
    right: tuple[float, float]
    down: tuple[float, float]

    @property
    def millimetre(self) -> float:
        """Return the mean length of a millimetre."""
        return (math.hypot(*self.right) + math.hypot(*self.down)) / 2

    def on_sheet(self, x: float, y: float) -> bool:
        """Tell whether a point, in the same shares, can lie on the sheet."""
        dx, dy = x - self.middle[0], y - self.middle[1]
        (rx, ry), (sx, sy) = self.right, self.down
        area = rx * sy - ry * sx
        across, along = (dx * sy - dy * sx) / area, (rx * dy - ry * dx) / area
        return SHEET[0] <= across <= SHEET[1] and SHEET[2] <= along <= SHEET[3]


def find_seal(pixels: NDArray[np.uint8], *, anchor: Anchor | None = None) -> Seal | None:
    """Return the clearest print of a red seal, or None.

    Args: pixels: height × width × 3, red first, long edge about LONG_EDGE. anchor: the sheet's code, which tells
    scale and place; without one the whole picture is taken for the sheet.
    """
    paper = paper_colour(pixels)
    ink = redness(balanced(pixels, paper)) & is_paper(paper)
    long_edge = max(ink.shape)
    least, most = _sizes(long_edge, anchor)
    found = []
    for part in _blobs(ink, least, most):
        ellipse = _fit(ink[part], least, most)
        if ellipse is None:
            continue
        x, y, long, _short, _turned = ellipse = (ellipse[0] + part[1].start, ellipse[1] + part[0].start, *ellipse[2:])
        if anchor is not None and not anchor.on_sheet(x / long_edge, y / long_edge):
            continue
        ring = _judged(ink, ellipse)
        if ring is not None:
            height, width = ink.shape
            found.append(Seal((x - long) / width, (y - long) / height, 2 * long / width, 2 * long / height, ring))
    return max(found, key=lambda seal: seal.ring, default=None)


def redness(picture: Pixels) -> NDArray[np.bool_]:
    """Return which pixels carry red ink.

    Neighbours are averaged a little: the noise of a dim photo has every colour. What is red on average has a neighbour
    that is redder than green, so only the part of the picture that has such pixels is looked at.
    """
    ink = np.zeros(picture.shape[:2], np.bool_)
    part = _frame(picture[:, :, 0] - picture[:, :, 1] > EXCESS * ROUNDING)
    if part is not None:
        ink[part] = is_red(ndimage.gaussian_filter(picture[part], (0.8, 0.8, 0), radius=AVERAGED))
    return ink


def _frame(marked: NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Return the rows and columns that hold what is marked, with as many around it as averages reach, twice over."""
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not rows.size:
        return None
    first, last = (np.array([side[end] for side in (rows, columns)]) for end in (0, -1))
    starts, stops = np.maximum(first - 2 * AVERAGED, 0), last + 2 * AVERAGED + 1
    return slice(starts[0], stops[0]), slice(starts[1], stops[1])


def is_red(calm: Pixels) -> NDArray[np.bool_]:
    """Return which pixels of a picture without noise are red: above both other colours, of a hue near red, not dark."""
    red, green, blue = calm[:, :, 0], calm[:, :, 1], calm[:, :, 2]
    near = 3 * np.abs(green - blue) < 2 * red - green - blue  # at most 30° off on the colour wheel
    stands_out = (red - np.maximum(green, blue) > EXCESS) & (red - np.minimum(green, blue) > CHROMA)
    return np.asarray(near & stands_out & (red > DARKEST), np.bool_)


def _sizes(long_edge: int, anchor: Anchor | None) -> tuple[float, float]:
    if anchor is None:
        return SMALLEST * long_edge, LARGEST * long_edge
    millimetre = anchor.millimetre * long_edge
    return MILLIMETRES[0] * millimetre, MILLIMETRES[1] * millimetre


def _blobs(ink: NDArray[np.bool_], least: float, most: float) -> list[tuple[slice, slice]]:
    """Return the frames of what hangs together, as it is, with small gaps closed, and with larger ones closed."""
    frames: list[tuple[slice, slice]] = []
    for gap in (0, 1, max(2, round(least * 0.06))):
        closed = _grown(ink, gap)
        labels, _count = ndimage.label(closed)
        for rows, columns in ndimage.find_objects(labels):
            height, width = rows.stop - rows.start, columns.stop - columns.start
            if least <= max(height, width) <= most * 1.6 and min(height, width) >= least * FLATTEST:
                frames.append((rows, columns))
    return frames


def _grown(ink: NDArray[np.bool_], times: int) -> NDArray[np.bool_]:
    """Return the ink and so many pixels around it, up, down, left and right."""
    for _time in range(times):
        wide = ink.copy()
        wide[1:] |= ink[:-1]
        wide[:-1] |= ink[1:]
        wide[:, 1:] |= ink[:, :-1]
        wide[:, :-1] |= ink[:, 1:]
        ink = wide
    return ink


Ellipse = tuple[float, float, float, float, float]
"""Centre x, y, long and short half axis, angle of the long one."""


def _fit(window: NDArray[np.bool_], least: float, most: float) -> Ellipse | None:
    """Return the ellipse of the outermost ink when it has the size and the form of a seal."""
    rows, columns = np.nonzero(window)
    if len(rows) < ANGLES:
        return None
    fitted = _ellipse(columns.astype(np.float64), rows.astype(np.float64))
    if fitted is None or not least / 2 <= fitted[2] <= most / 2 or fitted[3] / fitted[2] < FLATTEST:
        return None
    return fitted


def _judged(ink: NDArray[np.bool_], ellipse: Ellipse) -> float | None:
    """Return how much of the ring shows, or None when what is on, in and around it makes no seal."""
    x, y, long, _short, _turned = ellipse
    reach = long * 1.35
    top, left = max(0, int(y - reach)), max(0, int(x - reach))
    window = ink[top : int(y + reach) + 1, left : int(x + reach) + 1]
    down, across = np.mgrid[: window.shape[0], : window.shape[1]]
    radius, angle = _in_ellipse(across.ravel() + left, down.ravel() + top, ellipse)
    covered = window.ravel()
    ring = _on_ring(radius[covered & (radius < REACH)], angle[covered & (radius < REACH)])
    signs = _ways(angle[covered & (radius > MIDDLE) & (radius < INNER)])
    around = (radius > AROUND[0]) & (radius < AROUND[1])
    inside, outside = covered[radius < INNER].mean(), covered[around].mean()
    if ring < RING or signs < SIGNS or inside > FULLEST or outside > OUTSIDE:
        return None
    return ring


def _ellipse(x: NDArray[np.float64], y: NDArray[np.float64]) -> Ellipse | None:
    """Fit an ellipse to the outermost points, again and again without those that lie off it."""
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    best: Ellipse | None = None
    for _turn in range(5):
        outer = _outermost(x, y, middle_x, middle_y)
        keep = np.ones(len(outer), bool)
        for _again in range(4):
            if keep.sum() < ANGLES // 4:
                break
            fitted = _conic(x[outer][keep], y[outer][keep])
            if fitted is None:
                break
            best = fitted
            radius, _angle = _in_ellipse(x[outer], y[outer], fitted)
            off = np.abs(radius - 1)
            keep = off <= max(NEAR, float(np.median(off)) * 1.5)
        if best is None:
            return None
        if math.hypot(best[0] - middle_x, best[1] - middle_y) < 1:
            break
        middle_x, middle_y = best[0], best[1]
    return best


def _outermost(x: NDArray[np.float64], y: NDArray[np.float64], middle_x: float, middle_y: float) -> NDArray[np.intp]:
    """Return for every direction from the middle the index of the outermost point."""
    sector = _sectors(np.arctan2(y - middle_y, x - middle_x))
    far = np.hypot(x - middle_x, y - middle_y)
    order = np.lexsort((far, sector))
    last = np.nonzero(np.diff(np.append(sector[order], ANGLES)))[0]
    return np.asarray(order[last], np.intp)


def _conic(x: NDArray[np.float64], y: NDArray[np.float64]) -> Ellipse | None:
    """Return the ellipse nearest to the points (least squares, constrained to ellipses), or None."""
    mx, my, scale = float(x.mean()), float(y.mean()), float(max(np.ptp(x), np.ptp(y), 1.0))
    u, v = (x - mx) / scale, (y - my) / scale
    quadratic = np.column_stack([u * u, u * v, v * v])
    linear = np.column_stack([u, v, np.ones_like(u)])
    s1, s2, s3 = quadratic.T @ quadratic, quadratic.T @ linear, linear.T @ linear
    try:
        turn = -np.linalg.solve(s3, s2.T)
    except np.linalg.LinAlgError:
        return None
    reduced = s1 + s2 @ turn
    reduced = np.array([reduced[2] / 2, -reduced[1], reduced[0] / 2])
    _values, vectors = np.linalg.eig(reduced)
    vectors = np.real(vectors)
    is_ellipse = 4 * vectors[0] * vectors[2] - vectors[1] ** 2 > 0
    if not is_ellipse.any():
        return None
    first = vectors[:, is_ellipse][:, 0]
    return _axes(first, turn @ first, (mx, my, scale))


def _axes(first: NDArray[np.float64], rest: NDArray[np.float64], place: tuple[float, float, float]) -> Ellipse | None:
    sign = 1 if first[0] + first[2] > 0 else -1
    a, b, c = (sign * float(n) for n in first)
    d, e, f = (sign * float(n) for n in rest)
    flat = b * b - 4 * a * c
    cx, cy = (2 * c * d - b * e) / flat, (2 * a * e - b * d) / flat
    size = 2 * (a * e * e + c * d * d - b * d * e + flat * f)
    spread = math.hypot(a - c, b)
    squares = [size * (a + c + way * spread) for way in (1, -1)]
    if min(squares) <= 0:
        return None
    long, short = sorted((-math.sqrt(s) / flat for s in squares), reverse=True)
    turned = 0.5 * math.atan2(-b, c - a)
    mx, my, scale = place
    return cx * scale + mx, cy * scale + my, long * scale, short * scale, turned


def _in_ellipse(x: NDArray[np.generic], y: NDArray[np.generic], ellipse: Ellipse) -> tuple[Pixels, Pixels]:
    """Return where points stand in the ellipse: radius (1 on it) and angle."""
    cx, cy, long, short, turned = ellipse
    dx, dy = np.asarray(x, float) - cx, np.asarray(y, float) - cy
    along = (dx * math.cos(turned) + dy * math.sin(turned)) / long
    across = (dy * math.cos(turned) - dx * math.sin(turned)) / short
    return np.hypot(along, across).astype(np.float32), np.arctan2(across, along).astype(np.float32)


def _ways(angle: Pixels) -> float:
    """Return the share of directions in which there is ink."""
    return len(np.unique(_sectors(angle))) / ANGLES


def _on_ring(radius: Pixels, angle: Pixels) -> float:
    """Return the share of directions whose outermost ink lies on the ring."""
    outermost = np.zeros(ANGLES)
    np.maximum.at(outermost, _sectors(angle), radius)
    return float(((outermost >= ON_RING[0]) & (outermost <= ON_RING[1])).mean())


def _sectors(angle: Pixels) -> NDArray[np.intp]:
    return np.asarray((angle + math.pi) / (2 * math.pi) * ANGLES, np.intp) % ANGLES
