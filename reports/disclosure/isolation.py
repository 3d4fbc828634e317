"""The isolation attack: the smallest group whose exact total can be computed from the totals of published rows.

Any rational combination of rows is allowed. With a reduced basis of the row space (see `linear`) a combination is
fixed by its values at the pivots, so no bound has to be invented for the coefficients, and a multiple of an indicator
is found as the indicator itself. Components of the row space are searched one by one; blocks alone in theirs need no
search at all. For the rest, groups are found by a mixed-integer programme (HiGHS), differences by the search of
`differences`; what either returns is checked again in rational numbers.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from reports.disclosure.differences import OutOfTime, lightest_difference
from reports.disclosure.linear import Component, Number, Structure, Vector, combination_within, combined, structure

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

OPTIMAL, INFEASIBLE = 0, 2
"""Statuses of `scipy.optimize.milp`; every other one means that nothing was proved."""


class Outcome(StrEnum):
    """What the attack came to. Only `SAFE` is a proof that nothing below the bound can be isolated."""

    SAFE = "safe"
    FOUND = "found"
    TIMED_OUT = "timed_out"


class Kind(StrEnum):
    """What counts as isolating: a group's total, or any exact number that hangs on a group's answers alone."""

    GROUP = "group"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Isolation:
    """The result: for `FOUND` the group's atoms, its size (people) and each row's coefficient, in the rows' order."""

    outcome: Outcome
    atoms: frozenset[str] = frozenset()
    size: int = 0
    coefficients: tuple[Number, ...] = ()


class BadSizes(ValueError):
    """An atom of a published row has no size, or a negative one."""


def smallest_isolatable(
    rows: Sequence[frozenset[str]], sizes: Mapping[str, int], *, below: int, time_limit: float
) -> Isolation:
    """Return the smallest group of fewer than `below` people whose total follows exactly from the rows' totals.

    `rows` are sets of atoms, `sizes` people per atom (whole numbers, at least 0), `time_limit` seconds.
    Atoms without people add nothing to any total and are left out, also of the answer. Raises `BadSizes`.
    """
    return _attack(rows, sizes, Kind.GROUP, below, time_limit)


def smallest_difference(
    rows: Sequence[frozenset[str]], sizes: Mapping[str, int], *, below: int, time_limit: float
) -> Isolation:
    """Return the fewest people, if fewer than `below`, on whose answers alone some combination of the rows hangs.

    Wider than `smallest_isolatable`: from A + B and B + C follows A − C, and when A and C are one person each, both
    their answers are as good as read. In a hierarchy the two are the same. Same arguments and errors.
    """
    return _attack(rows, sizes, Kind.DIFFERENCE, below, time_limit)


def _attack(
    rows: Sequence[frozenset[str]], sizes: Mapping[str, int], kind: Kind, below: int, time_limit: float
) -> Isolation:
    if any(sizes.get(atom, -1) < 0 for row in rows for atom in row):
        raise BadSizes("every atom of a published row needs a size of at least 0")
    shape = structure([frozenset(atom for atom in row if sizes[atom]) for row in rows])
    return search(shape, sizes, kind=kind, below=below, deadline=time.monotonic() + time_limit)


def search(shape: Structure, weights: Mapping[str, int], *, kind: Kind, below: int, deadline: float) -> Isolation:
    """Return the lightest isolated set of blocks under `below`; `deadline` is in `time.monotonic` seconds.

    A weight may be 0: the set need only hold a block. The weights need not be sizes (see `figures`: people *not* at
    an end).
    """
    found = isolations(shape, weights, kind=kind, below=below, deadline=deadline)
    if any(one.outcome is Outcome.TIMED_OUT for one in found):
        return Isolation(Outcome.TIMED_OUT)
    return min(found, key=lambda one: one.size, default=Isolation(Outcome.SAFE))


def isolations(
    shape: Structure, weights: Mapping[str, int], *, kind: Kind, below: int, deadline: float
) -> list[Isolation]:
    """Return the lightest isolated set under `below` of each component that has one, or its being out of time.

    An empty list is a proof that nothing under `below` can be isolated.
    """
    heavy = [sum(weights[atom] for atom in block) for block in shape.blocks]
    results = []
    for component in shape.components:
        found = _search_component(component, heavy, kind, below, deadline)
        if isinstance(found, Outcome):
            results += [Isolation(found)] if found is Outcome.TIMED_OUT else []
            continue
        values, made_of = found
        results.append(
            Isolation(
                Outcome.FOUND,
                frozenset[str]().union(*(shape.blocks[column] for column in values)),
                sum(heavy[column] for column in values),
                tuple(made_of.get(index, 0) for index in range(shape.rows)),
            )
        )
    return results


