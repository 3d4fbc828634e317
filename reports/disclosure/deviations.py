"""Linear programmes over a table's deviations d = x − a from the true values a, for the search of a suppression.

The reader's problem for a pattern of hidden cells: how far can a sensitive total t·d go up and down, when published
cells do not move? Its duals α give an inequality that *every* safe pattern z (1 = hidden) fulfils: with the reduced
costs r = t − Aᵀα,

    Σ_c (α_c⁺·up_c + α_c⁻·down_c)·z_c + Σ_i (r_i⁺·up_i + r_i⁻·down_i)·z_own(i)  ≥  the rise of t

where up and down are how far a cell or an atom can lie above and below its true value. The sum of both directions must
reach the width w, and no coefficient need exceed w. Any α gives a valid inequality, so the solver's tolerance cannot
make one wrong. Source: M. Fischetti, J. J. Salazar, Management Science 47(7), 2001, sections 3 and 4.1.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, diags_array, hstack, vstack

from reports.disclosure.tables import Flags, Floats, Table

SMALL = 1e-9
MOVED = 1e-6
"""A cell that moves by more than this in a solver's table has moved."""


@dataclass(frozen=True, slots=True)
class Rise:
    """How far a total can rise, a deviation (atoms) that attains it, and the duals of the margins."""

    value: float
    deviation: Floats
    alpha: Floats


@dataclass(frozen=True, slots=True)
class Cut:
    """The inequality coefficients · z ≥ least (over cells), for every safe pattern or for some cheapest one."""

    coefficients: Floats
    least: float = 1.0

    def lacks(self, z: Floats) -> float:
        """Return by how much a pattern, perhaps a fractional one, falls short of it."""
        return self.least - float(self.coefficients @ z)


