"""Before anything is issued everybody stands in exactly one group, and no group is smaller than the threshold."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.waves.rules import form_groups

Tree = dict[str, str | None]


@st.composite
def workplaces(draw: st.DrawFn) -> tuple[dict[str, int], Tree]:
    """Return people placed directly in each unit, and each unit's parent: a random tree of up to 12 units."""
    size = draw(st.integers(1, 12))
    parents: Tree = {"u0": None}
    for number in range(1, size):
        parents[f"u{number}"] = f"u{draw(st.integers(0, number - 1))}"
    people = {code: draw(st.integers(0, 9)) for code in parents if draw(st.booleans())}
    return people, parents


def _chain(code: str, parents: Mapping[str, str | None]) -> list[str]:
    chain, step = [], code
    while True:
        chain.append(step)
        above = parents[step]
        if above is None:
            return chain
        step = above


@given(workplaces(), st.integers(5, 12))
def test_everybody_is_counted_exactly_once(workplace: tuple[dict[str, int], Tree], threshold: int) -> None:
    people, parents = workplace
    groups = form_groups(people, parents, threshold)
    counted = sorted(code for units in groups.values() for code in units if people.get(code))
    assert counted == sorted(code for code, number in people.items() if number)


@given(workplaces(), st.integers(5, 12))
def test_no_group_is_below_the_threshold_unless_the_whole_workplace_is(
    workplace: tuple[dict[str, int], Tree], threshold: int
) -> None:
    people, parents = workplace
    groups = form_groups(people, parents, threshold)
    sizes = [sum(people.get(code, 0) for code in units) for units in groups.values()]
    if sum(people.values()) >= threshold:
        assert min(sizes) >= threshold
    else:
        assert len(sizes) <= 1
        assert set(groups) <= {"u0"}


@given(workplaces(), st.integers(5, 12))
def test_people_are_counted_in_their_own_unit_or_in_one_above(
    workplace: tuple[dict[str, int], Tree], threshold: int
) -> None:
    people, parents = workplace
    for code, units in form_groups(people, parents, threshold).items():
        assert all(code in _chain(unit, parents) for unit in units)


@given(workplaces(), st.integers(5, 12), st.randoms(use_true_random=False))
def test_the_order_of_the_units_is_of_no_consequence(
    workplace: tuple[dict[str, int], Tree], threshold: int, random: Random
) -> None:
    people, parents = workplace
    shuffled = list(parents)
    random.shuffle(shuffled)
    other = form_groups(
        {code: people[code] for code in shuffled if code in people},
        {code: parents[code] for code in shuffled},
        threshold,
    )
    assert other == form_groups(people, parents, threshold)


@given(workplaces(), st.integers(5, 12))
def test_labels_decide_nothing_but_which_of_two_equals_goes_first(
    workplace: tuple[dict[str, int], Tree], threshold: int
) -> None:
    # Sizes made distinct: nothing is left for a label to decide.
    people, parents = workplace
    people = {code: 16 * number + 2**index for index, (code, number) in enumerate(people.items())}
    named = {code: f"x{99 - int(code[1:])}" for code in parents}
    renamed = form_groups(
        {named[code]: number for code, number in people.items()},
        {named[code]: named[above] if above else None for code, above in parents.items()},
        threshold,
    )
    plain = form_groups(people, parents, threshold)
    assert renamed == {named[code]: frozenset(named[unit] for unit in units) for code, units in plain.items()}


def test_three_and_six_are_one_group() -> None:
    groups = form_groups({"a": 3, "b": 6}, {"parent": None, "a": "parent", "b": "parent"}, 5)
    assert groups == {"parent": frozenset({"a", "b"})}


def test_three_and_six_with_four_directly_above_are_two_groups() -> None:
    groups = form_groups({"a": 3, "b": 6, "parent": 4}, {"parent": None, "a": "parent", "b": "parent"}, 5)
    assert groups == {"parent": frozenset({"a", "parent"}), "b": frozenset({"b"})}


def test_three_teams_of_the_model_case_stay_apart() -> None:
    parents: Tree = {"senteret": None, "lag-1": "senteret", "lag-2": "senteret", "lag-3": "senteret"}
    groups = form_groups({"lag-1": 14, "lag-2": 13, "lag-3": 13}, parents, 5)
    assert groups == {code: frozenset({code}) for code in ("lag-1", "lag-2", "lag-3")}


def test_a_unit_outside_the_tree_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the tree"):
        form_groups({"elsewhere": 5}, {"root": None}, 5)


def test_a_loop_is_an_error_and_not_an_endless_run() -> None:
    with pytest.raises(ValueError, match="below itself"):
        form_groups({"a": 5}, {"a": "b", "b": "a"}, 5)
