from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.disclosure import extremes
from reports.disclosure.intervals import Interval, Violation, audit, bounds, violated
from reports.disclosure.knowledge import BadKnowledge, Fact, total
from tests.pure.disclosure.tables import agreeing, extent

LIMIT = 20.0
ATOMS = "abcde"
MOST = 4


def sets(*names: str) -> list[frozenset[str]]:
    return [frozenset(name) for name in names]


def ends(facts: Sequence[Fact], *targets: str, upper: Mapping[str, int] | None = None) -> list[tuple[object, object]]:
    return [
        (found.low, found.high)
        for found in bounds(facts, sets(*targets), upper=upper, time_limit=LIMIT)
        if found.proved
    ]


def test_what_is_left_of_a_total_bounds_each_of_those_left() -> None:
    """Of 12, 9 are in A: B and C have 3 together, and each of them 0 to 3."""
    assert ends([total("abc", 12), total("a", 9)], "b", "bc", "a") == [(0, 3), (3, 3), (9, 9)]


def test_without_an_upper_limit_an_unpublished_atom_is_unbounded() -> None:
    assert ends([total("a", 3)], "b", "ab") == [(0, None), (3, None)]
    assert ends([total("a", 3)], "ab", upper={"a": 9, "b": 2}) == [(3, 5)]


def test_an_insiders_answers_are_a_lower_limit() -> None:
    facts = [total("ab", 5)]
    (found,) = bounds(facts, sets("b"), upper=None, lower={"a": 1}, time_limit=LIMIT)
    assert (found.low, found.high) == (0, 4)


def test_two_large_shares_overlap() -> None:
    """At least nine of ten chose "yes", three are in A: at least two of the three did."""
    facts = [total(("Ay", "An"), 3), total(("Ay", "An", "By", "Bn"), 10), total(("Ay", "By"), 9, 10)]
    (found,) = bounds(facts, [frozenset({"Ay"})], upper=None, time_limit=LIMIT)
    assert (found.low, found.high, found.rests_on) == (2, 3, frozenset({0, 1, 2}))


def test_a_mean_is_a_fact_with_the_scores_as_weights() -> None:
    """Five people with a mean of 10 points on one item of five options: nobody is above 50 points."""
    scores = {"0": 0, "25": 25, "50": 50, "75": 75, "100": 100}
    mean = Fact({option: score for option, score in scores.items() if score}, Fraction(95, 2), Fraction(105, 2))
    facts = [total(scores, 5), mean]
    targets = [frozenset({option}) for option in scores]
    found = bounds(facts, targets, upper=None, time_limit=LIMIT)
    assert [(each.low, each.high) for each in found] == [(3, 4), (0, 2), (0, 1), (0, 0), (0, 0)]


def test_ends_are_rounded_inwards_since_counts_are_whole() -> None:
    facts = [total("ab", 3), total("bc", 3), total("ac", 3)]
    (loose,) = bounds(facts, sets("a"), upper=None, whole=False, time_limit=LIMIT)
    (tight,) = bounds(facts, sets("a"), upper=None, time_limit=LIMIT)
    assert (loose.low, loose.high) == (Fraction(3, 2), Fraction(3, 2))
    assert tight.width is not None
    assert tight.width < 0


def test_real_values_are_bounded_as_they_are() -> None:
    facts = [total("ab", Fraction("12.3")), total("bc", Fraction("4.1"))]
    (found,) = bounds(facts, sets("a"), upper=None, whole=False, time_limit=LIMIT)
    assert (found.low, found.high) == (Fraction("8.2"), Fraction("12.3"))


@pytest.mark.parametrize(
    "facts",
    [
        [total("a", 2), total("a", 3)],
        [total("ab", 2), total("a", 5)],
        [total("ab", 1), total("bc", 9), total("c", 1, 2)],
    ],
)
def test_facts_that_contradict_each_other_prove_nothing(facts: list[Fact]) -> None:
    (found,) = bounds(facts, sets("a"), upper=None, time_limit=LIMIT)
    assert not found.proved
    assert audit(facts, sets("a"), width=1, upper=None, time_limit=LIMIT)


@pytest.mark.parametrize(
    ("weights", "low", "high"), [({}, 0, 0), ({"a": 0}, 0, 0), ({"a": -1}, 0, 0), ({"a": 1}, 2, 1)]
)
def test_a_fact_that_says_nothing_or_is_empty_is_refused(weights: dict[str, int], low: int, high: int) -> None:
    with pytest.raises(BadKnowledge):
        Fact(weights, low, high)


