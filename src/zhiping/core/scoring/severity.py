"""How severe each expert is, told from the applications that experts share.

The model is additive with crossed random effects, mark = level + application + expert + error, solved as Henderson's
mixed-model equations; the variances are those of restricted maximum likelihood. An expert's severity is minus the
best linear unbiased prediction (BLUP) of the expert effect: drawn towards zero the fewer marks speak for it.
Computation is in floating point; severities are rounded half up to four places before anything uses them, so that
every adjusted total can be recomputed by hand from the published severities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiping.core.identifiers import Id
from zhiping.core.later import Later
from zhiping.core.scoring.rounding import round_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import optimize, sparse
    from scipy.sparse import csgraph

    Vector = NDArray[np.float64]
else:
    np, optimize, sparse, csgraph = map(Later, ("numpy", "scipy.optimize", "scipy.sparse", "scipy.sparse.csgraph"))

Marks = Mapping[Id, Mapping[Id, Decimal]]

PLACES = Decimal("0.0001")
LOG_BOUND = 10.0
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Severities:
    """The estimate for one round.

    by_expert: points to add to each expert's totals, four places; positive for a severe expert; 0 for one whose
    severity cannot be told. components: groups of experts linked by common applications, largest first; severities
    compare experts within a component only. linked: whether all experts form one component.
    *_variance: estimated variances in points squared, four places; None when nothing could be estimated.
    """

    by_expert: Mapping[Id, Decimal]
    components: tuple[frozenset[Id], ...]
    application_variance: Decimal | None = None
    expert_variance: Decimal | None = None
    error_variance: Decimal | None = None

    @property
    def linked(self) -> bool:
        """Tell whether every expert can be compared with every other."""
        return len(self.components) <= 1


@dataclass(frozen=True, slots=True)
class _Design:
    """The equations' fixed parts; "kept" are the experts, then one level per component.

    counts, sums: marks per application, and their sum. shared: kept × applications, marks in common. crossed and
    right: the kept block and its right side before the applications are absorbed. square: the marks' sum of squares.
    """

    counts: Vector
    sums: Vector
    shared: sparse.csr_array
    crossed: Vector
    right: Vector
    square: float
    expert_count: int
    free: int


@dataclass(frozen=True, slots=True)
class _Solution:
    """The equations solved for one pair of variance ratios."""

    effects: Vector
    error: float
    minus_twice_likelihood: float


def estimate(marks: Marks) -> Severities:
    """Estimate every expert's severity from the valid totals of one round.

    Args: marks: application → expert → total; leave recused and missing ones out. Totals share one scale.
    Returns: see Severities. A component in which the marks cannot tell experts from applications (one expert, one
    application, or no mark beyond a bare chain) keeps severities of 0, so adjusting changes nothing there.
    Source: default (reference method: additive, best linear unbiased prediction; published with the result).
    """
    experts = sorted({expert for given in marks.values() for expert in given})
    applications = sorted(name for name in marks if marks[name])
    place = {expert: number for number, expert in enumerate(experts)}
    found = [
        (row, place[expert], float(marks[application][expert]))
        for row, application in enumerate(applications)
        for expert in sorted(marks[application])
    ]
    if not found:
        return Severities({}, ())
    rows, columns = (np.array([cell[side] for cell in found], dtype=np.intp) for side in (0, 1))
    parts = _components(rows, columns, len(applications), len(experts))
    usable = _usable(rows, columns, parts)
    components = _named_components(experts, columns, parts)
    zero = dict.fromkeys(experts, Decimal(0).quantize(PLACES))
    values = np.array([cell[2] for cell in found])
    if not usable.any() or np.ptp(values[usable]) == 0:
        return Severities(zero, components)
    design = _equations(values[usable], rows[usable], columns[usable], parts[usable])
    ratios, solution = _best(design)
    effects = dict(zip((experts[i] for i in np.unique(columns[usable])), solution.effects, strict=True))
    severities = {name: _decimal(-effects[name]) if name in effects else zero[name] for name in experts}
    application_variance, expert_variance = (_decimal(ratio * solution.error) for ratio in ratios)
    return Severities(severities, components, application_variance, expert_variance, _decimal(solution.error))


def _components(
    rows: NDArray[np.intp], columns: NDArray[np.intp], row_count: int, column_count: int
) -> NDArray[np.intp]:
    """Return, for every mark, the number of the linked component it belongs to."""
    size = row_count + column_count
    links = sparse.coo_array((np.ones(len(rows)), (rows, columns + row_count)), shape=(size, size))
    labels = csgraph.connected_components(links, directed=False)[1]
    return np.asarray(labels[rows], dtype=np.intp)


def _usable(rows: NDArray[np.intp], columns: NDArray[np.intp], parts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which marks lie in a component with more marks than an additive model needs to fit all of them."""
    usable = np.zeros(len(parts), dtype=bool)
    for part in np.unique(parts):
        inside = parts == part
        free = inside.sum() - (len(np.unique(rows[inside])) + len(np.unique(columns[inside])) - 1)
        usable |= inside & (free > 0)
    return usable


