"""The worked examples are those of the published literature on secondary suppression; see docs/disclosure.md."""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.attacks import Attack, Gate
from reports.disclosure.isolation import Outcome
from reports.disclosure.plan import Crossing, Plan, PlannedRow
from reports.disclosure.planning import choose, choose_rows, grow
from reports.releases.types import Effort, Reason
from reports.tallies.atoms import atom_name, group_of
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
    rows = [row for row in flat_plan(people).by_value() if (row.headcount or 0) >= 3]
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
    chosen, refused = choose(rows, [people], threshold=5, gate=Gate(time_limit=LIMIT))
    assert [row.unit for row in chosen] == ["whole", "one"]
    assert refused == {"two": Outcome.FOUND}


def test_a_row_is_refused_for_what_the_attack_on_it_came_to() -> None:
    """All three take too long, but the second with the first is found unsafe, and the third with the first is safe."""
    whole, second, third = flat_plan({"a": 9, "b": 9}).by_value()

    def attack(rows: Sequence[PlannedRow]) -> Attack:
        return Attack(Outcome.TIMED_OUT if len(rows) == 3 else Outcome.FOUND if second in rows else Outcome.SAFE)

    assert grow([whole, second, third], attack, Gate(time_limit=20)) == ((whole, third), {second.unit: Outcome.FOUND})


def crossing_plan(*sizes: int) -> tuple[Plan, dict[str, int]]:
    """Three departments crossed with two kinds of work, all margins planned: the row space is no hierarchy."""
    names = [atom_name(department, {"kind": kind}) for department in "ABC" for kind in (1, 2)]
    answered = dict(zip(names, sizes or (4,) * 6, strict=True))
    people = dict.fromkeys("ABC", 8)
    crossings = tuple(("whole", Crossing("kind", kind)) for kind in (1, 2))
    return Plan(flat_plan(people).rows, "whole", 5, people, crossings), answered


def test_what_cannot_be_proved_in_time_is_not_published() -> None:
    plan, answered = crossing_plan()
    hurried = choose_rows(plan, answered, time_limit=0)
    assert "whole" in hurried.published
    assert (Reason.COULD_NOT_CHECK in hurried.withheld.values(), hurried.effort) == (True, Effort.OUT_OF_TIME)
    calm = choose_rows(plan, answered, time_limit=LIMIT)
    assert set(hurried.published) < set(calm.published)
    assert (Reason.COULD_NOT_CHECK in calm.withheld.values(), calm.effort) == (False, Effort.OPTIMAL)


def test_a_crossing_is_shown_from_ten_and_not_without_the_unit_that_it_crosses() -> None:
    plan, answered = crossing_plan(3, 6, 3, 6, 3, 6)
    choice = choose_rows(plan, answered, time_limit=LIMIT)
    assert choice.withheld == {"whole|kind=1": Reason.TOO_FEW, "whole|kind=2": Reason.PROTECTS_OTHERS}
    few = {atom: people for atom, people in answered.items() if atom.endswith("2")}
    assert choose_rows(plan, few, time_limit=LIMIT).withheld.keys() >= {"whole|kind=1", "whole|kind=2"}


def test_that_nobody_chose_an_option_is_not_computable() -> None:
    """All who answered in A chose the second kind; all sizes are large, and there is still no row that says so."""
    plan, answered = crossing_plan(0, 8, 10, 8, 10, 8)
    crossed = (*plan.crossings, *(("unit-A", Crossing("kind", kind)) for kind in (1, 2)))
    wide = Plan(plan.rows, "whole", 5, plan.people, crossed)
    answered[atom_name("A", {"kind": 2})] = 12
    choice = choose_rows(wide, answered, time_limit=LIMIT)
    assert choice.withheld["unit-A|kind=2"] is Reason.PROTECTS_OTHERS
    assert choice.withheld["unit-A|kind=1"] is Reason.TOO_FEW


@st.composite
def workplaces(draw: st.DrawFn) -> tuple[Plan, dict[str, int]]:
    """Up to seven groups in a tree of teams and departments, or up to four with a crossing question besides."""
    crossed = draw(st.booleans())
    groups = "abcdefg"[: draw(st.integers(2, 4 if crossed else 7))]
    invited = {group: draw(st.integers(1, 12)) for group in groups}
    answered = {group: draw(st.integers(0, invited[group])) for group in groups}
    if crossed:
        for group in groups:
            chosen = draw(st.integers(0, answered[group]))
            answered[atom_name(group, {"place": 1})] = chosen
            answered[group] -= chosen

    def row(unit: str, inside: frozenset[str], parent: str | None) -> PlannedRow:
        size = sum(invited[group] for group in inside)
        return PlannedRow(unit, inside, size, size, parent)

    cut = draw(st.integers(1, len(groups)))
    rows = [row("whole", frozenset(groups), None), row("first", frozenset(groups[:cut]), "whole")]
    rows += [row(f"team-{group}", frozenset(group), "first") for group in groups[:cut]]
    rows += [row(f"team-{group}", frozenset(group), "whole") for group in groups[cut:]]
    crossings = tuple((unit, Crossing("place", 1)) for unit in ("whole", "first")) if crossed else ()
    return Plan(tuple(rows), "whole", draw(st.integers(5, 8)), invited, crossings), answered


def fewest_exposed(plan: Plan, shown: Sequence[PlannedRow], answered: Mapping[str, int]) -> int:
    """Return the fewest people on whom something computable hangs, by answer sheets and by those who may answer."""
    units = [frozenset(map(group_of, row.atoms)) for row in shown if row.crossing is None]
    attacked = [([row.atoms for row in shown], answered), (units, plan.people)]
    found = [smallest(attack(rows, sizes), sizes) for rows, sizes in attacked for attack in (computable, touched_alone)]
    return min((people for people in found if people is not None), default=99)


