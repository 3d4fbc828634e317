"""Permutation p of a change when some answers are joined: pairs change sides, the unpaired change waves."""

import numpy as np
from numpy.typing import NDArray

from reports.statistics.checks import CannotCompute, Why, whole
from reports.statistics.part_paired import FEWEST_PAIRS, Pairs, joined
from reports.statistics.permutation import CELLS_AT_A_TIME, DRAWS, bar_of, entropy_of, on_grid
from reports.statistics.samples import Sample

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def part_paired_permutation_p(
    pairs: Pairs, before: Sample, after: Sample, *, seed: int | tuple[int, ...], draws: int = DRAWS
) -> float:
    """Return the two-sided Monte Carlo p of |T_new2| over arrangements that no change would make equally likely.

    Every pair keeps its two answers, in either order with probability ½; the unpaired answers are dealt to the waves
    anew, n_a and n_b fixed. In counts: a binomial draw for each distinct pair, and a multivariate hypergeometric one
    for the unpaired. p = (1 + b)/(draws + 1), ties with a slack of 1e-9. An arrangement without error has an infinite
    |T| when its means differ, and 0 when they do not.

    Source: Einsporn & Habtzghi 2013, J. Mod. Appl. Stat. Methods 12:18–32; the statistic as `part_paired`.

    Raises: CannotCompute (TOO_FEW under five pairs, NO_VARIATION when all answers are the same); InvalidFigure.

    >>> pairs = [(25, 50, 6), (50, 50, 4), (50, 75, 5), (75, 50, 1)]
    >>> p = part_paired_permutation_p(pairs, Sample((25, 50), (4, 4)), Sample((50, 75), (4, 4)), seed=1, draws=999)
    >>> p < 0.01
    True
    """
    entropy, rounds = entropy_of(seed), whole("draws", draws, low=1)
    joint = joined(pairs)
    n_pairs = sum(number for _, _, number in joint)
    if n_pairs < FEWEST_PAIRS:
        raise CannotCompute(Why.TOO_FEW, f"at least {FEWEST_PAIRS} pairs are needed, there are {n_pairs}")
    first, second = np.array([b for b, _, _ in joint]), np.array([a for _, a, _ in joint])
    people = np.array([number for _, _, number in joint], dtype=np.int64)
    values = np.array(sorted({*before.values, *after.values, *first.tolist(), *second.tolist()}))
    if len(values) == 1:
        raise CannotCompute(Why.NO_VARIATION, "everybody has the same score before and after")
    centre = float(values.mean())
    cells = first - centre, second - centre, people
    dealt, pool = on_grid(values, after), on_grid(values, before) + on_grid(values, after)
    place = values - centre
    observed = float(absolute_t_new2(cells, people[np.newaxis, :] * 0, place, pool, dealt[np.newaxis, :])[0])
    bar = bar_of(observed)
    generator = np.random.default_rng(entropy)
    block, as_large = max(1, CELLS_AT_A_TIME // (len(values) + len(people))), 0
    for start in range(0, rounds, block):
        size = min(block, rounds - start)
        flipped = generator.binomial(people, 0.5, size=(size, len(people)))
        drawn = generator.multivariate_hypergeometric(pool, after.n, size=size, method="marginals")
        as_large += int(np.count_nonzero(absolute_t_new2(cells, flipped, place, pool, drawn) >= bar))
    return (1 + as_large) / (rounds + 1)


def absolute_t_new2(
    cells: tuple[Floats, Floats, Counts], flipped: Counts, values: Floats, pool: Counts, dealt: Counts
) -> Floats:
    """Return |T_new2| of each arrangement: `flipped` (rows, pairs) swapped, `dealt` (rows, values) unpaired after.

    `cells` are the distinct pairs (before, after, people), `values` and `pool` the unpaired; scores in any unit, best
    centred. Infinite where there is no error and the means differ, 0 where they do not.

    >>> cells = np.array([14.0, 15, 18, 20, 11]), np.array([15.0, 10, 15, 17, 13]), np.ones(5, dtype=np.int64)
    >>> nobody = np.zeros(2, dtype=np.int64)
    >>> absolute_t_new2(cells, np.zeros((1, 5), dtype=np.int64), np.zeros(2), nobody, nobody[None]).round(4).tolist()
    [1.206]
    """
    first, second, people = cells
    kept, rest, n_pairs = people - flipped, pool - dealt, float(people.sum())
    n1, n2 = n_pairs + float(rest[0].sum()), n_pairs + float(dealt[0].sum())
    pair1, pair2 = kept @ first + flipped @ second, kept @ second + flipped @ first
    square1, square2 = kept @ first**2 + flipped @ second**2, kept @ second**2 + flipped @ first**2
    mean1, mean2 = (pair1 + rest @ values) / n1, (pair2 + dealt @ values) / n2
    variance1 = np.maximum((square1 + rest @ values**2) / n1 - mean1**2, 0.0) * n1 / (n1 - 1.0)
    variance2 = np.maximum((square2 + dealt @ values**2) / n2 - mean2**2, 0.0) * n2 / (n2 - 1.0)
    product = float(people @ (first * second)) - pair1 * pair2 / n_pairs
    spread = np.maximum(square1 - pair1**2 / n_pairs, 0.0) * np.maximum(square2 - pair2**2 / n_pairs, 0.0)
    scale = float(np.abs(values).max()) ** 2
    # Rounding leaves traces of a spread, and of a difference, where there is none.
    varies = spread > (1e-12 * scale * n_pairs) ** 2
    r = np.clip(np.where(varies, product / np.sqrt(np.where(varies, spread, 1.0)), 0.0), -1.0, 1.0)
    squared = variance1 / n1 + variance2 / n2 - 2.0 * r * n_pairs * np.sqrt(variance1 * variance2) / (n1 * n2)
    apart = np.abs(mean2 - mean1)
    sure = squared <= 1e-12 * scale
    lone: Floats = np.where(apart > 1e-12 * scale**0.5, np.inf, 0.0)
    return np.where(sure, lone, apart / np.sqrt(np.where(sure, 1.0, squared)))
