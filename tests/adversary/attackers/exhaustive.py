"""Attacks on one release, each searched to the end and written apart from the product's own.

An attack returns how many times it succeeds. All know the plan, who may answer, and the rules; what they read of the
answers is what is printed or stored of the published rows. The counts of atoms are read only to say how many people
stand in what was computed.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import lcm

import numpy as np
from scipy.optimize import linprog

from reports.disclosure.rows import Release
from reports.disclosure.waves import EarlierWave
from tests.adversary.attackers.small_waves import OPTIONS, SCALE_ITEMS, Case, K, inside, shown

Group = frozenset[str]


def computable(rows: Sequence[Group], sizes: Mapping[str, int]) -> list[Group]:
    """Return every set of atoms with people whose total follows from the rows' totals, exactly."""
    blocks: dict[tuple[int, ...], set[str]] = {}
    for atom, size in sizes.items():
        where = tuple(place for place, row in enumerate(rows) if atom in row)
        if size and where:
            blocks.setdefault(where, set()).add(atom)
    columns = list(blocks)
    if not columns:
        return []
    matrix = [[Fraction(int(place in where)) for where in columns] for place in range(len(rows))]
    checks = np.array(_null_space(matrix), dtype=np.int64).reshape(-1, len(columns))
    picked = (np.arange(1, 2 ** len(columns))[:, None] >> np.arange(len(columns))) & 1
    follows = ~np.any(picked @ checks.T, axis=1)
    sets = [frozenset(blocks[where]) for where in columns]
    return [
        frozenset().union(*(sets[place] for place in np.flatnonzero(choice))) for choice in picked[follows].tolist()
    ]


def _null_space(matrix: list[list[Fraction]]) -> list[list[int]]:
    """Return whole-number vectors that span what is at right angles to every row."""
    width = len(matrix[0])
    lines = [line[:] for line in matrix]
    pivots: list[int] = []
    for column in range(width):
        place = next((at for at in range(len(pivots), len(lines)) if lines[at][column]), None)
        if place is None:
            continue
        lines[len(pivots)], lines[place] = lines[place], lines[len(pivots)]
        pivot = [value / lines[len(pivots)][column] for value in lines[len(pivots)]]
        lines[len(pivots)] = pivot
        for at, line in enumerate(lines):
            if at != len(pivots) and line[column]:
                lines[at] = [a - line[column] * b for a, b in zip(line, pivot, strict=True)]
        pivots.append(column)
    found = []
    for free in (column for column in range(width) if column not in pivots):
        vector = [Fraction(int(column == free)) for column in range(width)]
        for at, column in enumerate(pivots):
            vector[column] = -lines[at][free]
        times = lcm(*(value.denominator for value in vector))
        found.append([int(value * times) for value in vector])
    return found


def _small(rows: Sequence[Group], sizes: Mapping[str, int], below: int) -> int:
    return sum(sum(sizes[atom] for atom in group) < below for group in computable(rows, sizes))


def isolated(case: Case, release: Release) -> int:
    """Groups of fewer than k answer sheets with a computable number of answers (and any total not skipped)."""
    return _small([row.atoms for row in shown(case, release)], case.sheets, K)


def silent(case: Case, release: Release) -> int:
    """Groups of fewer than k people who may answer, of whom it can be computed how many did."""
    units = [row.groups for row in shown(case, release) if row.crossing is None]
    return _small(units, case.plan.people, K)


def figure_isolated(case: Case, release: Release) -> int:
    """Groups of fewer than k who answered a scale or an item, with a computable total of it."""
    rows = shown(case, release)
    found = 0
    for scale in SCALE_ITEMS:
        sizes = {atom.atom: atom.scales[scale].n for atom in case.tally.atoms}
        found += _small([row.atoms for row in rows if row.scales[scale].n is not None], sizes, K)
    for item in sorted(frozenset().union(*SCALE_ITEMS.values())):
        sizes = {atom.atom: atom.items[item].answered for atom in case.tally.atoms}
        found += _small([row.atoms for row in rows if row.items and row.items[item].n is not None], sizes, K)
    return found


