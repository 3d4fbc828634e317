"""Attack B1 over three waves: groups that can be computed, and are nearly the same people as in a wave before.

People move, join and leave. A reader knows all lists. In a hierarchy she can compute each published row less those
right below it (a *block*), and unions of blocks. In each wave no block may have fewer than k answers; across waves no
block under 8 may have the same people as a union of an earlier wave's blocks, and none under 10 nearly the same (1 to
k − 1 people more or fewer). Larger unions have at least 10 answers. The nearest earlier union is found block by block:
each is taken or left, whichever is nearer.

The control gates each wave by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import pytest

from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.planning import choose_rows
from reports.disclosure.waves import EarlierWave, floors, followed

K = 5
WORKPLACES = 100
WAVES = 3

Lists = Sequence[Mapping[int, str]]
"""For each wave, the team of everybody on the list."""


@dataclass(frozen=True, slots=True)
class Published:
    """A wave's published units as sets of teams, and how many answered in each team."""

    units: Mapping[str, frozenset[str]]
    answered: Mapping[str, int]

    def blocks(self) -> list[frozenset[str]]:
        """Return each published unit's teams that are in no published unit below it."""
        found = []
        for unit in self.units.values():
            below = [other for other in self.units.values() if other < unit]
            found.append(unit.difference(*below))
        return [block for block in found if block]

    def people(self, teams: frozenset[str]) -> int:
        return sum(self.answered[team] for team in teams)


def departments(draw: Random) -> dict[str, str]:
    """Return 6 to 16 teams by name, each with its department."""
    return {
        f"team {number} of {department}": f"department {department}"
        for department in range(draw.randint(2, 3))
        for number in range(draw.randint(3, 6))
    }


def lists(draw: Random, teams: Sequence[str]) -> Lists:
    """Return three waves' lists: between two of them about one in twenty moves, leaves or joins."""
    first: dict[int, str] = {}
    for team in teams:
        for _ in range(draw.randint(1, 16)):
            first[len(first)] = team
    found = [first]
    newest = len(first)
    for _ in range(WAVES - 1):
        now = {}
        for person, team in found[-1].items():
            chance = draw.random()
            if chance > 0.02:
                now[person] = draw.choice(teams) if chance < 0.04 else team
        for _ in range(draw.randint(0, 3)):
            now[newest] = draw.choice(teams)
            newest += 1
        found.append(now)
    return found


def plan_of(department_of: Mapping[str, str], listed: Mapping[int, str]) -> Plan:
    people = Counter(listed.values())
    present = {team: department for team, department in department_of.items() if people[team]}

    def row(unit: str, inside: frozenset[str], parent: str | None) -> PlannedRow:
        size = sum(people[team] for team in inside)
        return PlannedRow(unit, inside, size, size, parent)

    rows = [row("whole", frozenset(present), None)]
    for department in sorted(set(present.values())):
        inside = frozenset(team for team, above in present.items() if above == department)
        rows += [
            row(department, inside, "whole"),
            *(row(team, frozenset({team}), department) for team in sorted(inside)),
        ]
    return Plan(tuple(rows), "whole", K, {team: people[team] for team in present})


def publish(draw: Random, *, known: bool) -> tuple[Lists, list[Published]]:
    """Publish three waves of one workplace; `known` tells whether a wave is held against those before it."""
    department_of = departments(draw)
    listed = lists(draw, sorted(department_of))
    waves: list[Published] = []
    for number, now in enumerate(listed):
        plan = plan_of(department_of, now)
        answered = Counter(team for team in now.values() if draw.random() < 0.8)
        earlier = [
            EarlierWave(before.units, Counter((now.get(one), then.get(one)) for one in now.keys() | then.keys()))
            for before, then in zip(waves, listed[:number], strict=True)
            if known
        ]
        units = {row.unit: row.atoms for row in plan.rows}
        attack = partial(followed, sizes=answered, earlier=earlier, threshold=K)
        choice = choose_rows(plan, answered, time_limit=20, floors=floors(units, earlier, K), further=attack)
        waves.append(Published({unit: units[unit] for unit in choice.published}, answered))
    return listed, waves


def too_near(listed: Lists, waves: Sequence[Published]) -> int:
    """Return how many computable groups are too small for how near they are to one of an earlier wave."""
    found = 0
    for number, wave in enumerate(waves):
        for block in wave.blocks():
            n = wave.people(block)
            nearest = [
                changed(listed[number], block, then, old) for then, old in zip(listed, waves[:number], strict=False)
            ]
            found += any(0 < n < (8 if apart == 0 else 10 if apart < K else 0) for apart in nearest)
    return found


def changed(now: Mapping[int, str], group: frozenset[str], then: Mapping[int, str], old: Published) -> int:
    """Return by how many people a group differs from the nearest union of an earlier wave's blocks (k: from none)."""
    members = {person for person, team in now.items() if team in group}
    taken: set[int] = set()
    for block in old.blocks():
        inside = {person for person, team in then.items() if team in block}
        if len(inside & members) > len(inside - members):
            taken |= inside
    return len(members ^ taken) if taken else K


def test_no_group_can_be_followed_over_waves_and_each_wave_by_itself_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fewest, near, rows, control_near, control_broken, control_rows = 10**6, 0, 0, 0, 0, 0
    for seed in range(WORKPLACES):
        listed, waves = publish(Random(seed), known=True)  # noqa: S311
        near += too_near(listed, waves)
        rows += sum(len(wave.units) for wave in waves)
        for wave in waves:
            fewest = min(fewest, *(n for block in wave.blocks() if (n := wave.people(block))))
        listed, waves = publish(Random(seed), known=False)  # noqa: S311
        found = too_near(listed, waves)
        control_near, control_broken = control_near + found, control_broken + bool(found)
        control_rows += sum(len(wave.units) for wave in waves)
    with capsys.disabled():
        print(
            f"\nB1 over waves: {WORKPLACES} workplaces, {WAVES} waves, smallest isolatable {fewest} of {rows} rows, "
            f"{near} groups too near an earlier one; each wave by itself: {control_rows} rows, broken in "
            f"{control_broken}, {control_near} groups"
        )
    assert (fewest >= K, near) == (True, 0)
    assert control_broken >= WORKPLACES // 2
    assert rows >= 0.6 * control_rows
