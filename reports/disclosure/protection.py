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

from reports.disclosure.deviations import Cut, Deviations
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


class Search:
    """The search for one table; everything in it stops at the deadline of the deviations."""

    def __init__(self, deviations: Deviations) -> None:
        self.deviations = deviations
        self.table = deviations.table
        self.bound = 0.0
        self._moved = np.zeros((0, len(self.table.cells)), dtype=bool)
        self._totals = np.zeros((0, len(self.table.widths)))
        self._cuts: list[Cut] = []

    def quick(self) -> Flags:
        """Return a pattern in which each sensitive set has been protected as cheaply as possible in turn.

        The most demanding go first (the least value beside the width asked). Raises `OutOfTime`.
        """
        table = self.table
        hidden = table.primary.copy()
        values = table.targets @ table.values
        for target in np.lexsort((table.targets.sum(axis=1), values, values - table.widths)):
            if self._seen(hidden)[target] >= table.widths[target] - ROOM:
                continue
            found = self.deviations.cheapest(int(target), hidden)
            if found is None:
                raise OutOfTime
            for deviation in found:
                self._keep(deviation)
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
                if not self._cuts_for(trial.astype(float), most=1):
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
            if not (added := self._cuts_for(z, most=len(self.table.widths), fractional=True)):
                break
            self._cuts += added
        while True:
            z = self._master(whole=True)
            hidden = z > 0.5
            added = self._cuts_for(hidden.astype(float), most=len(self.table.widths))
            if not added:
                return hidden
            self._cuts += added + self._alone(hidden)

    def forbid(self, published: Sequence[int]) -> None:
        """Ask for a pattern that hides one of these cells at least."""
        coefficients = np.zeros(len(self.table.cells))
        coefficients[list(published)] = 1.0
        self._cuts.append(Cut(coefficients))

    def _keep(self, deviation: Floats) -> None:
        self._moved = np.vstack([self._moved, self.deviations.moved(deviation)])
        self._totals = np.vstack([self._totals, self.table.targets @ deviation])

    def _seen(self, hidden: Flags) -> Floats:
        """Return how wide each sensitive set is by the deviations kept that move hidden cells alone."""
        serves = ~(self._moved & ~hidden).any(axis=1)
        totals = self._totals[serves]
        seen: Floats = totals.max(axis=0, initial=0.0) - totals.min(axis=0, initial=0.0)
        return seen

    def _cuts_for(self, z: Floats, *, most: int, fractional: bool = False) -> list[Cut]:
        """Attack every sensitive set under a pattern; return cuts for those too narrow. None: the pattern is safe."""
        table, found = self.table, list[Cut]()
        hidden = z > 0.5
        for target, width in enumerate(table.widths):
            if len(found) >= most:
                break
            if not fractional and self._seen(hidden)[target] >= width - ROOM:
                continue
            cap = float(width) if fractional else None
            up = self.deviations.rise(table.targets[target], z, cap=cap)
            down = self.deviations.rise(-table.targets[target], z, cap=cap)
            if up is None or down is None:
                raise OutOfTime
            if not fractional:
                self._keep(up.deviation)
                self._keep(down.deviation)
            cut = self.deviations.cut(target, up, down)
            if fractional:
                found += [cut] if cut is not None and cut.lacks(z) > VIOLATED else []
            elif up.value + down.value < width - ROOM:
                found.append(cut if cut is not None and cut.lacks(z) > ROOM else self._any_of(hidden))
        return found

    def _any_of(self, hidden: Flags) -> Cut:
        return Cut((~hidden).astype(float))

    def _alone(self, hidden: Flags) -> list[Cut]:
        """Return cuts for the hidden cells that are not sensitive and follow exactly from what is published."""
        serves = ~(self._moved & ~hidden).any(axis=1)
        moves = self._moved[serves].any(axis=0)
        found = []
        for cell in np.flatnonzero(hidden & ~self.table.primary & ~moves):
            direction = self.deviations.direction(int(cell))
            up = self.deviations.rise(direction, hidden.astype(float))
            down = self.deviations.rise(-direction, hidden.astype(float))
            if up is None or down is None:
                raise OutOfTime
            self._keep(up.deviation)
            self._keep(down.deviation)
            if up.value + down.value < ROOM:
                cut = self.deviations.cut_alone(int(cell), direction, up, down)
                found += [cut] if cut is not None else []
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
        if solved.status != OPTIMAL:
            raise OutOfTime
        z: Floats = np.clip(solved.x, 0.0, 1.0)
        return np.round(z) if whole else z
