from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import isolation
from reports.disclosure.isolation import (
    BadSizes,
    Isolation,
    Outcome,
    smallest_difference,
    smallest_isolatable,
)
from tests.pure.disclosure.attacker import computable, smallest, touched_alone

ATOMS = "abcdefg"
PEOPLE = st.fixed_dictionaries({atom: st.integers(0, 6) for atom in ATOMS})
ROWS = st.lists(st.frozensets(st.sampled_from(ATOMS), min_size=1), min_size=1, max_size=6)


def rows_of(*names: str) -> list[frozenset[str]]:
    return [frozenset(name) for name in names]


def applied(rows: Sequence[frozenset[str]], found: Isolation, sizes: Mapping[str, int]) -> dict[str, Fraction]:
    """Return the combination of rows with the coefficients found, over atoms with people."""
    total = {atom: Fraction(0) for atom, size in sizes.items() if size}
    for row, times in zip(rows, found.coefficients, strict=True):
        for atom in row & total.keys():
            total[atom] += times
    return total


def test_subtraction_isolates_what_is_left() -> None:
    found = smallest_isolatable(rows_of("abc", "a", "b"), {"a": 9, "b": 8, "c": 3}, below=5, time_limit=9)
    assert found == Isolation(Outcome.FOUND, frozenset("c"), 3, (Fraction(1), Fraction(-1), Fraction(-1)))


def test_a_multiple_of_a_group_is_found_with_fractional_coefficients() -> None:
    """ab + ac − bc = 2a: no combination in whole numbers gives a."""
    found = smallest_isolatable(rows_of("ab", "ac", "bc"), {"a": 3, "b": 9, "c": 9}, below=5, time_limit=9)
    assert (found.atoms, found.size) == (frozenset("a"), 3)
    assert found.coefficients == (Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2))


def test_a_third_of_a_combination_is_found() -> None:
    """Four rows of three out of four atoms: their sum is three times the whole."""
    rows = rows_of("abc", "abd", "acd", "bcd")
    found = smallest_isolatable(rows, {"a": 2, "b": 9, "c": 9, "d": 9}, below=5, time_limit=9)
    assert found.atoms == frozenset("a")
    assert set(found.coefficients) == {Fraction(1, 3), Fraction(-2, 3)}


def test_atoms_without_people_hide_nobody() -> None:
    """Whole − A is B and C together, but nobody in C answered."""
    sizes = {"a": 9, "b": 3, "c": 0}
    found = smallest_isolatable(rows_of("abc", "a"), sizes, below=5, time_limit=9)
    assert (found.outcome, found.atoms, found.size) == (Outcome.FOUND, frozenset("b"), 3)
    assert smallest_isolatable(rows_of("abc", "ab"), sizes, below=5, time_limit=9).outcome is Outcome.SAFE


def test_a_difference_of_two_people_is_a_disclosure_though_neither_is_isolated() -> None:
    rows, sizes = rows_of("ab", "bc"), {"a": 1, "b": 9, "c": 1}
    assert smallest_isolatable(rows, sizes, below=5, time_limit=9).outcome is Outcome.SAFE
    found = smallest_difference(rows, sizes, below=5, time_limit=9)
    assert (found.atoms, found.size) == (frozenset("ac"), 2)


def test_the_bound_itself_is_large_enough() -> None:
    rows = rows_of("ab", "a")
    assert smallest_isolatable(rows, {"a": 9, "b": 5}, below=5, time_limit=9).outcome is Outcome.SAFE
    assert smallest_isolatable(rows, {"a": 9, "b": 4}, below=5, time_limit=9).outcome is Outcome.FOUND


@pytest.mark.parametrize("sizes", [{"a": 5}, {"a": 5, "b": -1}])
def test_a_size_that_is_missing_or_negative_is_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(BadSizes):
        smallest_isolatable(rows_of("ab"), sizes, below=5, time_limit=9)


def test_without_time_a_search_proves_nothing_but_elimination_still_does() -> None:
    crossing = rows_of("ab", "cd", "ac", "bd")
    sizes = {"a": 2, "b": 2, "c": 2, "d": 2}
    for attack in (smallest_isolatable, smallest_difference):
        assert attack(crossing, sizes, below=5, time_limit=0).outcome is Outcome.TIMED_OUT
    assert smallest_isolatable(rows_of("ab", "a"), sizes, below=5, time_limit=0).size == 2


def test_an_answer_of_the_solver_that_is_not_exact_is_refused_and_the_search_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The solver's tolerance is not ours: its first answer is replaced by a set that the rows do not give."""
    honest = isolation._group_programme
    asked: list[int] = []

    def hasty(*arguments: object) -> tuple[int, frozenset[int]]:
        refused = arguments[3]
        assert isinstance(refused, list)
        asked.append(len(refused))
        return honest(*arguments) if refused else (isolation.OPTIMAL, frozenset({0}))  # type: ignore[arg-type]

    monkeypatch.setattr(isolation, "_group_programme", hasty)
    sizes = {"a": 2, "b": 2, "c": 2, "d": 2}
    found = smallest_isolatable(rows_of("ab", "cd", "ac", "bd"), sizes, below=5, time_limit=9)
    assert (asked, found.size) == ([0, 1], 4)


@settings(max_examples=120, deadline=None)
@given(ROWS, PEOPLE, st.integers(2, 9))
def test_equals_an_exhaustive_attacker(rows: list[frozenset[str]], sizes: dict[str, int], below: int) -> None:
    for attack, groups in (
        (smallest_isolatable, computable(rows, sizes)),
        (smallest_difference, touched_alone(rows, sizes)),
    ):
        found = attack(rows, sizes, below=below, time_limit=20)
        fewest = smallest(groups, sizes)
        if fewest is None or fewest >= below:
            assert found.outcome is Outcome.SAFE
            continue
        assert (found.outcome, found.size) == (Outcome.FOUND, fewest)
        combination = applied(rows, found, sizes)
        assert {atom for atom, value in combination.items() if value} == found.atoms
        if attack is smallest_isolatable:
            assert set(combination.values()) <= {0, 1}
