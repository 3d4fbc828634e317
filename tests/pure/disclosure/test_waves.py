"""What a wave's rows give away beside an earlier wave's, against an attacker who tries every pair of groups."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.disclosure.isolation import Outcome
from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.planning import choose_rows
from reports.disclosure.waves import BadPassages, EarlierWave, blocks, floors, followed
from reports.releases.types import Reason
from tests.pure.disclosure.workplaces import flat_plan

K = 5


def unions(parts: list[frozenset[str]]) -> Iterator[frozenset[str]]:
    for count in range(1, len(parts) + 1):
        for chosen in combinations(parts, count):
            yield frozenset[str]().union(*chosen)


def too_close(
    now: Mapping[str, frozenset[str]], answered: Mapping[str, int], earlier: EarlierWave
) -> list[tuple[int, int]]:
    """Return (answers, people apart) of each pair of computable groups that are nearer than the rule allows."""
    assert earlier.passages is not None
    found = []
    for one in unions([block.groups for block in blocks(now)]):
        n = sum(answered.get(group, 0) for group in one)
        for other in unions([block.groups for block in blocks(earlier.rows)]):
            apart = sum(people for (a, b), people in earlier.passages.items() if (a in one) != (b in other))
            if 0 < n < (8 if apart == 0 else 10 if apart < K else 0):
                found.append((n, apart))
    return found


def test_blocks_are_what_is_left_of_a_row_without_the_rows_inside_it() -> None:
    rows = {"whole": frozenset("abcd"), "north": frozenset("abc"), "a": frozenset("a"), "again": frozenset("a")}
    assert [(set(block.groups), set(block.made_of)) for block in blocks(rows)] == [
        ({"a"}, {"a"}),
        ({"b", "c"}, {"a", "north"}),
        ({"d"}, {"north", "whole"}),
    ]


def test_a_group_that_is_only_computed_is_held_to_the_floors_as_a_row_is() -> None:
    """In both waves B follows from the whole and A. One has joined B; nine in it have answered."""
    plan = flat_plan({"A": 20, "B": 11}, unlisted=frozenset("B"))
    shown = {row.unit: row.atoms for row in plan.rows}
    passages: dict[tuple[str | None, str | None], int] = {("A", "A"): 20, ("B", "B"): 10, ("B", None): 1}
    earlier = (EarlierWave(shown, passages),)

    def published(answers: int) -> tuple[str, ...]:
        answered = {"A": 18, "B": answers}
        return choose_rows(
            plan, answered, time_limit=9, further=lambda rows: followed(rows, answered, earlier, K)
        ).published

    assert published(9) == ("whole",)
    assert published(10) == ("whole", "unit-A")


def test_teams_that_became_a_pool_are_compared_with_the_teams_together() -> None:
    """Two teams of 4 and 5 were shown as one department; now they are one pool and one person has been replaced."""
    before = {"whole": frozenset("abc"), "department": frozenset("ab"), "c": frozenset("c")}
    passages: dict[tuple[str | None, str | None], int] = {
        ("pool", "a"): 4,
        ("pool", "b"): 4,
        ("pool", None): 1,
        (None, "b"): 1,
        ("c", "c"): 20,
    }
    rows = [
        PlannedRow("whole", frozenset({"pool", "c"}), 29, 29),
        PlannedRow("pool", frozenset({"pool"}), 9, 9, "whole"),
    ]
    earlier = EarlierWave(before, passages)
    found = followed(rows, {"pool": 9, "c": 18}, [earlier], K)
    assert (found.outcome, found.cuts) == (Outcome.FOUND, (frozenset({"pool"}),))
    assert followed(rows, {"pool": 10, "c": 18}, [earlier], K).outcome is Outcome.SAFE
    assert followed(rows[:1], {"pool": 9, "c": 18}, [earlier], K).outcome is Outcome.SAFE


def test_lists_that_were_never_compared_ask_for_ten_everywhere() -> None:
    rows = [PlannedRow("whole", frozenset("a"), 9, 9)]
    unknown = EarlierWave({"whole": frozenset("x")}, None)
    assert followed(rows, {"a": 9}, [unknown], K).outcome is Outcome.FOUND
    assert followed(rows, {"a": 10}, [unknown], K).outcome is Outcome.SAFE
    assert floors({"whole": frozenset("a")}, [unknown], K) == {"whole": 10}
    assert followed(rows, {"a": 9}, [EarlierWave({}, None)], K).outcome is Outcome.SAFE


@pytest.mark.parametrize("passages", [{(None, None): 1}, {("a", "a"): -1}])
def test_bad_passages_are_refused(passages: dict[tuple[str | None, str | None], int]) -> None:
    with pytest.raises(BadPassages):
        EarlierWave({}, passages)


@st.composite
def two_waves(draw: st.DrawFn) -> tuple[Plan, dict[str, int], EarlierWave]:
    """Up to five groups in two departments, before and after, with people who move, join and leave."""
    groups = "abcde"[: draw(st.integers(2, 5))]
    moved: Counter[tuple[str | None, str | None]] = Counter()
    for group in groups:
        moved[(group, group)] += draw(st.integers(1, 14))
    for _ in range(draw(st.integers(0, 6))):
        now, then = draw(st.sampled_from([None, *groups])), draw(st.sampled_from([None, *groups]))
        if now or then:
            moved[(now, then)] += 1
    people = {group: sum(n for (now, _), n in moved.items() if now == group) for group in groups}
    answered = {group: draw(st.integers(0, people[group])) for group in groups}
    cut = draw(st.integers(1, len(groups)))

    def row(unit: str, inside: str, parent: str | None) -> PlannedRow:
        size = sum(people[group] for group in inside)
        return PlannedRow(unit, frozenset(inside), size, size, parent)

    rows = [row("whole", groups, None), row("first", groups[:cut], "whole")]
    rows += [row(group, group, "first" if place < cut else "whole") for place, group in enumerate(groups)]
    shown = {row.unit: row.atoms for row in draw(st.lists(st.sampled_from(rows), min_size=1))}
    for block in blocks(shown):
        assume(sum(n for (_, then), n in moved.items() if then in block.groups) >= K)
    return Plan(tuple(rows), "whole", K, people), answered, EarlierWave(shown, moved)


@settings(max_examples=150, deadline=None)
@given(two_waves())
def test_no_pair_of_computable_groups_is_nearer_than_the_rule_allows(
    waves: tuple[Plan, dict[str, int], EarlierWave],
) -> None:
    plan, answered, earlier = waves

    def attack(units: tuple[str, ...]) -> list[tuple[int, int]]:
        return too_close({unit: plan.row(unit).atoms for unit in units}, answered, earlier)

    alone = choose_rows(plan, answered, time_limit=9)
    choice = choose_rows(plan, answered, time_limit=9, further=lambda rows: followed(rows, answered, (earlier,), K))
    assert not attack(choice.published)
    assert sum(row.value for row in choice.rows) <= sum(row.value for row in alone.rows)
    if not attack(alone.published) and all(answered.values()):
        assert set(choice.published) == set(alone.published)
    assert all(reason is not Reason.COULD_NOT_CHECK for reason in choice.withheld.values())


@settings(max_examples=60, deadline=None)
@given(two_waves())
def test_a_wave_more_hides_rows_and_never_shows_new_ones_or_touches_what_was_published(
    waves: tuple[Plan, dict[str, int], EarlierWave],
) -> None:
    plan, answered, earlier = waves
    before = dict(earlier.rows)
    units = {row.unit: row.atoms for row in plan.rows}

    def value(known: tuple[EarlierWave, ...]) -> float:
        choice = choose_rows(
            plan,
            answered,
            time_limit=9,
            floors=floors(units, known, K),
            further=lambda rows: followed(rows, answered, known, K),
        )
        return sum(row.value for row in choice.rows)

    values = [value(known) for known in ((), (earlier,), (earlier, EarlierWave(earlier.rows, None)))]
    assert values == sorted(values, reverse=True)
    assert earlier.rows == before
