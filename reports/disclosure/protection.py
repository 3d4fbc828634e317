"""Which cells to hide: a quick safe pattern, and the cheapest one by cutting planes.

A pattern says which cells are hidden. Deviations that the solver has found are kept: one serves every pattern that
hides all cells it moves, and every sensitive set at once. What is found here is a proposal; `suppression` audits it.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from reports.disclosure.deviations import Cut, Deviations, Rise
from reports.disclosure.tables import Flags, Floats

ROOM = 1e-6
"""A width that falls short by no more than this is left for the exact audit to judge."""
VIOLATED = 1e-2
"""A fractional pattern is cut off where it falls short of an inequality by more than this."""
ROUNDS = 40
"""Most rounds of cuts on fractional patterns before the search in whole patterns begins."""
OPTIMAL = 0


class OutOfTime(Exception):
    """The search could not be finished before its deadline."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pattern, and the cost that no safe pattern can be below (0 where none was found)."""

    hidden: Flags
    bound: float


class Kept:
    """The deviations met so far: which cells each moves, and by how much it moves each sensitive set."""

    def __init__(self, deviations: Deviations) -> None:
        self._deviations = deviations
        self._size = 0
        self._moved = np.zeros((64, len(deviations.table.cells)), dtype=bool)
        self._totals = np.zeros((64, len(deviations.table.widths)))

    def add(self, deviation: Floats) -> Floats:
        """Keep a deviation and return by how much it moves each sensitive set."""
        if self._size == len(self._moved):
            self._moved = np.vstack([self._moved, np.zeros_like(self._moved)])
            self._totals = np.vstack([self._totals, np.zeros_like(self._totals)])
        totals: Floats = self._deviations.table.targets @ deviation
        self._moved[self._size], self._totals[self._size] = self._deviations.moved(deviation), totals
        self._size += 1
        return totals

    def ends(self, hidden: Flags) -> tuple[Floats, Floats]:
        """Return how far each sensitive set falls and rises by the deviations that move hidden cells alone."""
        totals = self._totals[: self._size][self._serving(hidden)]
        return totals.min(axis=0, initial=0.0), totals.max(axis=0, initial=0.0)

    def movable(self, hidden: Flags) -> Flags:
        """Return which cells some deviation moves that moves hidden cells alone."""
        return np.asarray(self._moved[: self._size][self._serving(hidden)].any(axis=0))

    def _serving(self, hidden: Flags) -> Flags:
        return np.asarray(~self._moved[: self._size, ~hidden].any(axis=1))