def test_limits_that_contradict_each_other_are_refused() -> None:
    for lower, upper in (({"a": -1}, None), ({"a": 3}, {"a": 2})):
        with pytest.raises(BadKnowledge):
            bounds([total("ab", 3)], sets("a"), upper=upper, lower=lower, time_limit=LIMIT)


def test_without_time_nothing_is_proved_and_nothing_is_safe() -> None:
    facts = [total("ab", 20), total("bc", 20)]
    assert bounds(facts, sets("a"), upper=None, time_limit=0) == (Interval(0, 0, False, frozenset()),)
    (found,) = audit(facts, sets("a"), width=1, upper=None, time_limit=0)
    assert (found.target, found.proved, found.rests_on) == (0, False, frozenset())
    assert violated([(row, 20) for row in sets("ab", "bc")], sets("a"), width=4, upper=None, time_limit=0)
    assert audit(facts, sets("a"), width=1, upper=None, time_limit=LIMIT) == ()


def test_what_needs_no_solver_is_proved_without_time() -> None:
    assert violated([(frozenset("ab"), 20)], sets("a"), width=4, upper=None, time_limit=0) == ()


def test_a_table_of_the_solver_that_does_not_hold_exactly_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver's tolerance is not ours: a table that is off by a hundredth of a person is not believed."""

    def hasty(*arguments: object, **named: object) -> object:
        result = linprog(*arguments, **named)  # type: ignore[call-overload]
        result.x = result.x + 0.01
        return result

    monkeypatch.setattr(extremes, "linprog", hasty)
    (found,) = bounds([total("ab", 20), total("bc", 20)], sets("a"), upper=None, time_limit=LIMIT)
    assert not found.proved


def test_a_target_need_not_be_wider_than_everyone_knew_it_to_be() -> None:
    """Three people may answer: their number is 0 to 3 before anything is published, and must stay so."""
    facts, upper = [total("ab", 20)], {"a": 3, "b": 30}
    assert audit(facts, sets("a"), width=4, upper=upper, time_limit=LIMIT) == ()
    (found,) = audit([*facts, total("b", 18, 20)], sets("a"), width=4, upper=upper, time_limit=LIMIT)
    assert (found.interval.low, found.interval.high) == (0, 2)
    assert audit(facts, sets("a"), width=4, upper={"a": 0, "b": 30}, time_limit=LIMIT) == ()


LINKED = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
COUNTIES, SIZES = ("ABIJ", "KLMN"), ("LM", "ABIJKN")


def linked(*published: str) -> list[tuple[frozenset[str], int]]:
    return [(frozenset(cell), sum(LINKED[atom] for atom in cell)) for cell in published]


def test_linked_tables_are_safe_alone_and_not_together() -> None:
    """Counts up to 3 are hidden. By county all are safe, by size too; with both K is county 2 less N less "big"."""
    hidden = sets(*"ABKLM")
    for table in (COUNTIES, SIZES):
        assert violated(linked("I", "J", "N", *table), hidden, width=3, upper=None, time_limit=LIMIT) == ()
    both = linked("I", "J", "N", *COUNTIES, *SIZES)
    (found,) = violated(both, hidden, width=3, upper=None, time_limit=LIMIT)
    assert (hidden[found.target], found.interval.low, found.interval.high) == (frozenset("K"), 3, 3)
    to_blame = {both[place][0] for place in found.rests_on}
    assert to_blame in ({frozenset("KLMN"), frozenset("N"), frozenset("LM")}, {*sets("ABIJ", "N", "ABIJKN")})
    without = [row for row in both if row[0] != frozenset("N")]
    assert violated(without, [*hidden, frozenset("N")], width=3, upper=None, time_limit=LIMIT) == ()


def test_the_first_violation_can_be_asked_alone() -> None:
    published = linked("ABIJ", "I", "J", "AB", "KL", "L")
    every = violated(published, sets("A", "B", "K"), width=5, upper=None, time_limit=LIMIT)
    assert [found.target for found in every] == [0, 1, 2]
    assert violated(published, sets("A", "B", "K"), width=5, upper=None, time_limit=LIMIT, first=True) == every[:1]


