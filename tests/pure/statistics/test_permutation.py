"""The permutation p from counts is that of all reassignments of people, and holds at the edges."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.permutation import permutation_p
from reports.statistics.samples import Sample
from tests.pure.statistics.strategies import rows, samples


def exact_p(before: Sample, after: Sample) -> float:
    """The studentised p over every reassignment: each split of the pooled counts, weighed by its number of ways."""
    values = sorted({*before.values, *after.values})
    people = dict.fromkeys(values, 0)
    for value in rows(before) + rows(after):
        people[value] += 1

    def t(split: tuple[int, ...]) -> float:
        first = np.repeat(values, [people[value] - count for value, count in zip(values, split, strict=True)])
        second = np.repeat(values, split)
        error = math.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))
        distance = abs(float(second.mean() - first.mean()))
        return distance / error if error > 1e-9 else math.inf

    observed = t(tuple(rows(after).count(value) for value in values))
    ways = hits = 0
    for split in product(*(range(people[value] + 1) for value in values)):
        if sum(split) == after.n:
            weight = math.prod(math.comb(people[value], count) for value, count in zip(values, split, strict=True))
            ways += weight
            hits += weight if t(split) >= observed - 1e-9 else 0
    return hits / ways


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Sample((25.0, 50.0, 75.0), (5, 4, 1)), Sample((25.0, 50.0, 75.0), (1, 4, 5))),
        (Sample((0.0, 25.0, 50.0), (3, 3, 3)), Sample((25.0, 50.0, 100.0), (4, 5, 3))),
        (Sample((0.0, 100.0), (10, 2)), Sample((0.0, 50.0), (2, 10))),
    ],
)
def test_it_comes_near_the_exact_p(before: Sample, after: Sample) -> None:
    expected = exact_p(before, after)
    spread = math.sqrt(expected * (1 - expected) / 20_000)

    assert permutation_p(before, after, seed=7, draws=20_000) == pytest.approx(expected, abs=4 * spread + 1e-4)


def test_it_is_near_welch_when_both_sides_are_large() -> None:
    before, after = Sample((25.0, 50.0, 75.0), (60, 70, 70)), Sample((25.0, 50.0, 75.0), (45, 65, 90))
    welch = float(stats.ttest_ind(rows(after), rows(before), equal_var=False).pvalue)

    assert permutation_p(before, after, seed=3) == pytest.approx(welch, abs=0.012)


@settings(max_examples=40)
@given(samples(most_values=4), samples(most_values=4))
def test_it_is_a_probability_that_the_seed_reproduces(before: Sample, after: Sample) -> None:
    assume(len({*before.values, *after.values}) > 1)
    p = permutation_p(before, after, seed=(5, 6), draws=99)

    assert 0.01 <= p <= 1.0
    assert p == permutation_p(before, after, seed=(5, 6), draws=99)


def test_equal_sides_give_one() -> None:
    sample = Sample((25.0, 75.0), (5, 5))

    assert permutation_p(sample, sample, seed=1, draws=999) == 1.0


def test_complete_separation_has_the_probability_of_that_split() -> None:
    # Two splits of 8 people into 4 and 4 separate them: 2/70, and both have the same |t|.
    p = permutation_p(Sample((0.0, 25.0), (2, 2)), Sample((75.0, 100.0), (2, 2)), seed=2, draws=20_000)

    assert p == pytest.approx(2 / 70, abs=0.005)


def test_two_constant_sides_that_differ_have_a_p() -> None:
    p = permutation_p(Sample((100 / 3,), (4,)), Sample((200 / 3,), (4,)), seed=2, draws=20_000)

    assert p == pytest.approx(2 / 70, abs=0.005)


def test_many_distinct_values_are_drawn_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = Sample((0.0, 25.0, 50.0), (3, 3, 3)), Sample((25.0, 50.0, 100.0), (4, 5, 3))
    whole = permutation_p(before, after, seed=1, draws=999)
    monkeypatch.setattr("reports.statistics.permutation.CELLS_AT_A_TIME", 40)

    assert permutation_p(before, after, seed=1, draws=999) == pytest.approx(whole, abs=0.05)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Sample((25.0,), (1,)), Sample((25.0, 50.0), (3, 3)), Why.TOO_FEW),
        (Sample((25.0,), (6,)), Sample((25.0,), (3,)), Why.NO_VARIATION),
    ],
)
def test_what_cannot_be_permuted_says_why(before: Sample, after: Sample, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        permutation_p(before, after, seed=1)
    assert caught.value.why is why


def test_bad_seeds_and_draws_are_refused() -> None:
    sample = Sample((25.0, 75.0), (5, 5))
    with pytest.raises(InvalidFigure):
        permutation_p(sample, sample, seed=-1)
    with pytest.raises(InvalidFigure):
        permutation_p(sample, sample, seed=1, draws=0)
