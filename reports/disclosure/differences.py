"""The lightest vector of a row space: the fewest people on whose answers alone some combination of rows hangs.

A vector that is zero outside a set S exists when the columns outside S have a lower rank than all of them, so S meets
every basis of columns. The search takes a basis with as few columns that S could use as possible, and branches over
those: S holds one of them, which is deleted, and the rank stays as long as another column takes its place. Each row of
the tableau is itself a vector of the row space, so good candidates turn up at once, and where no column is left that
S could use the branch is done. Exact and exponential in `below` alone; numbers are kept modulo a prime, which can
only lower a rank, so "there is none" needs no further proof, and each vector found is checked in rational numbers.

Source: cocircuits of a represented matroid (J. Oxley, Matroid Theory, 2nd ed., ch. 2); the search is our own.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.disclosure.linear import Component, Vector, combination_within

PRIME = 2**31 - 1
"""Products of two remainders fit in 64 bits."""

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class OutOfTime(Exception):
    """The search was not finished: nothing is proved."""


@dataclass(slots=True)
class _Best:
    """The lightest set found so far, lighter than `weight` was at the start, with its combination of the basis."""

    weight: int
    combination: Vector | None = None


@dataclass(frozen=True, slots=True)
class _Branch:
    """A tableau in reduced form for its basis, the columns not deleted, those S may use, and the weight deleted."""

    tableau: Integers
    basis: tuple[int, ...]
    alive: Flags
    usable: Flags
    weight: int


def lightest_difference(
    component: Component, heavy: Sequence[int], *, below: int, deadline: float
) -> tuple[int, Vector] | None:
    """Return the least weight under `below` of a non-zero vector's support, and its coefficients by the basis' order.

    `heavy` are the weights of all columns (whole numbers, at least 1). None is a proof that there is none. Raises
    OutOfTime at `deadline` (`time.monotonic` seconds).
    """
    places = {column: index for index, column in enumerate(component.columns)}
    tableau = np.zeros((len(component.basis), len(places)), dtype=np.int64)
    for line, vector in enumerate(component.basis):
        for column, value in vector.values.items():
            if value.denominator % PRIME == 0:
                raise OutOfTime
            tableau[line, places[column]] = value.numerator * _inverse(value.denominator) % PRIME
    weights = np.array([heavy[column] for column in component.columns], dtype=np.int64)
    everything = np.ones(len(places), dtype=np.bool_)
    pivots = tuple(places[vector.pivot] for vector in component.basis)
    search = _Search(component, weights, _Best(below), deadline)
    search.explore(_Branch(tableau, pivots, everything, everything, 0))
    return None if search.best.combination is None else (search.best.weight, search.best.combination)


def _inverse(value: int) -> int:
    return pow(int(value), -1, PRIME)


def _pivot(tableau: Integers, line: int, column: int) -> None:
    """Put `column` in the basis in place of the one that `line` stood for. Changes the tableau."""
    value = int(tableau[line, column])
    if value != 1:
        tableau[line] = tableau[line] * _inverse(value) % PRIME
    times = tableau[:, column].copy()
    times[line] = 0
    others = np.nonzero(times)[0]
    if len(others):
        tableau[others] = (tableau[others] - times[others, None] * tableau[line][None, :]) % PRIME


@dataclass(slots=True)
class _Search:
    component: Component
    weights: Integers
    best: _Best
    deadline: float

    def explore(self, branch: _Branch) -> None:
        """Look at every set that holds what the branch has deleted and, beside it, only usable columns."""
        if time.monotonic() > self.deadline:
            raise OutOfTime
        light = branch.usable & branch.alive & (self.weights < self.best.weight - branch.weight)
        tableau, basis = _without_light(branch, light)
        picked = [line for line, column in enumerate(basis) if light[column]]
        for line in picked:
            self._consider(tableau[line])
        usable = branch.usable.copy()
        for line in picked:
            column = basis[line]
            weight = branch.weight + int(self.weights[column])
            standing_in = branch.alive & (tableau[line] != 0)
            standing_in[column] = False
            # Whatever still holds another column weighs at least one more.
            if weight + 1 < self.best.weight and standing_in.any():
                other = int(np.argmax(np.where(standing_in, self.weights, -1)))
                alive = branch.alive.copy()
                alive[column] = False
                changed = (*basis[:line], other, *basis[line + 1 :])
                pivoted = tableau.copy()
                _pivot(pivoted, line, other)
                self.explore(_Branch(pivoted, changed, alive, usable, weight))
            usable = usable.copy()
            usable[column] = False

    def _consider(self, vector: Integers) -> None:
        """Keep a row of the tableau where it is lighter than the best, if rational numbers agree."""
        support = np.nonzero(vector)[0]
        weight = int(self.weights[support].sum())
        if weight >= self.best.weight:
            return
        inside = frozenset(self.component.columns[int(place)] for place in support)
        combination = combination_within(self.component, inside)
        if combination is not None:
            self.best.weight, self.best.combination = weight, combination


def _without_light(branch: _Branch, light: Flags) -> tuple[Integers, tuple[int, ...]]:
    """Return tableau and basis with as few light columns in the basis as can be.

    One pass is enough: a line that has no other column left keeps none when the later lines are pivoted.
    """
    tableau, basis = branch.tableau.copy(), list(branch.basis)
    others = branch.alive & ~light
    for line, column in enumerate(branch.basis):
        if light[column]:
            instead = np.nonzero(others & (tableau[line] != 0))[0]
            if len(instead):
                basis[line] = int(instead[0])
                _pivot(tableau, line, basis[line])
    return tableau, tuple(basis)
