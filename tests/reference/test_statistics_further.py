"""Published figures for ordinal and paired change, reliability, trend and comparison. Each case names its source."""

import numpy as np
import pytest

from reports.statistics.change import Change
from reports.statistics.comparison import contrast
from reports.statistics.dominance import cliffs_delta
from reports.statistics.interruption import step_and_trend
from reports.statistics.omega import omega_total
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.part_paired import part_paired
from reports.statistics.rank_sum import exact_sum_p, rank_sum_p
from reports.statistics.reliability import cronbach_alpha
from reports.statistics.samples import Sample
from reports.statistics.staggered import Cohort, average_effect, effects_by_age, effects_by_start, group_time_effects
from reports.statistics.superiority import superiority, superiority_permutation_p
from reports.statistics.trend import mann_kendall

# Pain scores after surgery, 14 and 11 patients: Brunner & Munzel 2000, Biom. J. 42:17-25, example.
PAIN_BEFORE = Sample((1, 2, 4), (11, 2, 1))
PAIN_AFTER = Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))

# Share who have a choice in how they do their work, Civil Service People Survey 2009-2019 (Cabinet Office, OGL v3).
YEARS = tuple(range(2009, 2020))
CHOICE = (72, 70, 71, 72, 72, 74, 73, 74, 75, 77, 78)

# fmt: off
# Ratings by about 35 employees of each of 30 departments, seven items: Chatterjee & Price (R: attitude).
ATTITUDE = (
    (43, 51, 30, 39, 61, 92, 45),
    (63, 64, 51, 54, 63, 73, 47),
    (71, 70, 68, 69, 76, 86, 48),
    (61, 63, 45, 47, 54, 84, 35),
    (81, 78, 56, 66, 71, 83, 47),
    (43, 55, 49, 44, 54, 49, 34),
    (58, 67, 42, 56, 66, 68, 35),
    (71, 75, 50, 55, 70, 66, 41),
    (72, 82, 72, 67, 71, 83, 31),
    (67, 61, 45, 47, 62, 80, 41),
    (64, 53, 53, 58, 58, 67, 34),
    (67, 60, 47, 39, 59, 74, 41),
    (69, 62, 57, 42, 55, 63, 25),
    (68, 83, 83, 45, 59, 77, 35),
    (77, 77, 54, 72, 79, 77, 46),
    (81, 90, 50, 72, 60, 54, 36),
    (74, 85, 64, 69, 79, 79, 63),
    (65, 60, 65, 75, 55, 80, 60),
    (65, 70, 46, 57, 75, 85, 46),
    (50, 58, 68, 54, 64, 78, 52),
    (50, 40, 33, 34, 43, 64, 33),
    (64, 61, 52, 62, 66, 80, 41),
    (53, 66, 52, 50, 63, 80, 37),
    (40, 37, 42, 58, 50, 57, 49),
    (63, 54, 42, 48, 66, 75, 33),
    (66, 77, 66, 63, 88, 76, 72),
    (78, 75, 58, 74, 80, 78, 49),
    (48, 57, 44, 45, 51, 83, 38),
    (85, 85, 71, 71, 77, 74, 55),
    (82, 82, 39, 59, 64, 78, 39),
)

# Precipitation at the Great Lakes 1900-1986: Hipel & McLeod 1994 (R package Kendall, PrecipGL).
PRECIPITATION = (
    31.69, 29.77, 31.7, 33.06, 31.31, 32.72, 31.18, 29.9, 29.17, 31.48, 28.11, 32.61, 31.31, 30.96, 28.4, 30.68,
    33.67, 28.65, 30.62, 30.21, 28.79, 30.92, 30.92, 28.13, 30.51, 27.63, 34.8, 32.1, 33.86, 32.33, 25.69, 30.6,
    32.85, 30.31, 27.71, 30.34, 29.14, 33.41, 33.51, 29.9, 32.69, 32.34, 35.01, 33.05, 31.15, 36.36, 29.83, 33.7,
    29.81, 32.41, 35.9, 37.45, 30.39, 31.15, 35.75, 31.14, 30.06, 32.4, 28.44, 36.38, 31.73, 31.27, 28.51, 26.01,
    31.27, 35.57, 30.85, 33.35, 35.82, 31.78, 34.25, 31.43, 35.97, 33.87, 28.94, 34.62, 31.06, 38.84, 32.25, 35.86,
    32.93, 32.69, 34.39, 33.97, 32.15, 40.16, 36.32,
)

