import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.meeting import UnknownAtom
from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.rows import DuplicateAtom, Release, UnknownItem, release_rows
from reports.disclosure.waves import EarlierWave
from reports.releases.types import Reason, WithheldRow
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally
from tests.pure.disclosure.attacker import computable
from tests.pure.disclosure.workplaces import flat_plan, one_scale

TRUST = {"trust": frozenset({"trust-1", "trust-2"})}
"""Nobody is asked the second: an item alone in its scale has rules of its own."""
BETWEEN = re.compile(r"([1-8]\d|90)(-([1-8]\d|90))?")
"""A share from 10 to 90, or a range of them."""
MIXED = (0, 1, 2, 3, 4, 1, 2, 3)


def released(tally: WaveTally, plan: Plan, *, earlier: tuple[EarlierWave, ...] = (), limit: float = 20.0) -> Release:
    return release_rows(tally, plan, earlier=earlier, scale_items=TRUST, multiple_items=frozenset(), time_limit=limit)


def answers(**people: int) -> dict[str, list[int]]:
    return {atom: [MIXED[index % 8] for index in range(n)] for atom, n in people.items()}


def values_in(thing: object) -> Iterator[object]:
    """Yield every value in the whole output: numbers, texts, keys."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from values_in(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from values_in(key)
            yield from values_in(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from values_in(value)
    else:
        yield thing


def test_three_teams_and_the_whole() -> None:
    people = {"A": 14, "B": 13, "C": 12}
    release = released(one_scale(answers(A=12, B=11, C=10)), flat_plan(people))
    assert [(row.unit, row.headcount, row.n) for row in release.rows] == [
        ("whole", 39, 33),
        ("unit-A", 14, 12),
        ("unit-B", 13, 11),
        ("unit-C", 12, 10),
    ]
    assert release.withheld == ()
    # Three of 33 chose the last option: "<=10", which would follow from the teams' upper bands and the whole's options.
    assert release.rows[0].items["trust-1"].detail == "bands"
    assert release.rows[1].items["trust-1"].detail == "bands"
    assert all(row.scales["trust"].counts for row in release.rows)


def test_an_item_alone_in_its_scale_has_no_shares_below_thirty() -> None:
    release = release_rows(
        one_scale(answers(A=14, B=20)),
        flat_plan({"A": 16, "B": 22}),
        scale_items={"trust": frozenset({"trust-1"})},
        multiple_items=frozenset(),
        time_limit=20,
    )
    shares = {row.unit: row.items["trust-1"] for row in release.rows}
    assert {unit: (figure.n, len(figure.shares)) for unit, figure in shares.items()} == {
        "whole": (34, 5),
        "unit-A": (None, 0),
        "unit-B": (None, 0),
    }
    assert all(row.scales["trust"].counts for row in release.rows)


def test_a_withheld_row_says_why_and_where_its_people_can_be_read() -> None:
    people = {"a": 3, "b": 6, "c": 20}
    rows = (
        PlannedRow("whole", frozenset("abc"), 29, 29),
        PlannedRow("north", frozenset("ab"), 9, 9, "whole"),
        PlannedRow("south", frozenset("c"), 20, 20, "whole"),
        PlannedRow("north-1", frozenset("a"), 3, 3, "north"),
        PlannedRow("north-2", frozenset("b"), 6, 6, "north"),
    )
    release = released(one_scale(answers(a=3, b=6, c=20)), Plan(rows, "whole", 5, people))
    assert [row.unit for row in release.rows] == ["whole", "south", "north"]
    assert release.withheld == (
        WithheldRow("north-2", Reason.PROTECTS_OTHERS, "north"),
        WithheldRow("north-1", Reason.TOO_FEW, "north"),
    )


@pytest.mark.parametrize("people", [{}, {"A": 2, "B": 2}])
def test_a_wave_with_too_few_answers_releases_nothing_and_says_so(people: dict[str, int]) -> None:
    release = released(one_scale(answers(**people)), flat_plan({"A": 6, "B": 6}))
    assert release.rows == ()
    assert {(row.reason, row.read_in) for row in release.withheld} == {(Reason.TOO_FEW, None)}


def test_a_row_on_later_waves_needs_eight_and_ten_where_a_few_came_or_left() -> None:
    plan = flat_plan({"A": 9, "B": 20})
    tally = one_scale(answers(A=7, B=20))

    def before(joined: int) -> tuple[EarlierWave, ...]:
        """Return the wave before, with unit A: of its nine people now, so many have joined since."""
        moved = {("A", "A"): 9 - joined, ("A", None): joined, ("B", "B"): 20}
        return (EarlierWave({"unit-A": frozenset("A")}, {pair: n for pair, n in moved.items() if n}),)

    def reason(tally: WaveTally, earlier: tuple[EarlierWave, ...]) -> Reason | None:
        return {row.unit: row.reason for row in released(tally, plan, earlier=earlier).withheld}.get("unit-A")

    assert reason(tally, ()) is None
    assert reason(tally, before(0)) is Reason.TOO_FEW
    nine = one_scale(answers(A=9, B=20))
    assert reason(nine, before(0)) is None
    assert reason(nine, before(1)) is Reason.MEMBERSHIP_CHANGED
    assert reason(nine, before(4)) is Reason.MEMBERSHIP_CHANGED
    assert reason(nine, before(5)) is None


def test_a_tally_that_disagrees_with_plan_or_questionnaire_is_refused() -> None:
    plan = flat_plan({"A": 9, "B": 20})
    tally = one_scale(answers(A=9, B=20))
    with pytest.raises(UnknownAtom):
        released(one_scale(answers(A=9, X=3)), plan)
    with pytest.raises(DuplicateAtom):
        released(replace(tally, atoms=(*tally.atoms, tally.atoms[0])), plan)
    for scale_items, multiple in ((TRUST, frozenset({"trust-1"})), ({}, frozenset[str]())):
        with pytest.raises(UnknownItem):
            release_rows(tally, plan, scale_items=scale_items, multiple_items=multiple, time_limit=9)


def test_every_scale_and_item_stands_in_every_row_with_a_figure_or_a_reason() -> None:
    plan = flat_plan({"A": 20, "B": 20})
    release = release_rows(
        one_scale(answers(A=20, B=9)),
        plan,
        scale_items={**TRUST, "pace": frozenset({"pace-1"})},
        multiple_items=frozenset({"measures"}),
        time_limit=20,
    )
    for row in release.rows:
        assert set(row.scales) == {"trust", "pace"}
        assert set(row.items) == {"trust-1", "trust-2", "pace-1", "measures"}
        assert all((figure.n is None) == (figure.withheld is not None) for figure in row.scales.values())
        assert all((figure.n is None) == (figure.withheld is not None) for figure in row.items.values())
        assert row.scales["pace"].withheld is Reason.NOT_SHOWN


@st.composite
def waves(draw: st.DrawFn) -> tuple[Plan, WaveTally]:
    """Two departments of teams, answers with many skips and much agreement."""
    atoms = "abcde"
    people = {atom: draw(st.integers(1, 16)) for atom in atoms}
    rows = [PlannedRow("whole", frozenset(atoms), sum(people.values()), 99)]
    for unit, inside in (("north", "abc"), ("south", "de")):
        size = sum(people[atom] for atom in inside)
        rows.append(PlannedRow(unit, frozenset(inside), size, size, "whole"))
        rows += [PlannedRow(f"team-{atom}", frozenset(atom), people[atom], people[atom], unit) for atom in inside]
    given_answers = {}
    for atom in atoms:
        answering = draw(st.integers(0, people[atom]))
        option = st.sampled_from(draw(st.sampled_from([(0,), (4,), (2,), (0, 1), (0, 1, 2, 3, 4)])))
        given_answers[atom] = draw(st.lists(option, min_size=answering, max_size=answering))
    sheets = {atom: draw(st.integers(len(given_answers[atom]), people[atom])) for atom in atoms}
    return Plan(tuple(rows), "whole", draw(st.integers(5, 7)), people), one_scale(given_answers, sheets=sheets)


def at(atom: AtomTally, score: int) -> int:
    return dict(atom.scales["trust"].pairs).get(score, 0)


@settings(max_examples=150, deadline=None)
@given(waves())
def test_an_exhaustive_attacker_learns_nothing_of_a_small_or_uniform_group(wave: tuple[Plan, WaveTally]) -> None:
    plan, tally = wave
    release = released(tally, plan)
    atoms = {atom.atom: atom for atom in tally.atoms}
    sheets = {name: atom.n for name, atom in atoms.items()}
    scored = {name: atom.scales["trust"].n for name, atom in atoms.items()}

    def groups(units: list[str], sizes: dict[str, int]) -> Iterator[tuple[int, frozenset[str]]]:
        for group in computable([plan.row(unit).atoms for unit in units], sizes):
            yield sum(sizes[atom] for atom in group), group

    assert all(n >= plan.threshold for n, _ in groups([row.unit for row in release.rows], sheets))
    figures = {row.unit: row.scales["trust"] for row in release.rows}
    for n, group in groups([unit for unit, figure in figures.items() if figure.n], scored):
        assert n >= plan.threshold
        for end in (0, 1200):
            assert sum(at(atoms[atom], end) for atom in group) < n - 1
    for n, group in groups([unit for unit, figure in figures.items() if figure.counts], scored):
        assert n >= 10
        assert all(sum(at(atoms[atom], 300 * step) for atom in group) < n - 1 for step in range(5))
    shares = {row.unit: row.items["trust-1"] for row in release.rows}
    assert {unit for unit, figure in shares.items() if figure.n} <= {unit for unit, f in figures.items() if f.n}
    assert all(n >= 10 for n, _ in groups([unit for unit, figure in shares.items() if figure.n], scored))
    for n, _ in groups([unit for unit, figure in shares.items() if figure.detail == "options"], scored):
        assert n >= 30


@settings(max_examples=100, deadline=None)
@given(waves())
def test_the_whole_output_holds_nothing_of_a_group_that_does_not_pass(wave: tuple[Plan, WaveTally]) -> None:
    """Walk every value: no text but names, reasons and shares, no number of people from 1 to k − 1."""
    plan, tally = wave
    release = released(tally, plan)
    shown, hidden = {row.unit for row in release.rows}, {row.unit for row in release.withheld}
    assert shown | hidden == {row.unit for row in plan.rows}
    assert not shown & hidden
    assert {row.read_in for row in release.withheld} <= {*shown, None}
    names = {*shown, "trust", "trust-1", "trust-2", "bands", "options", *Reason}
    for value in values_in(release.rows):
        if isinstance(value, str):
            assert value in names or value in {">=90", ">=80", "<=10"} or BETWEEN.fullmatch(value)
    for row in release.rows:
        assert row.n >= plan.threshold
        scale, item = row.scales["trust"], row.items["trust-1"]
        assert scale.n is None or scale.n >= plan.threshold
        assert item.n is None or item.n >= 10
        if scale.n is None:
            assert (scale.mean, scale.counts) == (None, None)
        if item.n is None:
            assert item.shares == ()
        if scale.counts is None and scale.mean is not None:
            assert scale.mean == int(scale.mean)
    for withheld in release.withheld:
        assert {type(value) for value in values_in(withheld)} <= {str, Reason, type(None)}


def test_what_is_released_does_not_hang_on_which_hidden_group_a_person_belongs_to() -> None:
    """Two hidden teams swap two people's answers: every byte of the release stays the same."""
    plan = flat_plan({"A": 12, "B": 4, "C": 3})
    first = released(one_scale({**answers(A=12), "B": [0, 1, 2, 3], "C": [4, 4, 2]}), plan)
    second = released(one_scale({**answers(A=12), "B": [4, 1, 2, 4], "C": [0, 3, 2]}), plan)
    assert {row.unit for row in first.rows} == {"whole", "unit-A"}
    assert repr(first) == repr(second)


def test_multiple_items_are_released_over_their_options() -> None:
    tally = WaveTally(
        tuple(
            AtomTally(atom, 20, {"trust": ScoreCounts()}, {"measures": OptionCounts((12, 2, 9), 20)}) for atom in "AB"
        ),
        40,
        0,
    )
    release = release_rows(
        tally,
        flat_plan({"A": 20, "B": 20}),
        scale_items=TRUST,
        multiple_items=frozenset({"measures"}),
        time_limit=20,
    )
    assert [row.items["measures"].shares for row in release.rows] == [("60", "<=10", "45"), (), ()]