@st.composite
def knowledge(draw: st.DrawFn) -> tuple[list[Fact], dict[str, int]]:
    """A small true table and facts about it: exact totals, intervals, and weighted sums."""
    table = {atom: draw(st.integers(0, MOST)) for atom in ATOMS}
    facts = []
    for _ in range(draw(st.integers(1, 5))):
        atoms = draw(st.frozensets(st.sampled_from(ATOMS), min_size=1))
        weights = {atom: draw(st.sampled_from((1, 1, 1, 2, 3))) for atom in sorted(atoms)}
        value = sum(weight * table[atom] for atom, weight in weights.items())
        facts.append(Fact(weights, value - draw(st.integers(0, 2)), value + draw(st.integers(0, 2))))
    return facts, table


@settings(max_examples=80, deadline=None)
@given(knowledge(), st.frozensets(st.sampled_from(ATOMS), min_size=1))
def test_the_interval_holds_every_table_in_whole_numbers_that_agrees(
    known: tuple[list[Fact], dict[str, int]], target: frozenset[str]
) -> None:
    facts, _ = known
    upper = dict.fromkeys(ATOMS, MOST)
    lowest, highest = extent(list(agreeing(facts, ATOMS, upper)), target)
    (found,) = bounds(facts, [target], upper=upper, time_limit=LIMIT)
    assert found.proved
    assert found.high is not None
    assert found.low <= lowest <= highest <= found.high
    alone = [fact for place, fact in enumerate(facts) if place in found.rests_on]
    (again,) = bounds(alone, [target], upper=upper, time_limit=LIMIT)
    assert (again.low, again.high) == (found.low, found.high)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[tuple[frozenset[str], int]], dict[str, int], dict[str, int]]:
    """A hierarchy over the atoms of which some rows are published: its matrix is totally unimodular."""
    upper = {atom: draw(st.integers(0, MOST)) for atom in ATOMS}
    table = {atom: draw(st.integers(0, upper[atom])) for atom in ATOMS}
    cut = draw(st.integers(1, len(ATOMS)))
    rows = [ATOMS, ATOMS[:cut], ATOMS[cut:], *ATOMS]
    shown = [row for row in rows if row and draw(st.booleans())]
    return [(frozenset(row), sum(table[atom] for atom in row)) for row in shown], table, upper


@settings(max_examples=80, deadline=None)
@given(trees(), st.frozensets(st.sampled_from(ATOMS), min_size=1, max_size=1), st.integers(1, 4))
def test_in_a_hierarchy_the_interval_is_exact_and_the_rows_to_blame_are_to_blame(
    tree: tuple[list[tuple[frozenset[str], int]], dict[str, int], dict[str, int]], target: frozenset[str], width: int
) -> None:
    published, _, upper = tree

    def reach(rows: Sequence[tuple[frozenset[str], int]]) -> tuple[int, int]:
        return extent(list(agreeing([total(*row) for row in rows], ATOMS, upper)), target)

    lowest, highest = reach(published)
    (found,) = bounds([total(*row) for row in published], [target], upper=upper, time_limit=LIMIT)
    assert (found.low, found.high) == (lowest, highest)
    needed = min(width, sum(upper[atom] for atom in target))
    violations = violated(published, [target], width=width, upper=upper, time_limit=LIMIT)
    assert bool(violations) == (highest - lowest < needed)
    for violation in violations:
        assert isinstance(violation, Violation)
        blamed = [row for place, row in enumerate(published) if place in violation.rests_on]
        lowest, highest = reach(blamed)
        assert highest - lowest < needed
        for row in blamed:
            lowest, highest = reach([other for other in blamed if other != row])
            assert highest - lowest >= needed


@settings(max_examples=40, deadline=None)
@given(knowledge(), st.integers(1, 4))
def test_the_audit_is_the_intervals_widths(known: tuple[list[Fact], dict[str, int]], width: int) -> None:
    facts, _ = known
    targets, upper = sets(*ATOMS, "ab", "cde"), dict.fromkeys(ATOMS, MOST)
    found = bounds(facts, targets, upper=upper, time_limit=LIMIT)
    narrow = [place for place, each in enumerate(found) if each.width is not None and each.width < width]
    assert [each.target for each in audit(facts, targets, width=width, upper=upper, time_limit=LIMIT)] == narrow


def test_components_are_bounded_apart_and_add_up() -> None:
    facts = [total("ab", 3), total("cd", 4), total("e", 2)]
    assert ends(facts, "ac", "ace", "abc") == [(0, 7), (2, 9), (3, 7)]
