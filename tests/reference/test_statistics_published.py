"""Published figures of other people's data, recomputed from counts. Each case names its source."""

import math

import pytest

from reports.statistics.change import Moments, welch, welch_from_moments
from reports.statistics.equal_variances import student_from_moments
from reports.statistics.equivalence import equivalence
from reports.statistics.level import level
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.nonresponse import worst_case
from reports.statistics.samples import Sample
from reports.statistics.shares import newcombe, wilson

# fmt: off
# Academic performance index 2000 of 200 schools drawn from California's 6194 (`api00` of `apisrs`, R package survey).
SCHOOLS = (
    462, 878, 734, 772, 739, 835, 456, 506, 543, 649, 556, 671, 528, 742, 555, 631, 698, 810, 502, 532, 430, 658,
    453, 635, 508, 804, 813, 650, 569, 642, 500, 808, 594, 607, 760, 764, 622, 793, 802, 529, 630, 742, 842, 903,
    720, 634, 529, 540, 795, 485, 734, 665, 541, 642, 758, 425, 878, 691, 558, 424, 641, 462, 749, 715, 498, 744,
    564, 448, 496, 744, 725, 762, 542, 693, 553, 704, 474, 720, 665, 720, 827, 743, 485, 759, 752, 528, 670, 598,
    675, 603, 512, 728, 906, 588, 591, 796, 722, 579, 657, 474, 573, 348, 708, 699, 738, 529, 757, 674, 741, 475,
    533, 427, 536, 504, 771, 965, 559, 590, 745, 790, 915, 734, 787, 579, 737, 719, 794, 596, 840, 952, 794, 905,
    660, 497, 666, 801, 765, 722, 893, 834, 447, 582, 410, 728, 818, 905, 698, 644, 577, 677, 633, 479, 852, 509,
    884, 813, 813, 482, 804, 447, 630, 739, 658, 564, 894, 460, 787, 494, 772, 537, 676, 868, 544, 740, 584, 548,
    382, 706, 584, 754, 638, 883, 660, 708, 607, 544, 607, 806, 708, 487, 682, 513, 644, 625, 720, 547, 467, 612,
    601, 595,
)