# Log teen employment of counties, (first year of a higher minimum wage, counties, mean in 2003 ... 2007), from the
# county data `mpdta` of the R package did: Callaway & Sant'Anna 2021.
COUNTIES = (
    (2004, 20, (6.17969683, 6.10656356, 6.05945209, 6.02670435, 6.08538799)),
    (2006, 40, (6.57399363, 6.51788372, 6.52794133, 6.55743457, 6.54304097)),
    (2007, 131, (5.8429065, 5.81078313, 5.82086567, 5.8238664, 5.82004825)),
    (None, 309, (5.65463002, 5.592, 5.60480843, 5.63889628, 5.66113254)),
)

# Change of full-time equivalents in restaurants seen both times, (change, restaurants): data of Card & Krueger 1994.
PENNSYLVANIA = (
    (-41.5, 1), (-29, 1), (-21.5, 1), (-20, 1), (-18.5, 2), (-18, 2), (-17, 1), (-16.5, 1), (-14, 2), (-12.5, 1),
    (-11, 1), (-10.25, 1), (-9.5, 1), (-9.25, 1), (-8, 1), (-7.5, 1), (-7, 1), (-6.25, 1), (-6, 1), (-5.5, 1), (-4,
    2), (-3.5, 2), (-3, 1), (-2.5, 3), (-2.25, 1), (-1.75, 1), (-1.5, 3), (-1.25, 1), (-1, 1), (-0.5, 2), (0, 4),
    (0.5, 1), (1, 1), (1.5, 3), (2, 3), (2.25, 1), (2.5, 1), (3, 1), (3.25, 1), (3.5, 1), (4, 3), (4.5, 2), (5.5,
    1), (6, 2), (6.5, 1), (7.5, 1), (11.5, 1), (12, 1), (13, 2), (16, 1), (19, 2), (22.75, 1),
)
NEW_JERSEY = (
    (-34, 1), (-27.5, 1), (-26, 1), (-24.5, 1), (-22.75, 1), (-20, 2), (-19, 2), (-18.5, 1), (-17.5, 2), (-16, 1),
    (-13.5, 2), (-13, 4), (-12.5, 1), (-12, 1), (-11.5, 3), (-11.25, 1), (-11, 1), (-10, 4), (-9.5, 3), (-8.5, 1),
    (-8, 3), (-7.5, 2), (-7.25, 1), (-7, 2), (-6.5, 4), (-6, 2), (-5.75, 2), (-5.5, 6), (-5, 6), (-4.5, 2), (-4, 8),
    (-3.5, 6), (-3, 6), (-2.5, 10), (-2.25, 1), (-2, 8), (-1.5, 18), (-1, 4), (-0.75, 2), (-0.5, 8), (-0.25, 1), (0,
    14), (0.25, 2), (0.5, 5), (0.75, 1), (1, 11), (1.5, 5), (1.75, 2), (2, 12), (2.25, 2), (2.45, 1), (2.5, 11),
    (2.75, 1), (3, 8), (3.25, 2), (3.5, 8), (4, 9), (4.5, 5), (5, 5), (5.25, 2), (5.5, 4), (5.75, 1), (6, 3), (6.25,
    1), (6.5, 2), (7, 3), (7.5, 2), (7.75, 3), (8, 4), (8.25, 1), (8.5, 2), (9, 2), (9.5, 5), (10, 1), (10.5, 5),
    (11, 5), (11.5, 2), (12, 2), (13, 1), (13.25, 1), (13.5, 1), (13.75, 1), (14, 1), (14.5, 1), (14.75, 2), (15.5,
    1), (16, 1), (17, 1), (17.5, 1), (18.5, 2), (21.5, 1), (23.5, 1), (24, 1), (28, 1), (34, 1),
)
# fmt: on


