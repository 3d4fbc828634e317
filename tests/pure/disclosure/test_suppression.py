"""Suppression against every pattern tried by a searcher that lists tables in whole numbers (see `tables`)."""

import random
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.disclosure import deviations
from reports.disclosure.suppression import Found, suppress, unsafe
from reports.disclosure.tables import BadTable, Cell, Sensitive
from tests.pure.disclosure.tables import extent

LIMIT = 60.0
ATOMS = ("ax", "ay", "bx", "by")
MARGINS = {"a": "ax ay", "b": "bx by", "x": "ax bx", "y": "ay by", "all": "ax ay bx by"}
FURTHEST = 7
"""Values up to this are tried for each atom; those of the tables are at most 2, so that little is lost."""


def cells_of(costs: Mapping[str, float]) -> list[Cell]:
    sets = {atom: frozenset({atom}) for atom in ATOMS} | {name: frozenset(of.split()) for name, of in MARGINS.items()}
    return [Cell(name, sets[name], cost) for name, cost in costs.items()]


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[list[Cell], dict[str, int], list[Sensitive]]:
    """Two by two with some of the margins. Inner counts of 1 are sensitive, and have a width of 1 or 2."""
    values = {atom: draw(st.integers(0, 2)) for atom in ATOMS}
    shown = [*ATOMS, *(name for name in MARGINS if draw(st.booleans()))]
    costs = {name: float(draw(st.integers(1, 9))) for name in shown}
    width = draw(st.integers(1, 2))
    sensitive = [Sensitive(frozenset({atom}), width) for atom in ATOMS if values[atom] == 1]
    return cells_of(costs), values, sensitive


TABLES = [dict(zip(ATOMS, values, strict=True)) for values in product(range(FURTHEST + 1), repeat=len(ATOMS))]


def safe(cells: list[Cell], values: dict[str, int], hidden: set[str], sensitive: list[Sensitive]) -> bool:
    """Whether every sensitive set is as wide as it must over all tables that agree with what is not hidden."""
    shown = [(cell.atoms, sum(values[atom] for atom in cell.atoms)) for cell in cells if cell.name not in hidden]
    agreeing = [table for table in TABLES if all(sum(table[atom] for atom in atoms) == n for atoms, n in shown)]
    ends = (extent(agreeing, each.atoms) for each in sensitive)
    return all(high - low >= each.width for (low, high), each in zip(ends, sensitive, strict=True))


def patterns(cells: list[Cell], sensitive: list[Sensitive]) -> Iterator[set[str]]:
    """Yield every set of hidden cells, the cheapest first, in which the sensitive cells are hidden."""
    must = {cell.name for cell in cells if cell.atoms in [each.atoms for each in sensitive]}
    free = [cell.name for cell in cells if cell.name not in must]
    cost = {cell.name: cell.cost for cell in cells}
    chosen = [
        must | {name for name, on in zip(free, flags, strict=True) if on} for flags in product((0, 1), repeat=len(free))
    ]
    yield from sorted(chosen, key=lambda names: sum(cost[name] for name in names))


@settings(max_examples=40, deadline=None)
@given(small_tables())
def test_the_optimum_is_the_cheapest_of_all_safe_patterns(
    table: tuple[list[Cell], dict[str, int], list[Sensitive]],
) -> None:
    cells, values, sensitive = table
    result = suppress(cells, values, sensitive, time_limit=LIMIT)
    assert result.found is Found.OPTIMAL
    assert safe(cells, values, set(result.hidden), sensitive)
    cheapest = next(pattern for pattern in patterns(cells, sensitive) if safe(cells, values, pattern, sensitive))
    costs = {cell.name: cell.cost for cell in cells}
    assert result.cost == pytest.approx(sum(costs[name] for name in cheapest))
    assert result.bound <= result.cost + 1e-6
    assert result.bound == pytest.approx(result.cost, abs=1e-3)
    quick = suppress(cells, values, sensitive, optimal=False, time_limit=LIMIT)
    assert quick.cost >= result.cost
    assert safe(cells, values, set(quick.hidden), sensitive)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Cell], dict[str, int], list[Sensitive]]:
    """Teams in departments by two answers, with all margins: 3 to 5 teams. Costs are the counts and one more."""
    teams = [draw(st.integers(0, 2)) for _ in range(draw(st.integers(3, 5)))]
    atoms = {(team, answer): f"{team}{answer}" for team in range(len(teams)) for answer in "yn"}
    values = {atom: draw(st.integers(0, 9)) for atom in atoms.values()}
    groups = {f"team {team}": [team] for team in range(len(teams))}
    groups |= {f"department {each}": [team for team, of in enumerate(teams) if of == each] for each in set(teams)}
    groups["all"] = list(range(len(teams)))
    cells = []
    for (name, inside), answers in product(groups.items(), ("y", "n", "yn")):
        of = frozenset(atoms[team, answer] for team in inside for answer in answers)
        cells.append(Cell(f"{name} {answers}", of, 1.0 + sum(values[atom] for atom in of)))
    most = draw(st.integers(1, 4))
    small = {cell.atoms for cell in cells if 1 <= cell.cost - 1 <= most}
    return cells, values, [Sensitive(atoms, most) for atoms in sorted(small, key=sorted)]


