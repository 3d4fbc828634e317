"""The same within a margin at another error rate, and Cliff's interval where its variance has a floor."""

import math

import numpy as np
import pytest
from scipy import stats

from reports.statistics.change import Moments, welch_from_moments
from reports.statistics.dominance import cliffs_delta
from reports.statistics.equivalence import equivalence
from reports.statistics.intervals import Interval
from reports.statistics.nonresponse import tipping_point
from reports.statistics.paired import paired_t
from reports.statistics.samples import Sample

CHANGE = welch_from_moments(Moments(60, 50.0, 100.0), Moments(60, 51.0, 100.0))


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_the_answer_at_any_error_rate_turns_where_the_interval_ends(alpha: float) -> None:
    reach = float(stats.t.ppf(1 - alpha, CHANGE.df)) * CHANGE.standard_error
    inside, outside = (equivalence(CHANGE, margin=1.0 + reach + slack, alpha=alpha) for slack in (1e-6, -1e-6))

    assert (inside.same, inside.not_lower, inside.not_higher) == (True, True, True)
    assert (outside.same, outside.not_lower, outside.not_higher) == (False, True, False)
    assert inside.p == pytest.approx(alpha, abs=1e-5)
    lower = equivalence(CHANGE, margin=reach - 1.0 - 1e-6, alpha=alpha) if reach > 1.1 else None
    assert lower is None or not lower.not_lower


def test_five_per_cent_is_what_is_taken_for_granted() -> None:
    assert equivalence(CHANGE, margin=5.0) == equivalence(CHANGE, margin=5.0, alpha=0.05)
    reach = float(stats.t.ppf(0.95, CHANGE.df)) * CHANGE.standard_error
    assert equivalence(CHANGE, margin=1.0 + reach + 1e-6).same
    assert not equivalence(CHANGE, margin=1.0 + reach - 1e-6).same


def test_paired_answers_are_compared_with_the_margin_too() -> None:
    change = paired_t(Sample((-25.0, 0.0, 25.0), (10, 60, 14)))
    found = equivalence(change, margin=5.0)

    assert found.p_below_upper == pytest.approx(
        float(stats.t.cdf((change.difference - 5.0) / change.standard_error, 83)), rel=1e-12
    )


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_cliffs_interval_on_rows(confidence: float) -> None:
    before, after = [1, 2, 2, 3, 4], [2, 3, 3, 4, 4, 5]
    signs = np.sign(np.subtract.outer(after, before))
    delta = float(signs.mean())
    rows, columns = signs.mean(axis=1), signs.mean(axis=0)
    n2, n1 = signs.shape
    unbiased = (
        n1**2 * ((rows - delta) ** 2).sum() + n2**2 * ((columns - delta) ** 2).sum() - ((signs - delta) ** 2).sum()
    ) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    q = float(stats.t.ppf(0.5 + confidence / 2, n1 + n2 - 2))
    reach = q * math.sqrt(unbiased) * math.sqrt((1 - delta**2) ** 2 + q**2 * unbiased)
    bottom = 1 - delta**2 + q**2 * unbiased
    found = cliffs_delta(
        Sample.from_pairs((v, 1) for v in before), Sample.from_pairs((v, 1) for v in after), confidence=confidence
    )

    assert unbiased > (1 - delta**2) / (n1 * n2 - 1)
    assert found.delta == pytest.approx(delta, rel=1e-12)
    assert found.interval.low == pytest.approx((delta - delta**3 - reach) / bottom, rel=1e-12)
    assert found.interval.high == pytest.approx((delta - delta**3 + reach) / bottom, rel=1e-12)


def test_the_variance_of_delta_has_a_floor() -> None:
    # 1, 1 before and 1, 1, 2 after: the unbiased variance is 1/9, the floor (1 − 1/9)/5.
    floor = (1 - 1 / 9) / 5
    q = float(stats.t.ppf(0.975, 3))
    found = cliffs_delta(Sample((1.0,), (2,)), Sample((1.0, 2.0), (2, 1)))
    reach = q * math.sqrt(floor) * math.sqrt((8 / 9) ** 2 + q**2 * floor)

    assert found.delta == pytest.approx(1 / 3)
    assert found.interval.low == pytest.approx((1 / 3 - 1 / 27 - reach) / (8 / 9 + q**2 * floor), rel=1e-12)


def test_a_gap_of_half_a_standard_deviation_is_not_fragile() -> None:
    at = tipping_point(Interval(2.0, 9.0), answered=30, invited=40, sd=16.0)

    assert at is not None
    assert (at.gap, at.fragile) == (-8.0, False)