class Search:
    """The search for one table; everything in it stops at the deadline of the deviations."""

    def __init__(self, deviations: Deviations) -> None:
        self.deviations = deviations
        self.table = deviations.table
        self.bound = 0.0
        self._kept = Kept(deviations)
        self._cuts: list[Cut] = []

    def quick(self) -> Flags:
        """Return a pattern in which each sensitive set has been protected as cheaply as possible in turn.

        The most demanding go first (the least value beside the width asked). Raises `OutOfTime`.
        """
        table = self.table
        hidden = table.primary.copy()
        values = table.targets @ table.values
        for target in np.lexsort((table.targets.sum(axis=1), values, values - table.widths)):
            low, high = self._kept.ends(hidden)
            if high[target] - low[target] >= table.widths[target] - ROOM:
                continue
            found = self.deviations.cheapest(int(target), hidden)
            if found is None:
                raise OutOfTime
            for deviation in found:
                self._kept.add(deviation)
                hidden |= self.deviations.moved(deviation)
        return hidden

    def tidied(self, hidden: Flags) -> Flags:
        """Publish again what need not be hidden, the most costly first. Stops, still safe, when time runs out."""
        table = self.table
        kept = hidden.copy()
        try:
            for cell in sorted(np.flatnonzero(hidden & ~table.primary), key=lambda cell: -table.costs[cell]):
                trial = kept.copy()
                trial[cell] = False
                if not self._cuts_for(trial, most=1):
                    kept = trial
        except OutOfTime:
            pass
        return kept

    def cheapest(self) -> Flags:
        """Return a pattern of least cost among those in which no attack succeeds. Raises `OutOfTime`.

        `bound` is kept up to date: no safe pattern costs less, as far as the solver is to be trusted.
        """
        for _ in range(ROUNDS):
            z = self._master(whole=False)
            if not (added := self._fractional_cuts(z)):
                break
            self._cuts += added
        while True:
            z = self._master(whole=True)
            hidden = z > 0.5
            added = self._cuts_for(hidden, most=len(self.table.widths))
            if not added:
                return hidden
            self._cuts += added + self._alone(hidden)

    def forbid(self, published: Sequence[int]) -> None:
        """Ask for a pattern that hides one of these cells at least."""
        coefficients = np.zeros(len(self.table.cells))
        coefficients[list(published)] = 1.0
        self._cuts.append(Cut(coefficients))

    def _cuts_for(self, hidden: Flags, *, most: int) -> list[Cut]:
        """Attack every sensitive set under a pattern; return cuts for those too narrow. None: the pattern is safe.

        The likeliest come first: what seems narrowest by the deviations met so far.
        """
        table, found, z = self.table, list[Cut](), hidden.astype(float)
        low, high = self._kept.ends(hidden)
        for target in np.argsort((high - low) / table.widths, kind="stable"):
            if len(found) >= most:
                break
            rises = []
            for direction in (table.targets[target], -table.targets[target]):
                if high[target] - low[target] >= table.widths[target] - ROOM:
                    break
                rises.append(self._rise(direction, z))
                moves = self._kept.add(rises[-1].deviation)
                low, high = np.minimum(low, moves), np.maximum(high, moves)
            if high[target] - low[target] < table.widths[target] - ROOM:
                cut = self.deviations.cut(int(target), *rises)
                found.append(cut if cut is not None and cut.lacks(z) > ROOM else Cut((~hidden).astype(float)))
        return found

    def _fractional_cuts(self, z: Floats) -> list[Cut]:
        found = []
        for target, width in enumerate(self.table.widths):
            up, down = self._both(self.table.targets[target], z, cap=float(width))
            cut = self.deviations.cut(target, up, down)
            if cut is not None and cut.lacks(z) > VIOLATED:
                found.append(cut)
        return found

    def _both(self, direction: Floats, z: Floats, cap: float | None = None) -> tuple[Rise, Rise]:
        return self._rise(direction, z, cap), self._rise(-direction, z, cap)

    def _rise(self, direction: Floats, z: Floats, cap: float | None = None) -> Rise:
        rise = self.deviations.rise(direction, z, cap=cap)
        if rise is None:
            raise OutOfTime
        return rise

    def _alone(self, hidden: Flags) -> list[Cut]:
        """Return cuts for the hidden cells that are not sensitive and follow exactly from what is published."""
        found = []
        for cell in np.flatnonzero(hidden & ~self.table.primary & ~self._kept.movable(hidden)):
            direction = self.deviations.direction(int(cell))
            up, down = self._both(direction, hidden.astype(float))
            if up.value + down.value < ROOM:
                cut = self.deviations.cut_alone(int(cell), direction, up, down)
                found += [cut] if cut is not None else []
            else:
                self._kept.add(up.deviation)
                self._kept.add(down.deviation)
        return found

    def _master(self, *, whole: bool) -> Floats:
        """Return the cheapest pattern (0 to 1 per cell) that fulfils all cuts, in whole cells or not; keeps `bound`."""
        table, left = self.table, self.deviations.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        matrix = csr_array(np.array([cut.coefficients for cut in self._cuts])) if self._cuts else None
        least = np.array([cut.least - ROOM / 10 for cut in self._cuts])
        solved = milp(
            table.costs,
            integrality=np.full(len(table.cells), int(whole)),
            bounds=Bounds(table.primary.astype(float), 1.0),
            constraints=[] if matrix is None else [LinearConstraint(matrix, least, np.inf)],
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        proved = solved.mip_dual_bound if whole else solved.fun
        if proved is not None:
            self.bound = max(self.bound, float(proved))
        if solved.status != OPTIMAL or solved.x is None:
            raise OutOfTime
        z: Floats = np.clip(solved.x, 0.0, 1.0)
        return np.round(z) if whole else z
