"""Change when some people's answers are joined and others' are not: Derrick's T_new2 (and T_new1)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from reports.statistics.checks import CannotCompute, Why, finite, whole
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, satterthwaite, two_sided_p

FEWEST_PAIRS = 5

Pairs = Iterable[tuple[float, float, int]]
"""(score before, score after, people with both)."""


@dataclass(frozen=True, slots=True)
class PartPairedChange:
    """After − before over everybody, in points; `r` is the correlation within the pairs."""

    difference: float
    standard_error: float
    df: float
    low: float
    high: float
    p: float
    r: float


def part_paired(
    pairs: Pairs, before: Sample, after: Sample, *, confidence: float = 0.95, equal_variances: bool = False
) -> PartPairedChange:
    """Return the change from pairs (before, after, people) and the unpaired samples of each wave.

    n₁, s₁, n₂, s₂ over all people of each wave, n_c pairs with correlation r, n_a and n_b unpaired:
    SE² = s₁²/n₁ + s₂²/n₂ − 2 r n_c s₁s₂/(n₁n₂); γ Welch's df;
    df = (n_c − 1) + (γ − n_c + 1)/(n_a + n_b + 2n_c)·(n_a + n_b). With no unpaired people it is the paired t on n_c
    − 1; with r = 0 its SE is Welch's. With `equal_variances` (T_new1): one pooled s for both, γ = n₁ + n₂ − 2; no
    report uses it.

    Source: Derrick, Toher & White 2017, TQMP 13:120–126.

    Raises: CannotCompute (TOO_FEW under five pairs; NO_VARIATION when a side of the pairs, or the difference, does not
    vary); InvalidFigure.

    >>> pairs = [(14, 15, 1), (15, 10, 1), (18, 15, 1), (20, 17, 1), (11, 13, 1), (19, 19, 1), (14, 12, 1), (15, 13, 1)]
    >>> before = Sample.from_pairs((v, 1) for v in (20, 21, 16, 18, 14, 12, 14, 17))
    >>> after = Sample.from_pairs((v, 1) for v in (10, 16, 18, 16, 15, 14, 13, 10))
    >>> change = part_paired(pairs, before, after)
    >>> round(change.difference / change.standard_error, 6), round(change.df, 4), round(change.p, 7)
    (-2.419098, 18.4223, 0.0261044)
    """
    joint = joined(pairs)
    n_pairs = sum(people for _, _, people in joint)
    if n_pairs < FEWEST_PAIRS:
        raise CannotCompute(Why.TOO_FEW, f"at least {FEWEST_PAIRS} pairs are needed, there are {n_pairs}")
    r = _correlation(joint, n_pairs)
    first = _together(before, ((b, n) for b, _, n in joint))
    second = _together(after, ((a, n) for _, a, n in joint))
    variance1, variance2 = first.variance, second.variance
    if equal_variances:
        squares = (first.n - 1) * variance1 + (second.n - 1) * variance2
        variance1 = variance2 = squares / (first.n + second.n - 2)
    part1, part2 = variance1 / first.n, variance2 / second.n
    squared = part1 + part2 - 2.0 * r * n_pairs * math.sqrt(variance1 * variance2) / (first.n * second.n)
    if squared <= 1e-12 * (part1 + part2):
        raise CannotCompute(Why.NO_VARIATION, "everybody changed by the same: there is no error to measure")
    gamma = satterthwaite([(part1, first.n - 1), (part2, second.n - 1)], part1 + part2)
    if equal_variances:
        gamma = float(first.n + second.n - 2)
    unpaired = before.n + after.n
    df = (n_pairs - 1) + (gamma - n_pairs + 1) / (unpaired + 2 * n_pairs) * unpaired
    difference, error = second.mean - first.mean, math.sqrt(squared)
    reach = margin(error, df, confidence=confidence)
    p = two_sided_p(difference, error, df)
    return PartPairedChange(difference, error, df, difference - reach, difference + reach, p, r)


def joined(pairs: Pairs) -> list[tuple[float, float, int]]:
    """Return the pairs as checked plain numbers. Raises: InvalidFigure.

    >>> joined([(25, 50, 3)])
    [(25.0, 50.0, 3)]
    """
    return [(finite("before", b), finite("after", a), whole("people", n, low=1)) for b, a, n in pairs]


def _together(sample: Sample, more: Iterable[tuple[float, int]]) -> Sample:
    """Return the sample with more people added."""
    return Sample.from_pairs([*zip(sample.values, sample.counts, strict=True), *more])


def _correlation(joint: list[tuple[float, float, int]], n: int) -> float:
    """Return Pearson's r of the pairs."""
    mean1, mean2 = (math.fsum(row[side] * row[2] for row in joint) / n for side in (0, 1))
    square1 = math.fsum(people * (b - mean1) ** 2 for b, _, people in joint)
    square2 = math.fsum(people * (a - mean2) ** 2 for _, a, people in joint)
    if len({b for b, _, _ in joint}) == 1 or len({a for _, a, _ in joint}) == 1:
        raise CannotCompute(Why.NO_VARIATION, "the pairs do not vary on one side: they have no correlation")
    product = math.fsum(people * (b - mean1) * (a - mean2) for b, a, people in joint)
    return max(-1.0, min(1.0, product / math.sqrt(square1 * square2)))