# Full-time equivalent employment of fast-food restaurants, (value, restaurants): Card & Krueger 1994, their data.
PENNSYLVANIA_BEFORE = (
    (7.5, 1), (8.5, 3), (9, 1), (9.5, 1), (10.5, 2), (11, 2), (13, 1), (13.5, 1), (13.75, 1), (14, 2), (15, 2),
    (15.5, 5), (16.75, 1), (17.5, 1), (18, 3), (18.5, 3), (19, 4), (19.5, 1), (20.25, 2), (20.5, 2), (20.75, 1),
    (21, 3), (22.5, 2), (22.75, 1), (23.5, 3), (24, 3), (24.5, 1), (25, 2), (26, 1), (26.5, 1), (27, 1), (28, 1),
    (28.5, 1), (29, 1), (29.5, 1), (32, 1), (32.5, 1), (34, 1), (36, 1), (36.5, 1), (38, 2), (39, 1), (40.5, 1),
    (41.5, 1), (45, 1), (48.5, 1), (52.5, 1), (58, 1), (70.5, 1),
)
PENNSYLVANIA_AFTER = (
    (0, 1), (8.5, 1), (9.5, 1), (10, 1), (10.5, 1), (11, 2), (11.5, 1), (12, 1), (12.5, 1), (13, 1), (13.5, 3), (14,
    3), (14.25, 1), (14.5, 1), (15, 1), (15.5, 2), (16, 1), (16.5, 1), (17, 1), (17.5, 3), (18, 5), (19, 4), (20,
    4), (20.5, 1), (21, 3), (23, 3), (23.5, 1), (24, 1), (24.5, 2), (25, 3), (25.5, 2), (26, 1), (26.5, 1), (26.75,
    1), (27, 3), (27.5, 1), (29, 2), (30.5, 1), (31.5, 1), (34, 2), (34.5, 1), (35.5, 2), (36.5, 1), (37.5, 1),
    (41.25, 1), (43.5, 1),
)
NEW_JERSEY_BEFORE = (
    (5, 2), (5.5, 1), (6, 1), (6.5, 2), (7, 1), (7.5, 1), (8, 3), (8.5, 3), (9, 3), (9.25, 1), (9.5, 4), (9.75, 1),
    (10, 9), (10.5, 5), (11, 3), (11.25, 1), (11.5, 5), (12, 4), (12.25, 1), (12.5, 4), (13, 10), (13.5, 7), (14,
    8), (14.25, 1), (14.5, 4), (14.75, 1), (15, 10), (15.5, 9), (16, 5), (16.5, 6), (17, 11), (17.25, 2), (17.5, 5),
    (18, 11), (18.25, 2), (18.5, 5), (18.75, 1), (19, 7), (19.25, 1), (19.5, 8), (20, 5), (20.25, 1), (20.5, 12),
    (21, 10), (21.25, 1), (21.5, 7), (21.75, 1), (22, 3), (22.5, 2), (22.75, 2), (23, 12), (23.25, 1), (23.5, 4),
    (24, 12), (24.5, 5), (24.75, 1), (25, 3), (25.5, 3), (26, 4), (26.5, 2), (26.75, 1), (27, 2), (27.5, 2), (28,
    5), (29, 5), (29.05, 1), (29.5, 1), (30, 4), (30.25, 1), (30.5, 4), (31.5, 2), (32, 2), (32.25, 1), (32.5, 1),
    (33, 4), (33.5, 1), (34, 1), (34.5, 1), (35, 4), (35.5, 1), (36, 3), (36.5, 2), (38, 2), (41, 1), (41.5, 2),
    (44, 1), (45.5, 1), (46.5, 1), (48, 1), (50, 1), (53, 1), (85, 1),
)
NEW_JERSEY_AFTER = (
    (0, 5), (6.5, 1), (7, 4), (7.5, 3), (8, 2), (8.5, 2), (9, 4), (9.5, 6), (10, 6), (10.5, 7), (11, 3), (11.5, 8),
    (12, 4), (12.5, 9), (12.75, 1), (13, 4), (13.5, 4), (14, 5), (14.25, 1), (14.5, 4), (15, 3), (15.5, 8), (16, 9),
    (16.5, 10), (16.75, 1), (17, 3), (17.5, 7), (17.75, 1), (18, 8), (18.5, 3), (19, 7), (19.5, 1), (20, 10), (20.5,
    8), (21, 4), (21.25, 1), (21.5, 11), (21.75, 1), (22, 5), (22.5, 7), (22.75, 1), (23, 7), (23.25, 1), (23.5, 5),
    (23.75, 2), (24, 8), (24.5, 2), (24.75, 1), (25, 9), (25.5, 7), (26, 3), (26.5, 9), (27, 7), (27.5, 2), (28, 6),
    (28.5, 4), (29, 3), (29.5, 1), (30, 4), (30.25, 1), (30.5, 4), (31, 4), (31.5, 2), (32, 5), (32.5, 1), (33, 3),
    (33.5, 1), (34, 3), (34.5, 1), (35, 1), (35.5, 1), (36, 2), (36.5, 1), (37, 1), (37.5, 1), (37.75, 1), (38, 1),
    (38.5, 1), (39, 1), (41, 1), (43.5, 1), (44, 2), (45, 1), (46.5, 1), (47.5, 1), (53, 1), (59, 1), (60.5, 1),
)
# fmt: on


def each_once(rows: tuple[float, ...]) -> Sample:
    """The sample of these rows."""
    return Sample.from_pairs((row, 1) for row in rows)


def test_level_of_sampled_schools_with_and_without_finite_population_correction() -> None:
    # Lumley, R package survey, ?svymean with apisrs: mean 656.585, SE 9.249722; without the correction 9.402772.
    schools = each_once(SCHOOLS)
    result = level(schools, population=6194)

    assert result.mean == pytest.approx(656.585, abs=1e-9)
    assert result.standard_error == pytest.approx(9.249722, abs=1e-5)
    assert schools.sd / math.sqrt(schools.n) == pytest.approx(9.402772, abs=1e-5)


def test_student_sleep_data_as_two_independent_groups() -> None:
    # Student 1908; R ?t.test: t = -1.8608 (drug 1 - drug 2), df = 17.776, p = 0.07939.
    drug1 = each_once((0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0))
    drug2 = each_once((1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4))
    change = welch(drug1, drug2)

    assert change.difference / change.standard_error == pytest.approx(1.8608, abs=1e-4)
    assert change.df == pytest.approx(17.776, abs=1e-3)
    assert change.p == pytest.approx(0.07939, abs=1e-5)
    assert (change.low, change.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)