def test_pain_scores_by_brunner_and_munzel() -> None:
    # Brunner & Munzel 2000; R packages brunnermunzel and lawstat: 3.1375, df 17.683, p .005786, theta .788961.
    result = superiority(PAIN_BEFORE, PAIN_AFTER)

    assert (result.statistic, result.df) == pytest.approx((3.1375, 17.683), abs=5e-4)
    assert (result.p, result.theta) == pytest.approx((0.005786, 0.788961), abs=1e-6)
    assert (result.plain.low, result.plain.high) == pytest.approx((0.5952169, 0.9827052), abs=1e-5)


def test_pain_scores_permuted_and_by_exact_rank_sum() -> None:
    # Neubert & Brunner 2007, Comput. Stat. Data Anal. 51:5192: exact permuted p .008038; R exactRankTests: rank sum
    # .006690222999955, sum of scores .008119307219455.
    assert superiority_permutation_p(PAIN_BEFORE, PAIN_AFTER, seed=1) == pytest.approx(0.008038, abs=0.003)
    assert rank_sum_p(PAIN_BEFORE, PAIN_AFTER) == pytest.approx(0.006690222999955, abs=5e-10)
    assert exact_sum_p([1, 2, 3, 4, 5], [14, 3, 4, 3, 1], [3, 1, 4, 2, 1]) == pytest.approx(
        0.008119307219455, abs=5e-10
    )


def test_cliffs_delta_of_hogarty_and_kromrey() -> None:
    # Hogarty & Kromrey 1999; R package effsize: -0.25, t and normal intervals.
    before, after = Sample((10, 20, 30, 40, 50), (1, 1, 1, 2, 1)), Sample((10, 20, 30, 40, 50), (2, 3, 3, 1, 1))
    by_t, by_normal = cliffs_delta(before, after), cliffs_delta(before, after, normal=True)

    assert by_t.delta == -0.25
    assert (by_t.interval.low, by_t.interval.high) == pytest.approx((-0.7265845888899, 0.3890061901987), abs=1e-9)
    assert (by_normal.interval.low, by_normal.interval.high) == pytest.approx(
        (-0.7016465940896, 0.3449593125654), abs=1e-9
    )


