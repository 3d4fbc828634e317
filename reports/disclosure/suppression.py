"""Complementary suppression: which cells to hide besides the sensitive ones, so that no bound on these is too narrow.

For linked and hierarchical tables alike (a cell is a set of inner cells). The cheapest pattern is searched by Benders
decomposition: a master programme chooses cells, the reader's linear programmes find what is too narrow, and their
duals are cuts (`deviations`, `protection`). A heuristic gives a safe pattern first, and the answer when time is short.
Whatever comes out passes the exact audit of `intervals`, or more is hidden: all inner cells, then all but the grand
total, then everything, which needs no proof.

Source: M. Fischetti, J. J. Salazar: Solving the Cell Suppression Problem on Tabular Data with Linear Constraints,
Management Science 47(7), 2001; widths are what they call sliding protection.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reports.disclosure.deviations import Deviations
from reports.disclosure.intervals import Violation, audit
from reports.disclosure.knowledge import Number, total
from reports.disclosure.protection import OutOfTime, Search
from reports.disclosure.tables import Cell, Flags, Sensitive, Table

SEARCHING = 0.7
"""The part of the time that goes to the search; the rest is for the audit."""
QUICKLY = 0.35
"""The part of the time that the heuristic may take."""


class Found(StrEnum):
    """How a pattern was found: the cheapest there is, a good one, or one that hides more because time was short."""

    OPTIMAL = "optimal"
    HEURISTIC = "heuristic"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Suppression:
    """The names of the hidden cells, sensitive ones included, and their cost altogether.

    `bound`: no safe pattern costs less, as far as the solver proved it (0: nothing). `timed_out`: the search for the
    cheapest was cut short. The pattern has passed the audit, unless it hides everything.
    """

    hidden: frozenset[str]
    cost: float
    found: Found
    bound: float
    timed_out: bool


def suppress(
    cells: Sequence[Cell],
    values: Mapping[str, Number],
    sensitive: Sequence[Sensitive],
    *,
    upper: Mapping[str, int] | None = None,
    optimal: bool = True,
    time_limit: float,
) -> Suppression:
    """Return which cells to hide, at least cost, so that every sensitive set stays as wide as it must.

    `values` are the true numbers of all atoms, `upper` what is commonly known to be each one's largest value; whole
    numbers are taken as known to be whole. `optimal`: search for the cheapest, not only for a good pattern.
    `time_limit` in seconds, for everything. Costs count every hidden cell. Raises `BadTable`.
    """
    started = time.monotonic()
    table = Table(cells, values, sensitive, upper)
    search = Search(Deviations(table, started + SEARCHING * time_limit))
    attempt = _Attempt(table, values, sensitive, upper, search, started, time_limit)
    for found, hidden in attempt.patterns(optimal=optimal):
        if hidden.all() or not attempt.audited(hidden):
            names = frozenset(name for cell in np.flatnonzero(hidden) for name in table.names[cell])
            cost = float(table.costs @ hidden)
            return Suppression(names, cost, found, min(search.bound, cost), attempt.timed_out)
    raise AssertionError("hiding everything is always the last pattern")


def unsafe(
    cells: Sequence[Cell],
    values: Mapping[str, Number],
    hidden: frozenset[str],
    sensitive: Sequence[Sensitive],
    *,
    upper: Mapping[str, int] | None = None,
    time_limit: float,
) -> tuple[Violation, ...]:
    """Return the sensitive sets that a pattern leaves too narrow, or of which the contrary was not proved in time.

    Exact, and for any pattern, whoever found it. A violation's `rests_on` are places among the cells not in `hidden`.
    """
    shown = [cell.atoms for cell in cells if cell.name not in hidden]
    return audit(
        [total(atoms, sum(values[atom] for atom in atoms)) for atoms in shown],
        [each.atoms for each in sensitive],
        width=[each.width for each in sensitive],
        upper=upper,
        whole=all(isinstance(value, int) for value in values.values()),
        time_limit=time_limit,
    )


@dataclass(slots=True)
class _Attempt:
    table: Table
    values: Mapping[str, Number]
    sensitive: Sequence[Sensitive]
    upper: Mapping[str, int] | None
    search: Search
    started: float
    time_limit: float
    timed_out: bool = False

    def patterns(self, *, optimal: bool) -> Iterator[tuple[Found, Flags]]:
        """Yield patterns to be audited, the best first; the last hides everything."""
        good = self._good(QUICKLY if optimal else SEARCHING)
        if optimal and good is not None:
            yield from self._cheapest()
        if good is not None:
            yield Found.HEURISTIC, good
        everything = np.ones(len(self.table.cells), dtype=bool)
        inner = self.table.primary.copy()
        inner[self.table.own[self.table.own >= 0]] = True
        yield Found.FALLBACK, inner
        grand = np.array([len(cell) < len(self.table.atoms) for cell in self.table.cells]) | self.table.primary
        yield Found.FALLBACK, grand
        yield Found.FALLBACK, everything

    def _good(self, part: float) -> Flags | None:
        deviations = self.search.deviations
        deadline = deviations.deadline
        deviations.deadline = self.started + part * self.time_limit
        try:
            return self.search.tidied(self.search.quick())
        except OutOfTime:
            self.timed_out = True
            return None
        finally:
            deviations.deadline = deadline

    def _cheapest(self) -> Iterator[tuple[Found, Flags]]:
        """Yield the cheapest pattern; if the exact audit refuses it, the next after what it was refused for."""
        try:
            while True:
                hidden = self.search.cheapest()
                yield Found.OPTIMAL, hidden
                shown = np.flatnonzero(~hidden)
                for violation in self.audited(hidden):
                    if not violation.proved:
                        return
                    self.search.forbid([int(shown[place]) for place in violation.rests_on])
        except OutOfTime:
            self.timed_out = True

    def audited(self, hidden: Flags) -> tuple[Violation, ...]:
        """Return what the exact audit says against a pattern; its rows are the published cells in order."""
        shown = [self.table.cells[cell] for cell in np.flatnonzero(~hidden)]
        merged = [Cell(str(place), atoms, 1.0) for place, atoms in enumerate(shown)]
        left = self.started + self.time_limit - time.monotonic()
        return unsafe(merged, self.values, frozenset(), self.sensitive, upper=self.upper, time_limit=left)
