"""Every field of an assessment is the figure it is said to be, computed here by the package's other functions."""

from dataclasses import replace

import pytest

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute, Why
from reports.statistics.comparison import placebo_rank
from reports.statistics.intervals import Interval
from reports.statistics.level import level
from reports.statistics.nonresponse import tipping_point, worst_case, worst_case_change
from reports.statistics.policy import policy_interval
from reports.statistics.power import minimum_detectable_change
from reports.statistics.samples import Sample
from reports.statistics.types import Adjustment, Method, Side
from reports.statistics.verdicts import Concern, Verdict

BEFORE = Sample((0.0, 25.0, 50.0, 75.0, 100.0), (8, 12, 14, 6, 2))
AFTER = Sample((0.0, 25.0, 50.0, 75.0, 100.0), (2, 8, 14, 14, 7))
SCALE = ScaleInput("trust", 1, True, 4.0, 0.8, BEFORE, AFTER, 70, 60)
LIMITS = Interval(0.0, 100.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_every_field_of_a_scale_that_is_tested(sign: int) -> None:
    found = assess([replace(SCALE, sign=sign)], seed=1, tau=3.0, prior_waves=2)[0]
    change = welch(BEFORE, AFTER)
    policy = policy_interval(change, tau=3.0)
    tested = found.tested

    assert (found.key, found.sign, found.primary, found.mid, found.why_not) == ("trust", sign, True, 4.0, None)
    for side, sample, invited in ((found.before, BEFORE, 70), (found.after, AFTER, 60)):
        assert side == Side(
            sample.mean, sample.n, invited, sample.sd, level(sample, population=invited, limits=LIMITS), None
        )
    assert (found.difference, found.improvement) == (change.difference, sign * change.difference)
    assert (found.adjustment, found.family, found.alpha) == (Adjustment.HOLM_PRIMARY, 1, 0.05)
    assert found.minimum_detectable == minimum_detectable_change(
        n_before=42, n_after=45, sd_before=BEFORE.sd, sd_after=AFTER.sd
    )
    assert tested is not None
    assert tested.change == change
    assert tested.improvement == (change if sign == 1 else change.mirrored())
    assert tested.with_tau == policy
    assert tested.improvement_with_tau == (policy.interval if sign == 1 else policy.interval.mirrored())
    assert (tested.p, tested.method, tested.p_adjusted, tested.significant) == (change.p, Method.WELCH, change.p, True)
    assert tested.verdict is (Verdict.CLEARLY_BETTER if sign == 1 else Verdict.CLEARLY_WORSE)
    assert tested.small is False
    assert tested.certainty.reasons == ()
    assert tested.tipping == tipping_point(change.interval, answered=45, invited=60, sd=AFTER.sd)
    assert tested.tipping is not None
    assert tested.worst_case == worst_case_change(
        worst_case(BEFORE.mean, answered=42, invited=70), worst_case(AFTER.mean, answered=45, invited=60)
    )


def test_the_smaller_share_of_answers_counts_whichever_wave_has_it() -> None:
    for invited in ((71, 60), (70, 76)):
        found = assess([replace(SCALE, invited_before=invited[0], invited_after=invited[1])], seed=1, prior_waves=1)[0]
        assert found.tested is not None
        assert Concern.FEW_ANSWERED in found.tested.certainty.reasons
    enough = assess([replace(SCALE, invited_before=70, invited_after=75)], seed=1, prior_waves=1)[0]
    assert enough.tested is not None
    assert enough.tested.certainty.reasons == ()


def test_no_wave_before_is_what_is_taken_for_granted() -> None:
    found = assess([SCALE], seed=1)[0]

    assert found.tested is not None
    assert found.tested.with_tau == policy_interval(welch(BEFORE, AFTER), tau=2.0)
    assert Concern.NO_PRIOR_WAVES in found.tested.certainty.reasons


def test_a_primary_scale_is_significant_under_five_per_cent_and_another_at_ten() -> None:
    # The raw p lies between .05 and .10: enough for an exploratory scale alone, not for a primary one.
    before, after = Sample((25.0, 50.0, 75.0), (12, 14, 14)), Sample((25.0, 50.0, 75.0), (7, 11, 22))
    primary, other = (
        assess([replace(SCALE, primary=primary, before=before, after=after)], seed=1)[0].tested
        for primary in (True, False)
    )

    assert primary is not None
    assert other is not None
    assert 0.05 < primary.p < 0.1
    assert (primary.significant, other.significant) == (False, True)


def test_a_small_change_is_called_small() -> None:
    before, after = Sample((25.0, 50.0, 75.0), (400, 500, 400)), Sample((25.0, 50.0, 75.0), (360, 500, 440))
    found = assess(
        [replace(SCALE, mid=20.0, before=before, after=after, invited_before=1400, invited_after=1400)], seed=1
    )[0]

    assert found.tested is not None
    assert (found.tested.verdict, found.tested.small) == (Verdict.BETTER, True)


def test_everything_known_of_a_side_that_has_no_level() -> None:
    alike, one, two = Sample((50.0,), (12,)), Sample((50.0,), (1,)), Sample((25.0, 75.0), (1, 1))
    cases = (
        (alike, Side(50.0, 12, 70, 0.0, None, Why.NO_VARIATION)),
        (one, Side(50.0, 1, 70, None, None, Why.TOO_FEW)),
        (Sample((), ()), Side(None, 0, 70, None, None, Why.TOO_FEW)),
        (two, Side(50.0, 2, 70, two.sd, level(two, population=70, limits=LIMITS), None)),
    )
    for sample, expected in cases:
        assert assess([replace(SCALE, before=sample)], seed=1)[0].before == expected
    alone = assess([replace(SCALE, before=None, before_mean=40.0)], seed=1)[0]
    hidden = assess([replace(SCALE, before=None)], seed=1)[0]
    assert alone.before == Side(40.0, None, 70, None, None, Why.MEAN_ONLY)
    assert hidden.before == Side(None, None, 70, None, None, Why.NOT_SHOWN)


def test_no_difference_is_no_negative_zero() -> None:
    found = assess([replace(SCALE, sign=-1, before=BEFORE, after=BEFORE)], seed=1)[0]

    assert str(found.improvement) == "0.0"


def test_without_another_unit_there_is_no_rank() -> None:
    with pytest.raises(CannotCompute) as caught:
        placebo_rank(5.0, [])
    assert caught.value.why is Why.TOO_FEW