def test_moral_judgement_replication_is_equivalent_within_its_bounds() -> None:
    # Lakens 2017, Soc. Psychol. Personal. Sci. 8:355; TOSTER, test-known_results.R: Welch t = -2.692771, df = 181.1344,
    # p = 0.003875522, bounds d = +-0.43 of the average SD, 90 % interval -0.1870843 to 0.2470843.
    change = welch_from_moments(Moments(89, 5.22, 0.83**2), Moments(95, 5.25, 0.95**2))
    margin = 0.43 * math.sqrt((0.95**2 + 0.83**2) / 2)
    result = equivalence(change, margin=margin)

    assert (change.difference - margin) / change.standard_error == pytest.approx(-2.692771, abs=1e-5)
    assert change.df == pytest.approx(181.1344, abs=1e-4)
    assert result.p == result.p_below_upper == pytest.approx(0.003875522, abs=1e-8)
    assert (change.low90, change.high90) == pytest.approx((-0.1870843, 0.2470843), abs=1e-4)
    assert result.same


def test_moral_judgement_replication_with_equal_variances() -> None:
    # Lakens 2017, Soc. Psychol. Personal. Sci. 8:355: t(182) = -2.69, p = .004.
    change = student_from_moments(Moments(89, 5.22, 0.83**2), Moments(95, 5.25, 0.95**2))
    margin = 0.43 * math.sqrt((94 * 0.95**2 + 88 * 0.83**2) / 182)
    result = equivalence(change, margin=margin)

    assert change.df == 182
    assert (change.difference - margin) / change.standard_error == pytest.approx(-2.69, abs=0.005)
    assert result.p == pytest.approx(0.004, abs=5e-4)


def test_thrombolysis_p_values_adjusted() -> None:
    # Benjamini & Hochberg 1995, section 4; adjusted values by R p.adjust. At .05 BH rejects 4, Holm 3.
    ps = (1e-04, 4e-04, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1)
    discovery = (0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714, 0.06385714285714, 0.0645, 0.0765, 0.486)
    family = (0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1)
    rest = (0.5811818181818, 0.714875, 0.7532307692308, 0.8132142857143, 1)

    assert benjamini_hochberg(ps) == pytest.approx(discovery + rest, abs=1e-6)
    assert holm(ps) == pytest.approx(family, abs=1e-6)
    assert sum(p <= 0.05 for p in benjamini_hochberg(ps)) == 4
    assert sum(p <= 0.05 for p in holm(ps)) == 3
    assert holm(ps[::-1]) == holm(ps)[::-1]


def test_worst_case_bounds_of_homeless_men_who_left_homelessness() -> None:
    # Manski 2007, ch. 2: 106 men, 64 found again, 21 of them no longer homeless: between .20 and .59.
    bounds = worst_case(21 / 64, answered=64, invited=106, lowest=0.0, highest=1.0)

    assert (bounds.low, bounds.high) == pytest.approx((0.19811320754716982, 0.5943396226415094), abs=1e-12)


def test_restaurants_before_and_after_the_minimum_wage() -> None:
    # Card & Krueger 1994, Am. Econ. Rev. 84:772, table 3, rows 1 and 2 (means and standard errors, two decimals); the
    # difference of the changes is 2.7536 (2.76 there, from rounded cells).
    cells = [
        (PENNSYLVANIA_BEFORE, 23.33, 1.35),
        (NEW_JERSEY_BEFORE, 20.44, 0.51),
        (PENNSYLVANIA_AFTER, 21.17, 0.94),
        (NEW_JERSEY_AFTER, 21.03, 0.52),
    ]
    found = [Sample.from_pairs(pairs) for pairs, _, _ in cells]

    for sample, (_, mean, error) in zip(found, cells, strict=True):
        assert sample.mean == pytest.approx(mean, abs=0.006)
        assert sample.sd / math.sqrt(sample.n) == pytest.approx(error, abs=0.006)
    treated, comparison = welch(found[1], found[3]), welch(found[0], found[2])
    assert treated.difference - comparison.difference == pytest.approx(2.7536, abs=1e-4)


@pytest.mark.parametrize(
    ("chose", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_of_newcombe(chose: int, n: int, low: float, high: float) -> None:
    # Newcombe 1998, Statist. Med. 17:857-872, table I, method 3.
    interval = wilson(chose, n)

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        ((48, 80, 56, 70), 0.0524, 0.3339),
        ((3, 10, 9, 10), 0.1705, 0.8090),
        ((0, 29, 5, 56), -0.0381, 0.1926),
        ((0, 20, 10, 10), 0.6791, 1.0),
        ((0, 10, 10, 10), 0.6075, 1.0),
    ],
)
def test_differences_of_shares_of_newcombe(shares: tuple[int, int, int, int], low: float, high: float) -> None:
    # Newcombe 1998, Statist. Med. 17:873-890, table II, method 10.
    interval = newcombe(*shares)

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)
