"""The worked examples are those of the published literature on secondary suppression; see docs/disclosure.md."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.isolation import Outcome
from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.planning import Gate, choose, choose_rows, grow
from reports.releases.types import Reason
from tests.pure.disclosure.attacker import computable, smallest, touched_alone
from tests.pure.disclosure.workplaces import flat_plan

LIMIT = 20.0


def published(people: dict[str, int], unlisted: frozenset[str] = frozenset()) -> set[str]:
    return set(choose_rows(flat_plan(people, unlisted=unlisted), people, time_limit=LIMIT).published)


@pytest.mark.parametrize(
    ("people", "unlisted", "expected"),
    [
        ({"A": 3, "B": 6}, "", {"whole"}),
        ({"A": 3, "B": 6, "direct": 4}, "direct", {"whole", "unit-B"}),
        ({"men": 7, "woman": 1}, "", {"whole"}),
        ({"a": 1, "b": 1, "c": 1, "d": 6, "e": 12}, "", {"whole", "unit-e"}),
        ({"A": 3, "B": 1}, "", set()),
        ({"A": 5, "B": 5}, "", {"whole", "unit-A", "unit-B"}),
    ],
)
def test_worked_examples(people: dict[str, int], unlisted: str, expected: set[str]) -> None:
    assert published(people, frozenset({unlisted})) == expected


def test_with_three_as_the_threshold_the_two_smallest_together_may_stay_hidden() -> None:
    """Below the public door k is a parameter: 8, 7, 2, 5, 1 and k = 3 leave 2 + 1 = 3 hidden, which is enough."""
    people = {"a": 8, "b": 7, "c": 2, "d": 5, "e": 1}
    rows = [row for row in flat_plan(people).by_value() if row.headcount >= 3]
    chosen, refused = choose(rows, [people], threshold=3, gate=Gate(time_limit=LIMIT))
    assert {row.unit for row in chosen} == {"whole", "unit-a", "unit-b", "unit-d"}
    assert not refused


def test_reasons_tell_too_few_from_protecting_others() -> None:
    people = {"A": 3, "B": 6}
    choice = choose_rows(flat_plan(people), people, time_limit=LIMIT)
    assert choice.withheld == {"unit-A": Reason.TOO_FEW, "unit-B": Reason.PROTECTS_OTHERS}


def test_the_answer_sheets_count_not_the_people_invited() -> None:
    invited, answered = {"A": 9, "B": 9, "C": 9}, {"A": 8, "B": 8, "C": 4}
    choice = choose_rows(flat_plan(invited), answered, time_limit=LIMIT)
    assert choice.published == ("whole", "unit-A")


def test_the_silence_of_a_few_is_not_computable() -> None:
    """Nobody of three in C answered: whole − A − B would say so of three known people."""
    invited, answered = {"A": 9, "B": 8, "C": 3}, {"A": 9, "B": 8}
    choice = choose_rows(flat_plan(invited), answered, time_limit=LIMIT)
    assert choice.published == ("whole", "unit-A")
    assert choice.withheld["unit-B"] is Reason.PROTECTS_OTHERS


def test_two_people_whose_difference_is_computable_are_protected_though_neither_is_isolated() -> None:
    """(A + B) − (B + C) = A − C, four people: whoever knows the range of an answer can often read both from it."""
    people = {"A": 2, "B": 9, "C": 2, "D": 10}
    rows = (
        PlannedRow("whole", frozenset("ABCD"), 23, 23),
        PlannedRow("one", frozenset("AB"), 11, 11, "whole"),
        PlannedRow("two", frozenset("BC"), 11, 11, "whole"),
    )
    choice = choose_rows(Plan(rows, "whole", 5, people), people, time_limit=LIMIT)
    assert choice.published == ("whole", "one")


def test_a_row_is_refused_for_what_the_attack_on_it_came_to() -> None:
    """All three take too long, but the second with the first is found unsafe, and the third with the first is safe."""
    whole, second, third = flat_plan({"a": 9, "b": 9}).by_value()

    def attack(rows: Sequence[PlannedRow]) -> Outcome:
        return Outcome.TIMED_OUT if len(rows) == 3 else Outcome.FOUND if second in rows else Outcome.SAFE

    assert grow([whole, second, third], attack) == ((whole, third), {second.unit: Outcome.FOUND})


def crossing_plan() -> tuple[Plan, dict[str, int]]:
    """Three departments crossed with two kinds of work, all margins planned: the row space is no hierarchy."""
    people = {f"{department}{kind}": 4 for department in "ABC" for kind in "xy"}
    rows = [PlannedRow("whole", frozenset(people), 24, 99)]
    for name in "ABCxy":
        atoms = frozenset(atom for atom in people if name in atom)
        rows.append(PlannedRow(name, atoms, 4 * len(atoms), 4 * len(atoms), "whole"))
    return Plan(tuple(rows), "whole", 5, people), people


def test_what_cannot_be_proved_in_time_is_not_published() -> None:
    plan, people = crossing_plan()
    people["Ax"] = people["By"] = 3
    hurried = choose_rows(plan, people, time_limit=0)
    assert "whole" in hurried.published
    assert Reason.COULD_NOT_CHECK in hurried.withheld.values()
    calm = choose_rows(plan, people, time_limit=LIMIT)
    assert set(hurried.published) < set(calm.published)
    assert Reason.COULD_NOT_CHECK not in calm.withheld.values()


@st.composite
def workplaces(draw: st.DrawFn) -> tuple[Plan, dict[str, int]]:
    """Up to seven atoms in a tree of teams and departments, and up to two rows that cross it."""
    atoms = "abcdefg"[: draw(st.integers(2, 7))]
    invited = {atom: draw(st.integers(1, 12)) for atom in atoms}
    answered = {atom: draw(st.integers(0, invited[atom])) for atom in atoms}

    def row(unit: str, inside: frozenset[str], parent: str) -> PlannedRow:
        size = sum(invited[atom] for atom in inside)
        return PlannedRow(unit, inside, size, size, parent)

    everybody = frozenset(atoms)
    rows = [PlannedRow("whole", everybody, sum(invited.values()), 1)]
    cut = draw(st.integers(1, len(atoms)))
    rows.append(row("first", frozenset(atoms[:cut]), "whole"))
    rows += [row(f"team-{atom}", frozenset(atom), "first") for atom in atoms[:cut]]
    rows += [row(f"team-{atom}", frozenset(atom), "whole") for atom in atoms[cut:]]
    for index in range(draw(st.integers(0, 2))):
        rows.append(row(f"across-{index}", draw(st.frozensets(st.sampled_from(atoms), min_size=1)), "whole"))
    return Plan(tuple(rows), "whole", draw(st.integers(5, 8)), invited), answered


@settings(max_examples=80, deadline=None)
@given(workplaces())
def test_no_attacker_isolates_fewer_than_k_and_nothing_more_could_be_published(
    workplace: tuple[Plan, dict[str, int]],
) -> None:
    plan, answered = workplace
    choice = choose_rows(plan, answered, time_limit=LIMIT)
    rows = [plan.row(unit).atoms for unit in choice.published]
    assert set(choice.published) | set(choice.withheld) == {row.unit for row in plan.rows}
    assert not set(choice.published) & set(choice.withheld)

    def fewest(shown: list[frozenset[str]]) -> int:
        sizes = (answered, plan.people)
        found = [smallest(attack(shown, size), size) for size in sizes for attack in (computable, touched_alone)]
        return min((people for people in found if people is not None), default=99)

    assert fewest(rows) >= plan.threshold
    for unit, reason in choice.withheld.items():
        n = sum(answered[atom] for atom in plan.row(unit).atoms)
        assert (reason is Reason.TOO_FEW) == (n < plan.threshold)
        if reason is Reason.PROTECTS_OTHERS:
            assert fewest([*rows, plan.row(unit).atoms]) < plan.threshold


@settings(max_examples=40, deadline=None)
@given(workplaces(), st.integers(0, 2**16))
def test_names_of_atoms_and_the_order_of_rows_change_nothing(workplace: tuple[Plan, dict[str, int]], seed: int) -> None:
    plan, answered = workplace
    draw = random.Random(seed)  # noqa: S311
    names = [f"atom {number}" for number in range(len(plan.people))]
    draw.shuffle(names)
    renamed = dict(zip(plan.people, names, strict=True))
    rows = [
        PlannedRow(row.unit, frozenset(renamed[atom] for atom in row.atoms), row.headcount, row.value, row.parent)
        for row in plan.rows
    ]
    draw.shuffle(rows)
    other = Plan(tuple(rows), "whole", plan.threshold, {renamed[atom]: n for atom, n in plan.people.items()})
    again = choose_rows(other, {renamed[atom]: n for atom, n in answered.items()}, time_limit=LIMIT)
    assert again == choose_rows(plan, answered, time_limit=LIMIT)


@settings(max_examples=40, deadline=None)
@given(workplaces(), st.integers(1, 4))
def test_a_stricter_threshold_shows_no_row_that_a_laxer_one_hides_as_too_small(
    workplace: tuple[Plan, dict[str, int]], more: int
) -> None:
    plan, answered = workplace
    lax = choose_rows(plan, answered, time_limit=LIMIT)
    strict = choose_rows(Plan(plan.rows, plan.whole, plan.threshold + more, plan.people), answered, time_limit=LIMIT)
    too_small = {unit for unit, reason in lax.withheld.items() if reason is Reason.TOO_FEW}
    assert not too_small & set(strict.published)
