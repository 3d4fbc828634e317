"""An attacker written apart from the product: tries every set of atoms, with rank tests in rational numbers."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations


def rank(matrix: Sequence[Sequence[int]]) -> int:
    """Return the rank by Gaussian elimination in rational numbers."""
    left = [[Fraction(value) for value in line] for line in matrix]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((line for line in left[found:] if line[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for index in range(found + 1, len(left)):
            times = left[index][column] / pivot[column]
            left[index] = [a - times * b for a, b in zip(left[index], pivot, strict=True)]
        found += 1
    return found


def sets_of(atoms: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield every set of atoms but the empty one."""
    for count in range(1, len(atoms) + 1):
        yield from map(frozenset, combinations(atoms, count))


def computable(rows: Sequence[frozenset[str]], sizes: Mapping[str, int]) -> list[frozenset[str]]:
    """Return the sets of atoms with people whose total follows from the rows' totals."""
    atoms = sorted(atom for atom, size in sizes.items() if size)
    matrix = [[int(atom in row) for atom in atoms] for row in rows]
    base = rank(matrix)
    return [chosen for chosen in sets_of(atoms) if rank([*matrix, [int(atom in chosen) for atom in atoms]]) == base]


def touched_alone(rows: Sequence[frozenset[str]], sizes: Mapping[str, int]) -> list[frozenset[str]]:
    """Return the sets of atoms outside which some combination of the rows, not zero, is zero."""
    atoms = sorted(atom for atom, size in sizes.items() if size)
    base = rank([[int(atom in row) for atom in atoms] for row in rows])
    return [
        chosen
        for chosen in sets_of(atoms)
        if rank([[int(atom in row) for atom in atoms if atom not in chosen] for row in rows]) < base
    ]


def smallest(groups: Sequence[frozenset[str]], sizes: Mapping[str, int]) -> int | None:
    """Return the fewest people in any of the groups."""
    return min((sum(sizes[atom] for atom in group) for group in groups), default=None)
