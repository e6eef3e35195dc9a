"""The best assignment, proven by linear or integer programming.

What is wanted, in this order: as many reviewers in place as possible; as many of the skill wanted; as many experts as
possible with their least load; the highest total worth; and between equally good ones the seed decides, so that the
same request gives the same answer on every run, in whatever order experts and applications are listed. The seed
weighs less than a tenth of a point of worth per seat: it never outweighs a field match, and the total stays within a
tenth of a point per seat of the best there is.

Most requests are flows, whose linear programme has a whole-numbered optimum; when it has not, the integer programme is
solved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhiping.core.assignment.request import Entry, Expert, Pair, Request
from zhiping.core.identifiers import Id
from zhiping.core.later import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import optimize, sparse

    Vector = NDArray[np.float64]
else:
    np, optimize, sparse = map(Later, ("numpy", "scipy.optimize", "scipy.sparse"))

WHOLE = 1e-6
SEED_WEIGHT = 0.1
SLACKS = ("seats", "skill", "load")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The answer.

    pairs: every reviewer in place, kept ones included, by application and expert. worth: their total.
    loads: expert → applications held. missing, missing_skill: application → reviewers, and skilled ones, that could
    not be found. underloaded: expert → applications short of the least load. dropped: kept pairs given up because
    they are forbidden now.
    """

    pairs: tuple[Pair, ...]
    worth: int
    loads: Mapping[Id, int]
    missing: Mapping[Id, int]
    missing_skill: Mapping[Id, int]
    underloaded: Mapping[Id, int]
    dropped: tuple[Pair, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every application has all its reviewers and the skill wanted among them."""
        return not self.missing and not self.missing_skill


class _Model:
    """Rows and columns under construction; the first columns are the pairs, then come the slacks."""

    def __init__(self, pair_count: int) -> None:
        self.pair_count = self.column_count = pair_count
        self.cells: list[tuple[NDArray[np.intp], int]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.most: list[float] = []
        self.slacks: dict[str, list[tuple[int, Id]]] = {name: [] for name in SLACKS}

    def row(self, columns: NDArray[np.intp], lower: float, upper: float, slack: tuple[str, Id] | None = None) -> None:
        """Add lower <= sum of the columns (+ a slack that counts as a shortage) <= upper."""
        if slack is not None:
            columns = np.append(columns, self.column_count)
            self.slacks[slack[0]].append((self.column_count, slack[1]))
            self.most.append(lower)
            self.column_count += 1
        self.cells.append((columns, len(self.lower)))
        self.lower.append(lower)
        self.upper.append(upper)

    def shortage(self, name: str) -> Vector:
        """Return a cost vector that counts one kind of shortage."""
        costs = np.zeros(self.column_count)
        costs[[column for column, _ in self.slacks[name]]] = 1
        return costs


def solve(request: Request) -> Assignment:
    """Find the best assignment for the secretariat to look at; nothing is written.

    Returns: see Assignment; also when not every seat can be filled, then as many as possible are.
    Source: default (exact optimisation under conflicts, loads, field match and mix; seeded draw between equals).
    """
    experts = sorted(request.experts, key=lambda expert: expert.id)
    entries = sorted(request.entries, key=lambda entry: entry.id)
    allowed = np.array([[request.may_review(a, e) for e in experts] for a in entries], dtype=bool)
    rows, columns = np.nonzero(allowed.reshape(len(entries), len(experts)))
    ids = [(entries[a].id, experts[e].id) for a, e in zip(rows, columns, strict=True)]
    worth = np.array([request.worth(entries[a], experts[e]) for a, e in zip(rows, columns, strict=True)], dtype=float)
    kept = np.array([pair in request.keep for pair in ids], dtype=bool)
    gain = worth + _draw(request.seed, len(ids)) * SEED_WEIGHT
    left = kept | ~_full(entries, rows[kept])[rows]
    ids = [pair for pair, is_left in zip(ids, left, strict=True) if is_left]
    rows, columns, worth, gain, kept = rows[left], columns[left], worth[left], gain[left], kept[left]
    model = _Model(len(ids))
    _entry_rows(model, request, entries, experts, rows, columns, kept)
    _expert_rows(model, experts, columns, kept)
    solution = _optimum(model, gain, kept)
    chosen = [place for place in range(len(ids)) if solution[place]]
    return Assignment(
        pairs=tuple(ids[place] for place in chosen),
        worth=int(sum(worth[place] for place in chosen)),
        loads={expert.id: int(solution[: len(ids)][columns == e].sum()) for e, expert in enumerate(experts)},
        missing=_shortages(model, solution, "seats"),
        missing_skill=_shortages(model, solution, "skill"),
        underloaded=_shortages(model, solution, "load"),
        dropped=tuple(sorted(request.keep - set(ids))),
    )


def _full(entries: list[Entry], kept: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell for each application whether the seats that stand leave none. Args: kept: its number for each of them."""
    held = np.bincount(kept, minlength=len(entries))
    return held >= np.array([entry.reviewers for entry in entries], dtype=np.intp)


def _draw(seed: str, count: int) -> Vector:
    """Return one number in [0, 1) per pair, in the order of the ids: SHAKE-256 of the seed, two bytes each."""
    stream = hashlib.shake_256(f"zhiping assignment\n{seed}".encode()).digest(2 * count)
    return np.frombuffer(stream, dtype=">u2").astype(np.float64) / 2**16


def _entry_rows(  # noqa: PLR0917 -- the parts of one model
    model: _Model,
    request: Request,
    entries: list[Entry],
    experts: list[Expert],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    kept: NDArray[np.bool_],
) -> None:
    skilled = np.array([request.skill in expert.skills for expert in experts], dtype=bool)
    starts = np.searchsorted(rows, np.arange(len(entries) + 1))
    groups = sorted({group for expert in experts for group in expert.groups})
    member = np.array([[group in expert.groups for expert in experts] for group in groups], dtype=bool)
    for number, entry in enumerate(entries):
        pairs = np.arange(starts[number], starts[number + 1])
        wanted = max(entry.reviewers, int(kept[pairs].sum()))
        model.row(pairs, wanted, wanted, ("seats", entry.id))
        if request.skilled:
            most = min(request.skilled, entry.reviewers)
            model.row(pairs[skilled[columns[pairs]]], most, np.inf, ("skill", entry.id))
        limit = request.group_limit(entry)
        sizes = member[:, columns[pairs]].sum(axis=1) if groups else np.zeros(0)
        for group in np.nonzero(sizes > limit)[0]:
            of_group = pairs[member[group, columns[pairs]]]
            if entry.reviewers > 1:
                model.row(of_group, -np.inf, max(limit, int(kept[of_group].sum())))


def _expert_rows(model: _Model, experts: list[Expert], columns: NDArray[np.intp], kept: NDArray[np.bool_]) -> None:
    order = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[order], np.arange(len(experts) + 1))
    for number, expert in enumerate(experts):
        pairs = order[starts[number] : starts[number + 1]]
        model.row(pairs, -np.inf, max(expert.at_most, int(kept[pairs].sum())))
        if expert.at_least:
            model.row(pairs, expert.at_least, np.inf, ("load", expert.id))


