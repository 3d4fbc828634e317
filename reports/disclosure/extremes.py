"""The lowest and the highest value of a total that agree with what is known, by linear programmes (HiGHS).

    minimise or maximise  c·x   subject to   low ≤ A x ≤ high,  lower ≤ x ≤ upper

The solver works in floating point, so nothing is concluded from its objective: its table x is brought to fractions and
must hold every fact exactly. Two such tables, one for each end, *prove* that the interval is at least so wide. Where
that fails, or the solver ends with anything but an optimum, nothing is proved. The other direction, that it is no
wider, rests on the solver alone; an error there makes an interval look too narrow, which is the safe side.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from reports.disclosure.knowledge import Line, Number, Part, Row, within

Floats = npt.NDArray[np.float64]
Table = dict[int, Number]
"""A value for every block of a component."""

OPTIMAL = 0
"""The status of `scipy.optimize.linprog` that is believed; after every other one nothing is proved."""
WHOLE_WITHIN = 1e-6
"""How near a solver's value must be to a whole number to be tried as that number. The table is then checked exactly."""
LARGEST_DENOMINATOR = 10_000
"""Other values are tried as the nearest fraction with a denominator up to this."""
DUAL_ABOVE = 1e-7
"""A dual value up to this is the solver's noise: the bound does not rest on that fact."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a total's interval: a table that attains it, and the facts (by place) that it rests on, with duals.

    `duals` are ∂(value)/∂(the fact's number); facts that are not in it do not matter.
    """

    value: Number
    table: Table
    duals: Mapping[int, float]


class Programme:
    """The linear programme of one component, made once and solved for many totals."""

    def __init__(self, part: Part, limits: Sequence[tuple[Number, Number | None]]) -> None:
        self.part = part
        self._limits = limits
        self._place = {block: index for index, block in enumerate(part.blocks)}
        exact = [line for line in part.lines if line.low == line.high]
        above = [(line, -1, -line.low) for line in part.lines if line.low != line.high]
        below = [(line, 1, line.high) for line, _, _ in above if line.high is not None]
        loose = [*above, *below]
        self._equal = [(line.fact, 1) for line in exact]
        self._below = [(line.fact, way) for line, way, _ in loose]
        self._matrix_equal = self._matrix([(line.weights, 1) for line in exact])
        self._matrix_below = self._matrix([(line.weights, way) for line, way, _ in loose])
        self._right_equal = np.array([float(line.low) for line in exact])
        self._right_below = np.array([float(end) for _, _, end in loose])
        own = [limits[block] for block in part.blocks]
        self._bounds = np.array([(float(low), np.inf if high is None else float(high)) for low, high in own])

    def _matrix(self, rows: Sequence[tuple[Row, int]]) -> csr_array | None:
        if not rows:
            return None
        entries = [
            (line, self._place[block], sign * float(weight))
            for line, (row, sign) in enumerate(rows)
            for block, weight in row.items()
        ]
        lines, columns, values = zip(*entries, strict=True)
        return csr_array((values, (lines, columns)), shape=(len(rows), len(self._place)))

    def end(self, cost: Row, *, highest: bool, deadline: float) -> End | None:
        """Return the lowest or highest total of weights `cost` by block; None where it could not be proved in time.

        `deadline` is in `time.monotonic` seconds. The total must be bounded from above if its highest is asked.
        """
        if not self.part.lines:
            return self._unbound(cost, highest=highest)
        if len(self.part.lines) == 1 and set(self.part.lines[0].weights.values()) == {1}:
            return self._shared(self.part.lines[0], cost, highest=highest)
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        sign = -1.0 if highest else 1.0
        weights = np.zeros(len(self._place))
        for block, weight in cost.items():
            weights[self._place[block]] = sign * float(weight)
        solve: Any = linprog  # Its published types know no sparse matrices.
        solved = solve(
            weights,
            A_ub=self._matrix_below,
            b_ub=self._right_below if self._below else None,
            A_eq=self._matrix_equal,
            b_eq=self._right_equal if self._equal else None,
            bounds=self._bounds,
            method="highs-ds",
            options={"time_limit": left},
        )
        table = self._checked(solved.x) if solved.status == OPTIMAL else None
        if table is None:
            return None
        value = sum((weight * table[block] for block, weight in cost.items()), start=Fraction(0))
        return End(value, table, self._duals(solved, sign))

    def _unbound(self, cost: Row, *, highest: bool) -> End | None:
        table: Table = {block: self._limits[block][0] for block in self.part.blocks}
        if highest:
            for block in cost:
                high = self._limits[block][1]
                if high is None:
                    return None
                table[block] = high
        value = sum((weight * table[block] for block, weight in cost.items()), start=Fraction(0))
        return End(value, table, {})

    def _shared(self, line: Line, asked: Row, *, highest: bool) -> End | None:
        """One total shared by all blocks needs no solver: those asked about take first what can be had, or last."""
        limits = self._limits
        table: Table = {block: limits[block][0] for block in self.part.blocks}
        if line.high is not None and sum(table.values()) > line.high:
            return None
        others = [block for block in table if block not in asked]
        aim = line.low if not highest or line.high is None else line.high
        for block in [*asked, *others] if highest else [*others, *asked]:
            missing = max(aim - sum(table.values()), 0)
            high = limits[block][1]
            if high is None:
                table[block] += missing
            else:
                endless = highest and line.high is None and block in asked
                table[block] = high if endless else min(high, table[block] + missing)
        if sum(table.values()) < line.low:
            return None
        held = any(table[block] != limits[block][1 if highest else 0] for block in asked)
        return End(sum(table[block] for block in asked), table, {line.fact: 1.0} if held else {})

    def _checked(self, x: Sequence[float]) -> Table | None:
        """Return the solver's table in whole numbers or fractions, if it holds every fact and limit exactly."""
        table: Table = {}
        for block, value in zip(self.part.blocks, x, strict=True):
            whole = round(value)
            near = abs(value - whole) <= WHOLE_WITHIN
            table[block] = whole if near else Fraction(float(value)).limit_denominator(LARGEST_DENOMINATOR)
            if not within(table[block], *self._limits[block]):
                return None
        for line in self.part.lines:
            reached = sum(weight * table[block] for block, weight in line.weights.items())
            if not within(reached, line.low, line.high):
                return None
        return table

    def _duals(self, solved: OptimizeResult, sign: float) -> dict[int, float]:
        """Return the duals by fact; a `<=` row that is a fact's lower end, turned round, counts with its sign."""
        duals: dict[int, float] = {}
        found = [
            *zip(self._equal, solved.eqlin.marginals, strict=True),
            *zip(self._below, solved.ineqlin.marginals, strict=True),
        ]
        for (fact, way), marginal in found:
            if abs(marginal) > DUAL_ABOVE:
                duals[fact] = duals.get(fact, 0.0) + sign * way * float(marginal)
        return duals