def _named_components(
    experts: list[Id], columns: NDArray[np.intp], parts: NDArray[np.intp]
) -> tuple[frozenset[Id], ...]:
    groups = [frozenset(experts[i] for i in np.unique(columns[parts == part])) for part in np.unique(parts)]
    return tuple(sorted(groups, key=lambda group: (-len(group), min(group))))


def _equations(marks: Vector, rows: NDArray[np.intp], columns: NDArray[np.intp], parts: NDArray[np.intp]) -> _Design:
    """Renumber applications, experts and components without gaps and lay out the equations."""
    centred, each = marks - marks.mean(), np.arange(len(marks))
    numbered = [np.unique(labels, return_inverse=True)[1] for labels in (rows, columns, parts)]
    applications, experts, levels = (sparse.csr_array((np.ones(len(marks)), (labels, each))) for labels in numbered)
    kept = sparse.vstack([experts, levels]).tocsr()
    return _Design(
        counts=np.bincount(numbered[0]).astype(np.float64),
        sums=applications @ centred,
        shared=(kept @ applications.T).tocsr(),
        crossed=(kept @ kept.T).toarray(),
        right=kept @ centred,
        square=float(centred @ centred),
        expert_count=experts.shape[0],
        free=len(marks) - levels.shape[0],
    )


def _best(design: _Design) -> tuple[tuple[float, float], _Solution]:
    """Find the variance ratios (application / error, expert / error) of highest restricted likelihood."""
    result = optimize.minimize(
        lambda logs: _solve(design, *np.exp(logs)).minus_twice_likelihood,
        x0=np.zeros(2),
        method="Nelder-Mead",
        bounds=[(-LOG_BOUND, LOG_BOUND)] * 2,
        options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 2000},
    )
    ratios = (float(np.exp(result.x[0])), float(np.exp(result.x[1])))
    return ratios, _solve(design, *ratios)


def _solve(design: _Design, application_ratio: float, expert_ratio: float) -> _Solution:
    """Solve the mixed-model equations with the applications absorbed, leaving one row per expert and component."""
    diagonal = design.counts + 1 / application_ratio
    absorbed = design.shared @ sparse.diags_array(1 / diagonal)
    matrix = design.crossed - (absorbed @ design.shared.T).toarray()
    penalised = np.arange(design.expert_count)
    matrix[penalised, penalised] += 1 / expert_ratio
    right = design.right - absorbed @ design.sums
    effects = np.linalg.solve(matrix, right)
    explained = design.sums @ (design.sums / diagonal) + effects @ right
    left_over = max(design.square - float(explained), TINY)
    determinants = np.log(diagonal).sum() + np.linalg.slogdet(matrix)[1]
    ratios = len(diagonal) * np.log(application_ratio) + design.expert_count * np.log(expert_ratio)
    return _Solution(
        effects=effects[: design.expert_count],
        error=left_over / design.free,
        minus_twice_likelihood=float(determinants + ratios + design.free * np.log(left_over)),
    )


def _decimal(value: float) -> Decimal:
    # adding zero turns a negative zero into zero
    return round_points(Decimal(float(value)), PLACES) + Decimal(0)