@settings(max_examples=10, deadline=None)
@given(trees(), st.integers(0, 2**16))
def test_names_and_order_change_no_cost(table: tuple[list[Cell], dict[str, int], list[Sensitive]], seed: int) -> None:
    cells, values, sensitive = table
    draw = random.Random(seed)  # noqa: S311
    names = [f"atom {number}" for number in range(len(values))]
    draw.shuffle(names)
    renamed = dict(zip(values, names, strict=True))
    others = [Cell(f"{draw.random()}", frozenset(renamed[atom] for atom in cell.atoms), cell.cost) for cell in cells]
    asked = [Sensitive(frozenset(renamed[atom] for atom in each.atoms), each.width) for each in sensitive]
    draw.shuffle(others)
    draw.shuffle(asked)
    first = suppress(cells, values, sensitive, time_limit=LIMIT)
    assert first == suppress(cells, values, sensitive, time_limit=LIMIT)
    again = suppress(others, {renamed[atom]: value for atom, value in values.items()}, asked, time_limit=LIMIT)
    assert (first.found, again.found) == (Found.OPTIMAL, Found.OPTIMAL)
    assert again.cost == pytest.approx(first.cost)


@settings(max_examples=10, deadline=None)
@given(trees(), st.integers(1, 3))
def test_a_stricter_width_never_costs_less(
    table: tuple[list[Cell], dict[str, int], list[Sensitive]], more: int
) -> None:
    cells, values, sensitive = table
    stricter = [Sensitive(each.atoms, each.width + more) for each in sensitive]
    lax = suppress(cells, values, sensitive, time_limit=LIMIT)
    strict = suppress(cells, values, stricter, time_limit=LIMIT)
    assert (lax.found, strict.found) == (Found.OPTIMAL, Found.OPTIMAL)
    assert strict.cost >= lax.cost - 1e-6
    for result, asked in ((lax, sensitive), (strict, stricter)):
        assert unsafe(cells, values, result.hidden, asked, time_limit=LIMIT) == ()


@settings(max_examples=10, deadline=None)
@given(trees())
def test_without_time_more_is_hidden_and_it_is_safe(table: tuple[list[Cell], dict[str, int], list[Sensitive]]) -> None:
    cells, values, sensitive = table
    hurried = suppress(cells, values, sensitive, time_limit=0)
    calm = suppress(cells, values, sensitive, time_limit=LIMIT)
    assert hurried.cost >= calm.cost
    assert unsafe(cells, values, hurried.hidden, sensitive, time_limit=LIMIT) == ()
    if hurried.found is not Found.OPTIMAL:
        assert hurried.timed_out
    shown = [cell.atoms for cell in cells if cell.name not in hurried.hidden]
    assert hurried.found is not Found.FALLBACK or all(len(atoms) > 1 for atoms in shown)


def test_with_no_time_only_the_grand_total_is_left() -> None:
    cells = cells_of({"ax": 1, "ay": 1, "bx": 1, "by": 1, "a": 1, "b": 1, "x": 1, "y": 1, "all": 1})
    values = {"ax": 1, "ay": 9, "bx": 9, "by": 9}
    sensitive = [Sensitive(frozenset({"ax"}), 4)]
    hurried = suppress(cells, values, sensitive, time_limit=0)
    assert (hurried.found, hurried.timed_out, hurried.bound) == (Found.FALLBACK, True, 0.0)
    assert {cell.name for cell in cells} - hurried.hidden == {"all"}
    few = suppress(cells, {"ax": 1, "ay": 1, "bx": 1, "by": 0}, sensitive, time_limit=0)
    assert {cell.name for cell in cells} == few.hidden