def detailed(case: Case, release: Release) -> int:
    """Groups of fewer than 10 with computable score counts or bands, or fewer than 30 with computable options."""
    rows = shown(case, release)
    found = 0
    for scale in SCALE_ITEMS:
        sizes = {atom.atom: atom.scales[scale].n for atom in case.tally.atoms}
        found += _small([row.atoms for row in rows if row.scales[scale].counts], sizes, 10)
    for item in sorted(frozenset().union(*SCALE_ITEMS.values())):
        sizes = {atom.atom: atom.items[item].answered for atom in case.tally.atoms}
        with_shares = [row for row in rows if row.items and row.items[item].shares]
        found += _small([row.atoms for row in with_shares], sizes, 10)
        optional = [row.atoms for row in with_shares if row.items[item].detail == "options"]
        found += _small(optional, sizes, 30)
    return found


def alike(case: Case, release: Release) -> int:
    """Computable groups whose scores all, or all but one, are at the same end, or anywhere where counts are kept."""
    rows, found = shown(case, release), 0
    for scale in SCALE_ITEMS:
        scores = {atom.atom: dict(atom.scales[scale].pairs) for atom in case.tally.atoms}
        sizes = {atom: sum(counts.values()) for atom, counts in scores.items()}
        for kept, places in ((False, (0, 1200)), (True, range(0, 1201, 150))):
            used = [
                row.atoms for row in rows if row.scales[scale].n is not None and (row.scales[scale].counts or not kept)
            ]
            for group in computable(used, sizes):
                n = sum(sizes[atom] for atom in group)
                found += any(sum(scores[atom].get(place, 0) for atom in group) >= n - 1 for place in places)
    return found


def alike_items(case: Case, release: Release) -> int:
    """Computable groups who all, or all but one, chose the same band or option, by shares printed as one number."""
    rows, found = [row for row in shown(case, release) if row.items], 0
    for item in sorted(frozenset().union(*SCALE_ITEMS.values())):
        parts = {atom.atom: atom.items[item] for atom in case.tally.atoms}
        sizes = {atom: part.answered for atom, part in parts.items()}
        for detail, places in (("bands", ((0, 1), (2,), (3, 4))), ("options", tuple((o,) for o in range(OPTIONS)))):
            for place, options in enumerate(places):
                used = [
                    row.atoms
                    for row in rows
                    if row.items[item].detail == detail
                    and row.items[item].shares
                    and row.items[item].shares[place].isdigit()
                ]
                for group in computable(used, sizes):
                    n = sum(sizes[atom] for atom in group)
                    found += sum(parts[atom].counts[option] for atom in group for option in options) >= n - 1
    return found


def scale_by_items(case: Case, release: Release) -> int:
    """Scales that are withheld in a row though all their items are shown there: together they give the total."""
    return sum(
        row.scales[scale].n is None and all(row.items[item].n is not None for item in items)
        for row in shown(case, release)
        if row.items
        for scale, items in SCALE_ITEMS.items()
    )


def blunted(case: Case, release: Release) -> int:
    """Shares of a row that tell for certain that nobody, or one, stands there, by every set of counts."""
    found = 0
    for row in shown(case, release):
        for shares in (figure for figure in row.items.values() if figure.n and figure.n <= 45):
            told = [ends(share, int(shares.n or 0)) for share in shares.shares]
            fitting = list(_counts(told, int(shares.n or 0)))
            for place in range(len(told)):
                values = {counts[place] for counts in fitting}
                found += len(values) == 1 and min(values) <= 1
    return found