class Deviations:
    """The programmes of one table, against a `deadline` in `time.monotonic` seconds."""

    def __init__(self, table: Table, deadline: float) -> None:
        self.table = table
        self.deadline = deadline
        self._far = float(table.values.sum() + table.widths.max(initial=1.0))
        self._margin_up = table.matrix @ np.where(np.isinf(table.spare_up), 0.0, table.spare_up)
        endless = np.isinf(table.spare_up).astype(float)
        self._margin_up[table.matrix @ endless > 0] = np.inf
        self._margin_down = table.matrix @ table.spare_down

    def rise(self, direction: Floats, hidden: Floats, *, cap: float | None = None) -> Rise | None:
        """Return how far `direction`·d (over atoms) can rise; None where the solver finds no optimum in time.

        `hidden` is 0 to 1 per cell: between, a cell moves by that part of its range, and of `cap` at most.
        """
        table, left = self.table, self.deadline - time.monotonic()
        if left <= 0:
            return None
        most = self._far if cap is None else cap
        free = np.where(table.own >= 0, hidden[table.own], 1.0)
        low, high = -free * np.minimum(table.spare_down, most), free * np.minimum(table.spare_up, most)
        live = np.flatnonzero(high > low)
        matrix = table.matrix[:, live]
        shown = np.where(np.diff(matrix.indptr) > 0, hidden[table.margins], 1.0)
        still, partly = np.flatnonzero(shown <= SMALL), np.flatnonzero((shown > SMALL) & (shown < 1 - SMALL))
        if not len(live):
            return Rise(0.0, np.zeros(len(free)), np.zeros(len(shown)))
        ends = [shown[partly] * np.minimum(each[partly], most) for each in (self._margin_up, self._margin_down)]
        solve: Any = linprog  # Its published types know no sparse matrices.
        solved = solve(
            -direction[live],
            A_eq=matrix[still] if len(still) else None,
            b_eq=np.zeros(len(still)) if len(still) else None,
            A_ub=vstack([matrix[partly], -matrix[partly]]) if len(partly) else None,
            b_ub=np.concatenate(ends) if len(partly) else None,
            bounds=np.column_stack([low[live], high[live]]),
            method="highs-ds",
            options={"time_limit": left},
        )
        if solved.status != 0:
            return None
        alpha = np.zeros(len(table.margins))
        if len(still):
            alpha[still] = -solved.eqlin.marginals
        if len(partly):
            up, down = np.split(-solved.ineqlin.marginals, 2)
            alpha[partly] = up - down
        deviation = np.zeros(len(free))
        deviation[live] = solved.x
        return Rise(float(-solved.fun), deviation, np.round(alpha, 9))

    def cut(self, target: int, up: Rise, down: Rise) -> Cut | None:
        """Return the inequality that two duals give for a sensitive set; None if it says nothing."""
        weights, base = self._weights(self.table.targets[target], up, down)
        need = float(self.table.widths[target]) - base
        return Cut(np.minimum(weights / need, 1.0)) if need > SMALL else None

    def cut_alone(self, cell: int, direction: Floats, up: Rise, down: Rise) -> Cut | None:
        """Return, for a cell that follows exactly: it is hidden only if another that it follows from is too.

        Some cheapest pattern fulfils this, since hiding it alone costs and hides nothing.
        """
        weights, base = self._weights(direction, up, down)
        if base > SMALL:
            return None
        coefficients = (weights > SMALL).astype(float)
        coefficients[cell] = -1.0
        return Cut(coefficients, 0.0)

    def direction(self, cell: int) -> Floats:
        """Return a cell's indicator over atoms."""
        inside = self.table.cells[cell]
        return np.array([float(atom in inside) for atom in self.table.atoms])

    def _weights(self, direction: Floats, up: Rise, down: Rise) -> tuple[Floats, float]:
        table = self.table
        weights = np.zeros(len(table.cells))
        base = 0.0
        owned = table.own >= 0
        for way, rise in ((direction, up), (-direction, down)):
            weights[table.margins] += _reach(rise.alpha, self._margin_up, self._margin_down)
            reduced = way - table.matrix.T @ rise.alpha
            atoms = _reach(np.where(np.abs(reduced) > SMALL, reduced, 0.0), table.spare_up, table.spare_down)
            base += float(atoms[~owned].sum())
            np.add.at(weights, table.own[owned], atoms[owned])
        return weights, base

    def cheapest(self, target: int, hidden: Flags) -> tuple[Floats, Floats] | None:
        """Return two deviations that keep a sensitive set wide enough and move published cells as cheaply as possible.

        Minimises Σ cost·(|d_c| + |d'_c|) over published cells, with t·d − t·d' at least the width.
        """
        table, left = self.table, self.deadline - time.monotonic()
        if left <= 0:
            return None
        price = np.where(hidden, 0.0, table.costs)
        own = np.where(table.own >= 0, price[table.own], 0.0)
        once = hstack([table.matrix, -table.matrix, -diags_array(np.ones(len(table.margins)))])
        once = hstack([once, diags_array(np.ones(len(table.margins)))])
        zeros = np.zeros(2 * len(table.margins))
        wanted = np.concatenate([table.targets[target], -table.targets[target], zeros])
        cost = np.concatenate([own, own, price[table.margins], price[table.margins]])
        high = [table.spare_up, table.spare_down, np.full(2 * len(table.margins), np.inf)]
        most = np.concatenate([*high, *high])
        solve: Any = linprog  # Its published types know no sparse matrices.
        solved = solve(
            np.concatenate([cost, cost]),
            A_eq=csr_array(block_diag([once, once])) if len(table.margins) else None,
            b_eq=np.zeros(2 * len(table.margins)) if len(table.margins) else None,
            A_ub=-np.concatenate([wanted, -wanted])[None, :],
            b_ub=np.array([-table.widths[target]]),
            bounds=np.column_stack([np.zeros(len(most)), most]),
            method="highs-ds",
            options={"time_limit": left},
        )
        if solved.status != 0:
            return None
        first, second = np.split(solved.x, 2)
        atoms = len(table.atoms)
        return first[:atoms] - first[atoms : 2 * atoms], second[:atoms] - second[atoms : 2 * atoms]

    def moved(self, deviation: Floats) -> Flags:
        """Return which cells a deviation moves."""
        table = self.table
        moved = np.zeros(len(table.cells), dtype=bool)
        moved[table.margins] = np.abs(table.matrix @ deviation) > MOVED
        moved[table.own[table.own >= 0]] = np.abs(deviation[table.own >= 0]) > MOVED
        return moved


def _reach(weights: Floats, up: Floats, down: Floats) -> Floats:
    """Return w⁺·up + w⁻·down, where 0 times no limit is 0."""
    above = np.where(weights > 0, weights, 0.0)
    with np.errstate(invalid="ignore"):
        return np.where(above > 0, above * up, 0.0) + np.where(weights < 0, -weights * down, 0.0)