def _optimum(model: _Model, gain: Vector, kept: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the solution that is best in every aim, each aim bound before the next is looked at."""
    scale = float(gain.max(initial=1)) + 1
    costs = np.concatenate([-gain, np.zeros(model.column_count - model.pair_count)])
    # with weights of this size there is seldom a shortage left to argue about, and one programme is enough
    weighted = sum((model.shortage(name) * scale * 10 ** (3 - n) for n, name in enumerate(SLACKS)), start=costs)
    solution = _programme(model, weighted, kept)
    if not solution[model.pair_count :].any():
        return solution
    for name in SLACKS:
        aim = model.shortage(name)
        least = round(float(_programme(model, aim, kept) @ aim))
        model.row(np.nonzero(aim)[0], -np.inf, least)
    return _programme(model, costs, kept)


def _programme(model: _Model, costs: Vector, kept: NDArray[np.bool_]) -> NDArray[np.intp]:
    if not model.column_count:
        return np.zeros(0, dtype=np.intp)
    sizes = [len(columns) for columns, _ in model.cells]
    columns = np.concatenate([columns for columns, _ in model.cells])
    rows = np.repeat([row for _, row in model.cells], sizes).astype(np.intp)
    matrix = sparse.csc_array((np.ones(len(rows)), (rows, columns)), shape=(len(model.lower), model.column_count))
    rules = optimize.LinearConstraint(matrix, np.array(model.lower), np.array(model.upper))
    lower = np.concatenate([kept, np.zeros(model.column_count - model.pair_count)])
    bounds = optimize.Bounds(lower, np.concatenate([np.ones(model.pair_count), model.most]))
    # a flow's linear programme is whole already; side rules may leave halves, which only the integer programme mends
    answer = optimize.milp(costs, bounds=bounds, constraints=rules).x
    if np.abs(answer - np.rint(answer)).max() > WHOLE:
        whole = np.ones(model.column_count)
        options = {"mip_rel_gap": 0}
        answer = optimize.milp(costs, integrality=whole, bounds=bounds, constraints=rules, options=options).x
    return np.asarray(np.rint(answer), dtype=np.intp)


def _shortages(model: _Model, solution: NDArray[np.intp], name: str) -> dict[Id, int]:
    return {identity: int(solution[column]) for column, identity in model.slacks[name] if solution[column]}