def ends(share: str, n: int) -> tuple[int, int]:
    """Return the fewest and the most people that a printed share may stand for, without knowing how it is blunted."""
    if share.startswith("<="):
        return 0, n * int(share[2:]) // 100
    if share.startswith(">="):
        return -(-n * int(share[2:]) // 100), n
    low, _, high = share.partition("-")
    least = next(people for people in range(n + 1) if int(Fraction(100 * people, n) + Fraction(1, 2)) >= int(low))
    most = max(people for people in range(n + 1) if int(Fraction(100 * people, n) + Fraction(1, 2)) <= int(high or low))
    return least, most


def _counts(told: Sequence[tuple[int, int]], n: int) -> Iterator[tuple[int, ...]]:
    if len(told) == 1:
        if told[0][0] <= n <= told[0][1]:
            yield (n,)
        return
    for people in range(told[0][0], min(told[0][1], n) + 1):
        for rest in _counts(told[1:], n - people):
            yield (people, *rest)


def nobody(case: Case, release: Release) -> int:
    """Sets of groups where somebody answered, and of which it can be computed that none chose one of the options.

    One question at a time: the rows of units, and those that cross them with it.
    """
    answering = {atom.split("|")[0] for atom, n in case.sheets.items() if n}
    found = 0
    for question in questions_of(case):
        options = ("", *(f"{question}={option}" for option in (1, 2)))
        sizes = {f"{group}|{option}": 0 for group in answering for option in options}
        for atom, n in case.sheets.items():
            if n:
                group, *answers = atom.split("|")
                sizes[f"{group}|{next((each for each in answers if each in options), '')}"] += n
        used = [row for row in shown(case, release) if row.crossing is None or row.crossing in options]
        if {row.crossing for row in used} >= set(options[1:]):
            # Every option is shown: what is left are those who skipped, and that nobody did tells of nobody.
            sizes = {name: n for name, n in sizes.items() if n or not name.endswith("|")}
        rows = [frozenset(name for name in sizes if inside(name, row.groups, row.crossing)) for row in used]
        groups = computable(rows, dict.fromkeys(sizes, 1))
        found += sum(not any(sizes[name] for name in group) for group in groups)
    return found


def questions_of(case: Case) -> list[str]:
    return sorted({crossing.question for _, crossing in case.plan.crossings})


def narrow(case: Case, release: Release) -> int:
    """Hidden planned rows of fewer than k whose number of answers is known to within less than k − 1, by bounds."""
    rows = shown(case, release)
    if all(row.crossing is None for row in rows):
        return 0
    given = product(*(("", f"|{question}=1", f"|{question}=2") for question in questions_of(case)))
    atoms = [group + "".join(answers) for answers in given for group in case.plan.people]
    known = [[float(inside(atom, row.groups, row.crossing)) for atom in atoms] for row in rows]
    planned: list[tuple[Group, str | None]] = [(row.atoms, None) for row in case.plan.rows]
    for unit, crossing in case.plan.crossings:
        planned.append((case.plan.row(unit).atoms, f"{crossing.question}={crossing.option}"))
    found = 0
    for groups, answer in planned:
        target = np.array([float(inside(atom, groups, answer)) for atom in atoms])
        if 0 < sum(n for atom, n in case.sheets.items() if inside(atom, groups, answer)) < K:
            low, high = (linprog(sign * target, A_eq=known, b_eq=[row.n for row in rows]) for sign in (1, -1))
            lowest, highest = float(low.fun or 0), -float(high.fun or 0)
            found += highest - lowest < K - 1 - 1e-6
    return found


def followed(case: Case, release: Release) -> int:
    """Groups too small for how near they are to one that could be computed in the wave before, sheets and scales."""
    rows = [row for row in shown(case, release) if row.crossing is None]
    used = [([row.groups for row in rows], case.sheets)]
    for scale in SCALE_ITEMS:
        sizes = {atom.atom: atom.scales[scale].n for atom in case.tally.atoms}
        used.append(([row.groups for row in rows if row.scales[scale].n is not None], sizes))
    return sum(_near(groups, sizes, wave) for groups, sizes in used for wave in case.earlier)


def _near(now: Sequence[Group], answers: Mapping[str, int], wave: EarlierWave) -> int:
    """Groups are those that follow whoever answers; that nobody of some team did is no change of members."""
    moves = wave.passages or {}
    before = list(wave.rows.values())
    olds = computable(before, dict.fromkeys(frozenset().union(*before), 1))
    found = 0
    for group in computable(now, dict.fromkeys(frozenset().union(*now), 1)):
        n = sum(answers[team] for team in group)
        for old in olds:
            apart = sum(people for (a, b), people in moves.items() if (a in group) != (b in old))
            found += 0 < n < (8 if apart == 0 else 10 if apart < K else 0)
    return found


def small_crossing(case: Case, release: Release) -> int:
    """Rows that cross a unit with fewer than ten people, whom it was promised that they would not be shown."""
    return sum(row.n < 10 for row in shown(case, release) if row.crossing is not None)


def unsigned(case: Case, release: Release) -> int:
    """Rows that nobody signed for."""
    signed = {row.unit for row in case.plan.rows}
    signed |= {f"{unit}|{crossing.question}={crossing.option}" for unit, crossing in case.plan.crossings}
    return sum(row.key not in signed for row in shown(case, release))


ATTACKS = (
    isolated,
    silent,
    figure_isolated,
    detailed,
    alike,
    alike_items,
    scale_by_items,
    blunted,
    nobody,
    narrow,
    followed,
    small_crossing,
    unsigned,
)
