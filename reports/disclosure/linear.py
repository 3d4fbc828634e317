"""Exact linear algebra on published rows: what the rows' totals determine, in rational numbers and without rounding.

A published row gives the total of an answer over its atoms, so all that can be computed exactly from the rows is the
row space of the 0/1 matrix rows × atoms. Atoms that stand in the same rows cannot be told apart and are merged into a
block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction
"""An exact number. Whole ones are kept as int: in workplaces nearly all are, and they are some thirty times quicker."""
Vector = dict[int, Number]
"""A sparse vector: no zeros are kept."""


@dataclass(frozen=True, slots=True)
class BasisVector:
    """A vector of the reduced basis: 1 at its pivot, where the others have 0. `made_of`: the rows' coefficients."""

    pivot: int
    values: Vector
    made_of: Vector


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the row space that shares no block with the rest; the space is the direct sum of its components."""

    columns: tuple[int, ...]
    basis: tuple[BasisVector, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of atoms and the components of the row space over them."""

    blocks: tuple[frozenset[str], ...]
    components: tuple[Component, ...]
    rows: int


def divided(value: Number, by: Number) -> Number:
    """Return the exact quotient, whole where it is."""
    if by == 1:
        return value
    quotient = Fraction(value) / by
    return quotient.numerator if quotient.denominator == 1 else quotient


def subtract(vector: Vector, other: Mapping[int, Number], times: Number) -> None:
    """Subtract `times` × `other` from `vector` in place."""
    for key, value in other.items():
        left = vector.get(key, 0) - times * value
        if left:
            vector[key] = left
        else:
            vector.pop(key, None)


def structure(rows: Sequence[frozenset[str]]) -> Structure:
    """Return blocks and components of the row space of 0/1 rows over atoms. Exact; O(rows² × blocks) at worst."""
    member: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for atom in row:
            member.setdefault(atom, []).append(index)
    grouped: dict[tuple[int, ...], set[str]] = {}
    for atom, where in member.items():
        grouped.setdefault(tuple(where), set()).add(atom)
    patterns = sorted(grouped)
    vectors: list[Vector] = [{} for _ in rows]
    for column, pattern in enumerate(patterns):
        for index in pattern:
            vectors[index][column] = 1
    basis = _reduce(vectors)
    return Structure(tuple(frozenset(grouped[pattern]) for pattern in patterns), _components(basis), len(rows))


def _reduce(vectors: Sequence[Vector]) -> list[BasisVector]:
    """Return the reduced basis. Short rows come first: in a hierarchy this keeps every vector short."""
    basis: dict[int, BasisVector] = {}
    for index in sorted(range(len(vectors)), key=lambda i: (len(vectors[i]), i)):
        values: Vector = dict(vectors[index])
        made_of: Vector = {index: 1}
        for pivot in sorted(values):
            if pivot in basis and pivot in values:
                times = values[pivot]
                subtract(values, basis[pivot].values, times)
                subtract(made_of, basis[pivot].made_of, times)
        if not values:
            continue
        pivot = min(values)
        scale = values[pivot]
        values = {key: divided(value, scale) for key, value in values.items()}
        made_of = {key: divided(value, scale) for key, value in made_of.items()}
        for other in basis.values():
            if pivot in other.values:
                times = other.values[pivot]
                subtract(other.values, values, times)
                subtract(other.made_of, made_of, times)
        basis[pivot] = BasisVector(pivot, values, made_of)
    return [basis[pivot] for pivot in sorted(basis)]


def _components(basis: Sequence[BasisVector]) -> tuple[Component, ...]:
    parent: dict[int, int] = {}

    def root(column: int) -> int:
        while parent.setdefault(column, column) != column:
            column = parent[column]
        return column

    for vector in basis:
        for column in vector.values:
            parent[root(column)] = root(vector.pivot)
    members: dict[int, list[BasisVector]] = {}
    for vector in basis:
        members.setdefault(root(vector.pivot), []).append(vector)
    return tuple(
        Component(tuple(sorted({column for vector in group for column in vector.values})), tuple(group))
        for group in members.values()
    )


def combination_within(component: Component, inside: frozenset[int]) -> Vector | None:
    """Return coefficients (by the basis' order) of a non-zero vector that is zero outside `inside`."""
    kept: dict[int, tuple[Vector, Vector]] = {}
    for index, vector in enumerate(component.basis):
        values = {column: value for column, value in vector.values.items() if column not in inside}
        made_of: Vector = {index: 1}
        while values and (pivot := min(values)) in kept:
            times = divided(values[pivot], kept[pivot][0][pivot])
            subtract(values, kept[pivot][0], times)
            subtract(made_of, kept[pivot][1], times)
        if not values:
            return made_of
        kept[min(values)] = (values, made_of)
    return None


def combined(component: Component, coefficients: Mapping[int, Number]) -> tuple[Vector, Vector]:
    """Return the vector over columns, and over the rows it is made of, for coefficients by the basis' order."""
    values: Vector = {}
    made_of: Vector = {}
    for index, times in coefficients.items():
        subtract(values, component.basis[index].values, -times)
        subtract(made_of, component.basis[index].made_of, -times)
    return values, made_of
