"""Published figures for joined and partly joined answers, and exact rank tests. Each case names its source."""

import pytest

from reports.statistics.exact import absolute_difference, exact_permutation_p, exact_superiority_p
from reports.statistics.paired_shares import paired_shares
from reports.statistics.part_paired import part_paired
from reports.statistics.part_paired_permutation import part_paired_permutation_p
from reports.statistics.part_paired_shares import part_paired_shares
from reports.statistics.rank_sum import rank_sum_normal_p, rank_sum_p
from reports.statistics.samples import Sample
from reports.statistics.signed_rank import signed_rank

# Pain scores after surgery, 14 and 11 patients: Brunner & Munzel 2000, Biom. J. 42:17-25, example.
PAIN_BEFORE = Sample((1, 2, 4), (11, 2, 1))
PAIN_AFTER = Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))

# Derrick, Toher & White 2017, TQMP 13:120-126: eight pairs, and eight unpaired in each wave.
PAIRS = ((14, 15, 1), (15, 10, 1), (18, 15, 1), (20, 17, 1), (11, 13, 1), (19, 19, 1), (14, 12, 1), (15, 13, 1))
ONLY_BEFORE, ONLY_AFTER = (20, 21, 16, 18, 14, 12, 14, 17), (10, 16, 18, 16, 15, 14, 13, 10)


def each_once(rows: tuple[float, ...]) -> Sample:
    """The sample of these rows."""
    return Sample.from_pairs((row, 1) for row in rows)


def test_pain_scores_permuted_exactly() -> None:
    # Neubert & Brunner 2007, Comput. Stat. Data Anal. 51:5192: .008038. R exactRankTests: difference of means
    # .008119307219455.
    assert exact_superiority_p(PAIN_BEFORE, PAIN_AFTER) == pytest.approx(0.008038, abs=5e-7)
    assert exact_permutation_p(PAIN_BEFORE, PAIN_AFTER, statistic=absolute_difference) == pytest.approx(
        0.008119307219455, abs=1e-12
    )


def test_partly_paired_data_of_derrick_with_equal_variances() -> None:
    # R package Partiallyoverlapping, ?Partover.test: t 2.420745, df 18.5, p .025968, .267592 to 3.732408
    # (before - after).
    change = part_paired(PAIRS, each_once(ONLY_BEFORE), each_once(ONLY_AFTER), equal_variances=True)

    assert -change.difference / change.standard_error == pytest.approx(2.420745, abs=1e-6)
    assert (change.df, change.p) == pytest.approx((18.5, 0.025968), abs=1e-6)
    assert (-change.high, -change.low) == pytest.approx((0.267592, 3.732408), abs=1e-6)


def test_partly_paired_data_of_derrick_permuted() -> None:
    # No published permutation figure; it should come near the p of T_new2, .0261044.
    p = part_paired_permutation_p(PAIRS, each_once(ONLY_BEFORE), each_once(ONLY_AFTER), seed=1)

    assert p == pytest.approx(0.0261044, abs=0.006)


def test_partly_paired_shares_of_derrick() -> None:
    # Derrick, Dobson-McKittrick, Toher & White 2015, J. Appl. Quant. Methods 10(3), z8; R package Partiallyoverlapping,
    # ?Prop.test: z -1.93674, p .052777, difference -.22619, -.455093 to .002712 (before - after).
    change = part_paired_shares(
        both=8, only_before=1, only_after=3, neither=3, unpaired_before=(5, 9), unpaired_after=(6, 6)
    )

    assert -change.difference / change.standard_error == pytest.approx(-1.93674, abs=1e-5)
    assert (-change.difference, change.p) == pytest.approx((-0.22619, 0.052777), abs=1e-5)
    assert (-change.high, -change.low) == pytest.approx((-0.455093, 0.002712), abs=1e-5)


def test_paired_shares_of_newcombe() -> None:
    # Newcombe 1998, Statist. Med. 17:2635-2650, table II, method 10: (36, 12, 2, 0) gives .0569 to .3404.
    change = paired_shares(both=36, only_before=2, only_after=12, neither=0)

    assert change.difference == pytest.approx(0.2, abs=1e-12)
    assert (change.interval.low, change.interval.high) == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_depression_scale_of_hollander_and_wolfe() -> None:
    # Hollander & Wolfe 1973, p. 29; R ?wilcox.test: V = 40, one-sided p = .01953.
    first = (1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3)
    second = (0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
    fall = each_once(tuple(round(a - b, 6) for a, b in zip(first, second, strict=True)))
    result = signed_rank(fall, alternative="greater")

    assert (result.v, result.n) == (40.0, 9)
    assert result.p == pytest.approx(0.01953, abs=5e-6)


def test_permeability_of_membranes() -> None:
    # Hollander & Wolfe 1973, p. 69; R ?wilcox.test: W = 35, one-sided exact p = .1272.
    at_term = each_once((0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46))
    early = each_once((1.15, 0.88, 0.90, 0.74, 1.21))

    assert rank_sum_p(early, at_term, alternative="greater") == pytest.approx(0.1272, abs=5e-5)


def test_ozone_in_may_and_august() -> None:
    # R ?wilcox.test (airquality, months 5 and 8): W = 127.5, two-sided normal p with both corrections 1.208e-04.
    # fmt: off
    may = (41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37)
    august = (
        39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
    )
    # fmt: on

    assert rank_sum_normal_p(each_once(may), each_once(august)) == pytest.approx(1.208e-4, abs=5e-8)