@settings(max_examples=80, deadline=None)
@given(workplaces())
def test_no_attacker_isolates_fewer_than_k_and_nothing_more_could_be_published(
    workplace: tuple[Plan, dict[str, int]],
) -> None:
    plan, answered = workplace
    choice = choose_rows(plan, answered, time_limit=LIMIT)
    assert set(choice.published) | set(choice.withheld) == {row.key for row in choice.planned}
    assert not set(choice.published) & set(choice.withheld)
    assert fewest_exposed(plan, choice.rows, answered) >= plan.threshold
    for row in choice.planned:
        n = sum(answered.get(atom, 0) for atom in row.atoms)
        reason = choice.withheld.get(row.key)
        assert (reason is Reason.TOO_FEW) == (n < (max(10, plan.threshold) if row.crossing else plan.threshold))
        if reason is Reason.PROTECTS_OTHERS and row.crossing is None:
            assert fewest_exposed(plan, [*choice.rows, row], answered) < plan.threshold


@settings(max_examples=60, deadline=None)
@given(workplaces())
def test_no_other_set_of_units_is_worth_more(workplace: tuple[Plan, dict[str, int]]) -> None:
    plan, answered = workplace
    plain = Plan(plan.rows, "whole", plan.threshold, plan.people)
    choice = choose_rows(plain, answered, time_limit=LIMIT)
    candidates = [row for row in choice.planned if sum(answered.get(atom, 0) for atom in row.atoms) >= plan.threshold]
    values = [0.0]
    for count in range(1, len(candidates) + 1):
        for shown in combinations(candidates, count):
            if "whole" in {row.key for row in shown} and fewest_exposed(plain, shown, answered) >= plan.threshold:
                values.append(sum(row.value for row in shown))
    assert sum(row.value for row in choice.rows) == max(values)
    assert choice.effort is Effort.OPTIMAL


@settings(max_examples=40, deadline=None)
@given(workplaces())
def test_a_stricter_threshold_never_raises_the_value_of_the_best_plan(workplace: tuple[Plan, dict[str, int]]) -> None:
    plan, answered = workplace
    values = []
    for threshold in range(plan.threshold, plan.threshold + 4):
        strict = Plan(plan.rows, plan.whole, threshold, plan.people, plan.crossings)
        choice = choose_rows(strict, answered, time_limit=LIMIT)
        assert choice.effort is Effort.OPTIMAL
        values.append(sum(row.value for row in choice.rows))
    assert values == sorted(values, reverse=True)


@settings(max_examples=40, deadline=None)
@given(workplaces(), st.integers(0, 2**16))
def test_new_names_for_the_units_change_nothing_of_the_plans_worth(
    workplace: tuple[Plan, dict[str, int]], seed: int
) -> None:
    plan, answered = workplace
    draw = random.Random(seed)  # noqa: S311
    names = [f"unit {number}" for number in range(len(plan.rows))]
    draw.shuffle(names)
    new = {row.unit: name for row, name in zip(plan.rows, names, strict=True)} | {"whole": "whole"}
    rows = tuple(
        PlannedRow(new[row.unit], row.atoms, row.headcount, row.value, row.parent and new[row.parent])
        for row in plan.rows
    )
    crossings = tuple((new[unit], crossing) for unit, crossing in plan.crossings)
    renamed = choose_rows(Plan(rows, "whole", plan.threshold, plan.people, crossings), answered, time_limit=LIMIT)
    choice = choose_rows(plan, answered, time_limit=LIMIT)
    assert sum(row.value for row in renamed.rows) == sum(row.value for row in choice.rows)
    if len({row.value for row in choice.planned}) == len(choice.planned):
        assert {row.atoms for row in renamed.rows} == {row.atoms for row in choice.rows}


@settings(max_examples=40, deadline=None)
@given(workplaces(), st.integers(0, 2**16))
def test_names_of_atoms_and_the_order_of_rows_change_nothing(workplace: tuple[Plan, dict[str, int]], seed: int) -> None:
    plan, answered = workplace
    draw = random.Random(seed)  # noqa: S311
    names = [f"atom {number}" for number in range(len(plan.people))]
    draw.shuffle(names)
    new = dict(zip(plan.people, names, strict=True))
    rows = [
        PlannedRow(row.unit, frozenset(new[group] for group in row.atoms), row.headcount, row.value, row.parent)
        for row in plan.rows
    ]
    draw.shuffle(rows)
    people = {new[group]: n for group, n in plan.people.items()}
    other = Plan(tuple(rows), "whole", plan.threshold, people, plan.crossings[::-1])
    renamed = {atom.replace(group_of(atom), new[group_of(atom)], 1): n for atom, n in answered.items()}
    again = choose_rows(other, renamed, time_limit=LIMIT)
    choice = choose_rows(plan, answered, time_limit=LIMIT)
    assert (again.published, again.withheld) == (choice.published, choice.withheld)


@settings(max_examples=40, deadline=None)
@given(workplaces(), st.integers(1, 4))
def test_a_stricter_threshold_shows_no_row_that_a_laxer_one_hides_as_too_small(
    workplace: tuple[Plan, dict[str, int]], more: int
) -> None:
    plan, answered = workplace
    lax = choose_rows(plan, answered, time_limit=LIMIT)
    tighter = Plan(plan.rows, plan.whole, plan.threshold + more, plan.people, plan.crossings)
    strict = choose_rows(tighter, answered, time_limit=LIMIT)
    too_small = {unit for unit, reason in lax.withheld.items() if reason is Reason.TOO_FEW}
    assert not too_small & set(strict.published)
