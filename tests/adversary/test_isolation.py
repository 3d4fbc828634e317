"""Attack B1: the smallest group that can be isolated by subtraction, over 200 random synthetic workplaces.

The control publishes every row with n ≥ k, as many survey tools do. It must be broken in many of them, or else the
attack shows nothing. The attacker here is no part of the product: in a hierarchy, what can be computed is each
published row less the published rows right below it, and it counts that. Workplaces with crossings are left to an
exhaustive attacker. Several waves are in `test_isolation_over_waves.py`.
"""

from collections.abc import Collection
from random import Random

import pytest

from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.planning import choose_rows
from tests.adversary.attackers.exhaustive import computable
from tests.adversary.attackers.small_waves import Case, crossed, inside

K = 5
WORKPLACES = 200
CROSSED = 100


def workplace(draw: Random) -> tuple[Plan, dict[str, int]]:
    """Return a workplace of 2 to 4 departments with 2 to 8 teams of 1 to 18 people, and the answers of about 80 %."""
    people: dict[str, int] = {}
    below: list[PlannedRow] = []
    for department in range(draw.randint(2, 4)):
        unit = f"department {department}"
        teams = {f"{unit} team {team}": draw.randint(1, 18) for team in range(draw.randint(2, 8))}
        people.update(teams)
        size = sum(teams.values())
        below.append(PlannedRow(unit, frozenset(teams), size, size, "whole"))
        below += [PlannedRow(team, frozenset({team}), n, n, unit) for team, n in teams.items()]
    everybody = sum(people.values())
    rows = (PlannedRow("whole", frozenset(people), everybody, everybody), *below)
    answered = {atom: sum(draw.random() < 0.8 for _ in range(n)) for atom, n in people.items()}
    return Plan(rows, "whole", K, people), answered


def left_over(plan: Plan, units: set[str], answered: dict[str, int]) -> list[int]:
    """Return the people in each published row who stand in no published row below it, without those of nobody."""
    groups = []
    for unit in units:
        outer = plan.row(unit).atoms
        below = [plan.row(other).atoms for other in units if plan.row(other).atoms < outer]
        left = sum(answered[atom] for atom in outer.difference(*below))
        groups.append(left)
    return [people for people in groups if people]


def enough_alone(plan: Plan, answered: dict[str, int]) -> set[str]:
    """Return the control's choice: every row with n ≥ k."""
    return {row.unit for row in plan.rows if sum(answered[atom] for atom in row.atoms) >= K}


def test_nobody_is_isolated_in_200_workplaces_and_the_threshold_alone_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    draw = Random(20190501)  # noqa: S311
    broken = exposed = shown = control_rows = 0
    fewest = 10**6
    for _ in range(WORKPLACES):
        plan, answered = workplace(draw)
        published = set(choose_rows(plan, answered, time_limit=20).published)
        fewest = min(fewest, *left_over(plan, published, answered))
        control = enough_alone(plan, answered)
        small = [people for people in left_over(plan, control, answered) if people < K]
        broken += bool(small)
        exposed += sum(small)
        shown += len(published)
        control_rows += len(control)
        assert published <= control
        assert "whole" in published
    with capsys.disabled():
        print(
            f"\nB1: {WORKPLACES} workplaces, smallest isolatable {fewest} of {shown} rows;"
            f" n ≥ {K} alone: {control_rows} rows, broken in {broken}, {exposed} people exposed"
        )
    assert fewest >= K
    assert broken >= WORKPLACES // 2
    assert shown >= 0.75 * control_rows


def crossed_rows(case: Case, keys: Collection[str]) -> list[frozenset[str]]:
    """Return planned rows as sets of atoms: those of units, and those of a unit's people who chose an option."""
    planned: dict[str, tuple[frozenset[str], str | None]] = {row.unit: (row.atoms, None) for row in case.plan.rows}
    for unit, crossing in case.plan.crossings:
        answer = f"{crossing.question}={crossing.option}"
        planned[f"{unit}|{answer}"] = (case.plan.row(unit).atoms, answer)
    return [frozenset(atom for atom in case.sheets if inside(atom, *planned[key])) for key in keys]


def test_nobody_is_isolated_where_rows_cross_and_the_threshold_alone_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Three teams in departments, the whole and one department crossed with a question: every set of atoms is tried."""
    draw = Random(337)  # noqa: S311
    broken = shown = control_rows = 0
    fewest = 10**6
    for _ in range(CROSSED):
        case = crossed(draw)
        sizes = case.sheets
        choice = choose_rows(case.plan, sizes, time_limit=20)
        enough = [row.key for row in choice.planned if sum(sizes.get(atom, 0) for atom in row.atoms) >= K]
        for keys, control in ((choice.published, False), (enough, True)):
            groups = computable(crossed_rows(case, keys), sizes)
            smallest = min((sum(sizes[atom] for atom in group) for group in groups), default=K)
            fewest = fewest if control else min(fewest, smallest)
            broken += control and smallest < K
        shown, control_rows = shown + len(choice.published), control_rows + len(enough)
    with capsys.disabled():
        print(
            f"\nB1 crossed: {CROSSED} workplaces, smallest isolatable {fewest} of {shown} rows;"
            f" n ≥ {K} alone: {control_rows} rows, broken in {broken}"
        )
    assert fewest >= K
    assert broken >= CROSSED // 4