def _search_component(
    component: Component, heavy: Sequence[int], kind: Kind, below: int, deadline: float
) -> tuple[Vector, Vector] | Outcome:
    """Return the lightest exact vector of one component with its coefficients by row, or why there is none."""
    light = frozenset(column for column in component.columns if heavy[column] < below)
    within = combination_within(component, light) if light else None
    if within is None:
        return Outcome.SAFE
    if len(component.columns) == 1:
        return combined(component, within)
    if kind is Kind.DIFFERENCE:
        return _lightest(component, heavy, below, deadline)
    refused: list[frozenset[int]] = []
    while (left := deadline - time.monotonic()) > 0:
        status, chosen = _group_programme(component, heavy, below, refused, left)
        if status == INFEASIBLE:
            return Outcome.SAFE
        if status != OPTIMAL:
            break
        exact = _exact(component, chosen)
        if exact is not None:
            return combined(component, exact)
        refused.append(chosen)
    return Outcome.TIMED_OUT


def _lightest(
    component: Component, heavy: Sequence[int], below: int, deadline: float
) -> tuple[Vector, Vector] | Outcome:
    try:
        found = lightest_difference(component, heavy, below=below, deadline=deadline)
    except OutOfTime:
        return Outcome.TIMED_OUT
    return Outcome.SAFE if found is None else combined(component, found[1])


def _exact(component: Component, chosen: frozenset[int]) -> Vector | None:
    """Check the solver's set in rational numbers: its indicator must lie in the row space."""
    coefficients: Vector = {index: 1 for index, vector in enumerate(component.basis) if vector.pivot in chosen}
    return coefficients if combined(component, coefficients)[0] == dict.fromkeys(chosen, 1) else None


def _equalities(component: Component) -> LinearConstraint:
    """Each column that is no pivot equals its combination of the pivots."""
    place = {column: index for index, column in enumerate(component.columns)}
    pivots = {vector.pivot for vector in component.basis}
    free = [column for column in component.columns if column not in pivots]
    matrix = np.zeros((max(len(free), 1), len(component.columns)))
    for line, column in enumerate(free):
        matrix[line, place[column]] = 1.0
        for vector in component.basis:
            matrix[line, place[vector.pivot]] -= float(vector.values.get(column, 0))
    return LinearConstraint(matrix, 0.0, 0.0)


def _group_programme(
    component: Component, heavy: Sequence[int], below: int, refused: Sequence[frozenset[int]], time_limit: float
) -> tuple[int, frozenset[int]]:
    """Minimise weight over 0/1 vectors of the row space: x in {0, 1}, x combines the pivots, some x is 1."""
    columns = component.columns
    weight = np.array([heavy[column] for column in columns], dtype=float)
    constraints = [
        _equalities(component),
        LinearConstraint(np.ones(len(columns)), 1.0, np.inf),
        LinearConstraint(weight, -np.inf, below - 1),
    ]
    for chosen in refused:
        sign = np.array([-1.0 if column in chosen else 1.0 for column in columns])
        constraints.append(LinearConstraint(sign, 1.0 - len(chosen), np.inf))
    bounds = Bounds(0, np.where(weight < below, 1, 0))
    status, x = _solve(weight, np.ones(len(columns), dtype=np.int64), bounds, constraints, time_limit)
    return status, frozenset(column for column, value in zip(columns, x, strict=False) if value > 0.5)


def _solve(
    cost: Floats, integrality: Integers, bounds: Bounds, constraints: Sequence[LinearConstraint], time_limit: float
) -> tuple[int, Sequence[float]]:
    """Return the solver's status and, if it proved an optimum, the solution; otherwise nothing of it is used."""
    result = milp(
        cost,
        integrality=integrality,
        bounds=bounds,
        constraints=constraints,
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )
    solution = result.x if result.status == OPTIMAL else None
    return int(result.status), () if solution is None else tuple(float(value) for value in solution)