def test_where_nothing_can_be_wide_enough_everything_is_hidden() -> None:
    cells = cells_of({"ax": 1, "ay": 1, "a": 1})
    result = suppress(cells, {"ax": 1, "ay": 1}, [Sensitive(frozenset({"ax"}), 4)], time_limit=LIMIT)
    assert result.hidden == {"ax", "a"}
    narrow = suppress(
        cells, {"ax": 1, "ay": 1}, [Sensitive(frozenset({"ax"}), 4)], upper={"ax": 2, "ay": 9}, time_limit=LIMIT
    )
    assert (
        unsafe(
            cells,
            {"ax": 1, "ay": 1},
            narrow.hidden,
            [Sensitive(frozenset({"ax"}), 4)],
            upper={"ax": 2, "ay": 9},
            time_limit=LIMIT,
        )
        == ()
    )


def test_nothing_sensitive_hides_nothing() -> None:
    result = suppress(cells_of({"ax": 1, "a": 2}), {"ax": 7, "ay": 8}, [], time_limit=LIMIT)
    assert (result.hidden, result.cost, result.found) == (frozenset(), 0.0, Found.OPTIMAL)


def test_cells_of_the_same_people_are_hidden_together() -> None:
    """A county with one municipality is the municipality."""
    cells = [*cells_of({"ax": 1, "ay": 5, "a": 9}), Cell("the same as ay", frozenset({"ay"}), 1)]
    result = suppress(cells, {"ax": 1, "ay": 8}, [Sensitive(frozenset({"ax"}), 4)], time_limit=LIMIT)
    assert (set(result.hidden), result.cost) == ({"ax", "ay", "the same as ay"}, 7)


def test_a_sensitive_set_need_not_be_a_cell() -> None:
    """What is left of the whole, less A, is nowhere printed and still too small."""
    cells = cells_of({"a": 3, "all": 9})
    values = {"ax": 9, "ay": 0, "bx": 1, "by": 1}
    result = suppress(cells, values, [Sensitive(frozenset({"bx", "by"}), 4)], time_limit=LIMIT)
    assert result.hidden == {"a"}


@pytest.mark.parametrize(
    ("cells", "values", "sensitive", "upper"),
    [
        ([], {}, [], None),
        ([Cell("a", frozenset(), 1)], {}, [], None),
        ([Cell("a", frozenset("a"), 0)], {"a": 1}, [], None),
        ([Cell("a", frozenset("a"), 1), Cell("a", frozenset("b"), 1)], {"a": 1, "b": 1}, [], None),
        ([Cell("a", frozenset("a"), 1)], {}, [], None),
        ([Cell("a", frozenset("a"), 1)], {"a": -1}, [], None),
        ([Cell("a", frozenset("a"), 1)], {"a": 3}, [], {"a": 2}),
        ([Cell("a", frozenset("a"), 1)], {"a": 3}, [Sensitive(frozenset("a"), 0)], None),
        ([Cell("a", frozenset("a"), 1)], {"a": 3}, [Sensitive(frozenset("b"), 1)], None),
    ],
)
def test_bad_tables_are_refused(
    cells: list[Cell], values: dict[str, int], sensitive: list[Sensitive], upper: dict[str, int] | None
) -> None:
    with pytest.raises(BadTable):
        suppress(cells, values, sensitive, upper=upper, time_limit=LIMIT)


def test_a_solver_that_claims_too_much_is_caught_by_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables for the search are taken as they come; here every total seems able to rise by ten."""

    def boasting(*arguments: object, **named: object) -> object:
        result = linprog(*arguments, **named)  # type: ignore[call-overload]
        if result.x is not None:
            result.x = result.x + 10.0
            result.fun = result.fun - 10.0
        return result

    monkeypatch.setattr(deviations, "linprog", boasting)
    cells = cells_of({"ax": 1, "ay": 1, "bx": 1, "by": 1, "a": 1, "b": 1, "x": 1, "y": 1, "all": 1})
    values = {"ax": 1, "ay": 9, "bx": 9, "by": 9}
    sensitive = [Sensitive(frozenset({"ax"}), 4)]
    result = suppress(cells, values, sensitive, time_limit=LIMIT)
    assert unsafe(cells, values, result.hidden, sensitive, time_limit=LIMIT) == ()
