"""An interval attacker written apart from the product: it lists every table in whole numbers that agrees."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from reports.disclosure.knowledge import Fact


def agreeing(
    facts: Sequence[Fact], atoms: Sequence[str], upper: Mapping[str, int], lower: Mapping[str, int] | None = None
) -> Iterator[dict[str, int]]:
    """Yield every table within the atoms' limits that every fact holds for."""
    least = lower or {}
    for values in product(*(range(least.get(atom, 0), upper[atom] + 1) for atom in atoms)):
        table = dict(zip(atoms, values, strict=True))
        if all(_holds(fact, table) for fact in facts):
            yield table


def _holds(fact: Fact, table: Mapping[str, int]) -> bool:
    reached = sum(weight * table[atom] for atom, weight in fact.weights.items())
    return fact.low <= reached and (fact.high is None or reached <= fact.high)


def extent(tables: Sequence[Mapping[str, int]], target: frozenset[str]) -> tuple[int, int]:
    """Return the lowest and the highest total of the target over the tables."""
    totals = [sum(table[atom] for atom in target) for table in tables]
    return min(totals), max(totals)
