"""The most valuable set of rows that no attack breaks: cutting planes under a time limit.

The master programme picks the most valuable rows that hold no *cut*: no set of rows of which an attack has shown that
they may not all be published together. The attacks are run on its choice; what they find are new cuts. When they find
nothing, the choice is the best there is. On the way, rows are taken out of each choice until it is safe: such a set
is the answer where time runs out.

Source: Benders' cuts as in M. Fischetti, J. J. Salazar, Management Science 47(7), 2001, on rows in place of cells.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from reports.disclosure.attacks import Attacker, Cut
from reports.disclosure.isolation import OPTIMAL, Outcome
from reports.disclosure.plan import PlannedRow


@dataclass(frozen=True, slots=True)
class Found:
    """The best set that is proved safe (None: none is), in the candidates' order, and whether it is the best there is.

    `cuts` are the sets of rows that were found not to go together.
    """

    rows: tuple[PlannedRow, ...] | None
    proved_best: bool
    cuts: tuple[Cut, ...]


def most_valuable(
    candidates: Sequence[PlannedRow], attack: Attacker, *, needs: Mapping[str, str], deadline: float
) -> Found:
    """Return the most valuable candidates that `attack` finds safe together, the first candidate always among them.

    Values are whole numbers; among sets of one value the one whose rows stand first is taken. `needs` names, for a
    row's key, another's without which it is not shown. `deadline` in `time.monotonic` seconds.
    """
    master = _Master(candidates, needs)
    best: tuple[PlannedRow, ...] | None = None
    while time.monotonic() < deadline:
        choice = master.choose(deadline - time.monotonic())
        if choice is None:
            break
        safe, outcome = _taken_out_until_safe(choice, attack, master, deadline)
        if outcome is Outcome.TIMED_OUT:
            break
        if len(safe) == len(choice):
            return Found(tuple(choice), True, master.cuts)
        if best is None or master.worth(safe) > master.worth(best):
            best = tuple(safe)
    return Found(best, False, master.cuts)


def _taken_out_until_safe(
    choice: Sequence[PlannedRow], attack: Attacker, master: "_Master", deadline: float
) -> tuple[list[PlannedRow], Outcome]:
    """Run the attack, learn its cuts, take out the least valuable row of each, and again until none is found."""
    rows = list(choice)
    while True:
        found = attack(rows)
        if found.outcome is Outcome.SAFE:
            return rows, Outcome.SAFE
        if found.outcome is Outcome.TIMED_OUT or time.monotonic() > deadline:
            return rows, Outcome.TIMED_OUT
        master.learn(found.cuts)
        for cut in found.cuts:
            rows = _without_least(rows, cut, master)


def _without_least(rows: list[PlannedRow], cut: Cut, master: "_Master") -> list[PlannedRow]:
    present = {row.key for row in rows}
    if not cut <= present:
        return rows
    least = min(cut - {master.first}, key=lambda key: master.weights[key], default=None)
    if least is None:
        return []
    gone = {least} | {row for row, needed in master.needs.items() if needed == least}
    return [row for row in rows if row.key not in gone]


class _Master:
    """The programme that picks rows: maximise value, no cut whole, no row without the one that it needs."""

    def __init__(self, candidates: Sequence[PlannedRow], needs: Mapping[str, str]) -> None:
        self.candidates = candidates
        keys = {row.key for row in candidates}
        self.needs = {row: needed for row, needed in needs.items() if row in keys and needed in keys}
        self.first = candidates[0].key
        count = len(candidates)
        # The places break ties: together they are worth less than half a point of value.
        self.weights = {
            row.key: Fraction(row.value) + Fraction(count - place, 2 * count * count + 1)
            for place, row in enumerate(candidates)
        }
        self.cuts: tuple[Cut, ...] = ()

    def learn(self, cuts: Sequence[Cut]) -> None:
        self.cuts += tuple(dict.fromkeys(cut for cut in cuts if cut not in self.cuts))

    def worth(self, rows: Sequence[PlannedRow]) -> Fraction:
        return sum((self.weights[row.key] for row in rows), Fraction(0))

    def choose(self, time_limit: float) -> list[PlannedRow] | None:
        """Return the most valuable rows that hold no cut, or None where that was not proved in time."""
        count = len(self.candidates)
        place = {row.key: index for index, row in enumerate(self.candidates)}
        lines = np.zeros((len(self.cuts) + len(self.needs), count))
        most = np.zeros(len(lines))
        for line, cut in enumerate(self.cuts):
            lines[line, [place[key] for key in cut]] = 1.0
            most[line] = len(cut) - 1
        for line, (row, needed) in enumerate(self.needs.items(), start=len(self.cuts)):
            lines[line, place[row]], lines[line, place[needed]] = 1.0, -1.0
        lower = np.zeros(count)
        lower[0] = 1.0
        result = milp(
            [-float(self.weights[row.key]) for row in self.candidates],
            integrality=np.ones(count, dtype=np.int64),
            bounds=Bounds(lower, 1),
            constraints=[LinearConstraint(lines, -np.inf, most)] if len(lines) else [],
            options={"time_limit": time_limit, "mip_rel_gap": 0.0},
        )
        if result.status != OPTIMAL or result.x is None:
            return None
        return [row for row, value in zip(self.candidates, result.x, strict=True) if value > 0.5]