def test_student_sleep_data_paired() -> None:
    # Student 1908; R ?t.test: t = -4.0621 (drug 1 - drug 2), df 9, p .002833, -2.4598858 to -0.7001142. All 1024 flips:
    # .00390625 (exactRankTests gives half of it, because one difference is zero).
    differences = Sample.from_pairs((round(d, 1), 1) for d in (1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4))
    change = paired_t(differences)

    assert change.difference / change.standard_error == pytest.approx(4.0621, abs=1e-4)
    assert (change.df, change.p) == pytest.approx((9, 0.002833), abs=1e-6)
    assert (change.low, change.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert sign_flip_p(differences, seed=1) == pytest.approx(0.00390625, abs=1e-12)


def test_partly_paired_data_of_derrick() -> None:
    # Derrick, Toher & White 2017, TQMP 13:120-126; R package Partiallyoverlapping: t 2.419098, df 18.422332,
    # p .0261044 (before - after).
    pairs = [(14, 15, 1), (15, 10, 1), (18, 15, 1), (20, 17, 1), (11, 13, 1), (19, 19, 1), (14, 12, 1), (15, 13, 1)]
    before = Sample.from_pairs((value, 1) for value in (20, 21, 16, 18, 14, 12, 14, 17))
    after = Sample.from_pairs((value, 1) for value in (10, 16, 18, 16, 15, 14, 13, 10))
    change = part_paired(pairs, before, after)

    assert -change.difference / change.standard_error == pytest.approx(2.419098, abs=1e-6)
    assert (change.df, change.p) == pytest.approx((18.422332, 0.0261044), abs=1e-6)


def test_reliability_of_the_attitude_items() -> None:
    # R package psych, ?alpha: 0.84; Feldt 1965 interval by R.
    covariance = np.cov(np.array(ATTITUDE), rowvar=False).tolist()
    result = cronbach_alpha(covariance, n=30)

    assert result.alpha == pytest.approx(0.8431427695648, abs=1e-10)
    assert (result.interval.low, result.interval.high) == pytest.approx((0.7393756856431, 0.91577307216), abs=1e-8)
    # R package lavaan, one-factor maximum likelihood: omega .8563268367751.
    assert omega_total(covariance, n=30).omega == pytest.approx(0.8563268367751, abs=1e-6)


def test_trend_of_precipitation() -> None:
    # R package Kendall (single precision), ?PrecipGL: tau .26458, S 989, variance 74398.33, p .00029206.
    trend = mann_kendall(range(1900, 1987), PRECIPITATION)

    assert trend.s == 989
    assert trend.variance == pytest.approx(74398.33, abs=0.01)
    assert (trend.tau, trend.p) == pytest.approx((0.26458, 0.00029206), abs=1e-5)


def test_trend_of_choice_in_the_civil_service() -> None:
    trend = mann_kendall(YEARS, CHOICE)

    assert (trend.s, trend.slope) == (45, 0.75)
    assert (trend.variance, trend.p) == pytest.approx((160.3333, 0.00051105), abs=1e-4)


@pytest.mark.parametrize(
    ("year", "naive", "step", "error", "p"),
    [
        (2012, 3.375, -0.9375, 1.124204000801, 0.4285197801856),
        (2013, 3.464285714286, -0.952380952381, 1.206881017907, 0.4527885689506),
        (2014, 3.766666666667, 0.06666666666666, 1.32581212009, 0.961129154168),
        (2015, 3.566666666667, -0.7333333333333, 1.300427280209, 0.5882657121284),
        (2016, 4.0, 0.8333333333333, 1.217840268933, 0.5131344166157),
        (2017, 4.416666666667, 1.666666666667, 1.013151367982, 0.1385829892602),
    ],
)
def test_an_invented_policy_is_no_effect(year: int, naive: float, step: float, error: float, p: float) -> None:
    # By R lm on the published series. Before/after is "significant" in each of these years; the trend explains it.
    result = step_and_trend(YEARS, CHOICE, change_at=year)

    assert (result.naive, result.step, result.standard_error) == pytest.approx((naive, step, error), abs=1e-9)
    assert result.p == pytest.approx(p, abs=1e-9)
    assert result.vetoes


def test_group_time_effects_of_minimum_wages() -> None:
    # R package did, vignette (no covariates, never-treated comparison, varying base period); its "simple" average.
    published = {
        (2004, 2004): -0.010503, (2004, 2005): -0.070423, (2004, 2006): -0.137259, (2004, 2007): -0.100811,
        (2006, 2004): 0.00652, (2006, 2005): -0.002751, (2006, 2006): -0.004595, (2006, 2007): -0.041224,
        (2007, 2004): 0.030507, (2007, 2005): -0.002726, (2007, 2006): -0.031087, (2007, 2007): -0.026054,
    }  # fmt: skip
    cohorts = tuple(
        Cohort(start, counties, dict(zip(range(2003, 2008), means, strict=True))) for start, counties, means in COUNTIES
    )
    found = {(one.start, one.wave): one.effect for one in group_time_effects(cohorts)}

    assert found == pytest.approx(published, abs=1e-6)
    assert average_effect(cohorts) == pytest.approx(-0.03995127515518, abs=1e-7)
    # The same vignette, aggte by group and dynamic.
    assert effects_by_start(cohorts) == pytest.approx({2004: -0.0797, 2006: -0.0229, 2007: -0.0261}, abs=6e-5)
    assert effects_by_age(cohorts) == pytest.approx(
        {-3: 0.0305, -2: -0.0006, -1: -0.0245, 0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}, abs=6e-5
    )


def test_difference_in_differences_of_restaurants_seen_twice() -> None:
    # Card & Krueger 1994, table 3, row 4: -2.28 (1.25), 0.47 (0.48), difference 2.75 (1.34).
    cells = [paired_t(Sample.from_pairs(pairs)) for pairs in (PENNSYLVANIA, NEW_JERSEY)]
    comparison, treated = (
        Change(one.difference, one.standard_error, one.df, one.low, one.high, one.p, one.low, one.high, one.n, one.n)
        for one in cells
    )
    result = contrast(treated, comparison, tau=0.0)

    assert (comparison.difference, comparison.standard_error) == pytest.approx((-2.28, 1.25), abs=0.006)
    assert (treated.difference, treated.standard_error) == pytest.approx((0.47, 0.48), abs=0.006)
    assert (result.difference, result.standard_error) == pytest.approx((2.75, 1.34), abs=0.006)
