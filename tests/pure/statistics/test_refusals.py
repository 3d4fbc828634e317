"""Whatever is refused is named: which figure, what was allowed, or why there is no answer. One row for each refusal."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from reports.statistics.association import general_association, linear_association
from reports.statistics.change import Change, Moments, welch, welch_from_moments
from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, open_share, whole
from reports.statistics.comparison import contrast, placebo_rank
from reports.statistics.dominance import cliffs_delta
from reports.statistics.equal_variances import student_from_moments
from reports.statistics.equivalence import equivalence
from reports.statistics.exact import exact_permutation_p
from reports.statistics.interruption import segments, step_and_trend
from reports.statistics.intervals import Interval
from reports.statistics.intraclass import intraclass_from_moments
from reports.statistics.level import level
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.nonresponse import tipping_point, worst_case
from reports.statistics.ordinary_variation import moment_tau, ordinary_variation
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.paired_shares import paired_shares
from reports.statistics.part_paired import part_paired
from reports.statistics.part_paired_permutation import part_paired_permutation_p
from reports.statistics.part_paired_shares import part_paired_shares
from reports.statistics.permutation import permutation_p
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin
from reports.statistics.waves import pooled_change

NOBODY, ONE, TWO = Sample((), ()), Sample((50.0,), (1,)), Sample((25.0, 75.0), (1, 1))
ALIKE, SOME = Sample((50.0,), (9,)), Sample((25.0, 50.0, 75.0), (4, 6, 5))
LOW, HIGH = Sample((0.0, 25.0), (5, 4)), Sample((75.0, 100.0), (5, 4))
CHANGE = welch(SOME, Sample((25.0, 50.0, 75.0), (2, 6, 9)))
SURE = Change(5.0, 0.0, 9.0, 5.0, 5.0, 0.0, 5.0, 5.0, 9, 9)
TABLE = [[5, 2], [1, 6]]
PAIRS, STILL = [(25, 50, 4), (50, 75, 3), (75, 50, 2)], [(25, 50, 4), (50, 75, 3)]
RISING, MEANS, UNIT = range(6), [50, 52, 51, 55, 54, 58], Moments(5, 50.0, 4.0)
NAN, SHARE = math.nan, "must lie strictly between 0 and 1"
AT_LEAST_0 = "must be finite and within [0.0, "
ANY = "must be finite and within [-1000000000000.0, "


def scored(rows: Any = (0, 1), columns: Any = (0, 1)) -> Any:
    return linear_association([TABLE], row_scores=rows, column_scores=columns)


def counted(**changes: Any) -> Any:
    return part_paired_shares(**{"both": 4, "only_before": 2, "only_after": 3, "neither": 4} | changes)


CASES: list[tuple[Callable[[], Any], str]] = [
    (lambda: finite("x", True), "x must be a number, not a truth value"),
    (lambda: finite("x", "many"), "x must be a number: 'many'"),  # type: ignore[arg-type]
    (lambda: finite("x", NAN), f"x {ANY}1000000000000.0]: nan"),
    (lambda: whole("x", True), "x must be a whole number, not a truth value"),
    (lambda: whole("x", 3.0), "x must be a whole number: 3.0"),  # type: ignore[arg-type]
    (lambda: whole("x", -1), "x must be at least 0: -1"),
    (lambda: open_share("x", 1.0), f"x {SHARE}: 1.0"),
    (lambda: open_share("x", 0.0), f"x {SHARE}: 0.0"),
    (lambda: open_share("x", NAN), f"x {ANY}"),
    (lambda: general_association([[[5, 4], [0, 0]]]), "everybody is in one row, or in one column"),
    (lambda: general_association([[[5, 0], [4, 0]], [[0, 3], [0, 2]]]), "the strata leave a row or a column without"),
    (lambda: scored(rows=(0, NAN)), f"row score {ANY}"),
    (lambda: scored(columns=(0, NAN)), f"column score {ANY}"),
    (lambda: scored(rows=(0, 1, 2)), "each row and each column needs its own score"),
    (lambda: scored(rows=(1, 1)), "no stratum varies in both rows and columns"),
    (lambda: general_association([[[1, 2], [3]]]), "a table has rows of equal length"),
    (lambda: general_association([[[1, -2], [3, 4]]]), "people must be at least 0: -2"),
    (lambda: general_association([TABLE, [[1, 2, 3], [4, 5, 6]]]), "all strata have the same rows and columns"),
    (lambda: general_association([[[1, 0], [0, 0]]]), "no stratum has two people"),
    (lambda: welch(ONE, SOME), "a change needs two answers on each side: 1 and 15"),
    (lambda: welch_from_moments(Moments(1, 0.0, 0.0), UNIT), "a change needs two answers on each side, there are 1"),
    (lambda: welch_from_moments(Moments(-1, 0.0, 0.0), UNIT), "n must be at least 0: -1"),
    (lambda: welch_from_moments(Moments(5, NAN, 0.0), UNIT), f"mean {ANY}"),
    (lambda: welch_from_moments(Moments(5, 0.0, -1.0), UNIT), f"variance {AT_LEAST_0}1e+24]: -1.0"),
    (lambda: welch(ALIKE, ALIKE), "nobody differs from anybody on either side: there is no error to measure"),
    (lambda: welch(SOME, SOME, confidence=1.0), f"confidence {SHARE}"),
    (lambda: student_from_moments(Moments(5, 1.0, 0.0), Moments(5, 1.0, 0.0)), "nobody differs from anybody on either"),
    (lambda: margin(-1.0, 5.0), f"standard_error {AT_LEAST_0}"),
    (lambda: margin(1.0, 0.0), "df must be finite and within [1e-09, 1000000000000000.0]: 0.0"),
    (lambda: policy_interval(CHANGE, tau=-1.0), f"tau {AT_LEAST_0}"),
    (lambda: contrast(CHANGE, CHANGE, tau=-1.0), f"tau {AT_LEAST_0}"),
    (lambda: contrast(CHANGE, CHANGE, confidence=0.0), f"confidence {SHARE}"),
    (lambda: placebo_rank(NAN, [1.0]), f"change {ANY}"),
    (lambda: placebo_rank(1.0, [NAN]), f"change {ANY}"),
    (lambda: placebo_rank(1.0, []), "there is no comparison unit"),
    (lambda: cliffs_delta(SOME, SOME, confidence=0.0), f"confidence {SHARE}"),
    (lambda: cliffs_delta(ONE, SOME), "two answers are needed on each side: 1 and 15"),
    (lambda: cliffs_delta(ALIKE, ALIKE), "everybody gave the same answer before and after"),
    (lambda: cliffs_delta(LOW, HIGH), "everybody on one side lies above everybody on the other"),
    (lambda: equivalence(CHANGE, margin=-1.0), f"margin {AT_LEAST_0}"),
    (lambda: equivalence(CHANGE, margin=0.0), "margin must be above 0"),
    (lambda: equivalence(SURE, margin=5.0), "there is no error to measure against"),
    (lambda: equivalence(CHANGE, margin=5.0, alpha=NAN), f"alpha {ANY}"),
    (lambda: equivalence(CHANGE, margin=5.0, alpha=0.5), f"confidence {SHARE}"),
    (
        lambda: exact_permutation_p(*(Sample(tuple(range(12)), (9,) * 12),) * 2),
        "more than 500000 splits: use the drawn",
    ),
    (lambda: permutation_p(SOME, SOME, seed=-1), "seed must be at least 0: -1"),
    (lambda: permutation_p(SOME, SOME, seed=1, draws=0), "draws must be at least 1: 0"),
    (lambda: permutation_p(ONE, SOME, seed=1), "a change needs two answers on each side: 1 and 15"),
    (lambda: permutation_p(ALIKE, ALIKE, seed=1), "everybody has the same score before and after"),
    (lambda: step_and_trend([0, 1, 2, 3, 4, NAN], MEANS, change_at=3), f"time {ANY}"),
    (lambda: step_and_trend(RISING, [1, 2, 3, 4, 5, NAN], change_at=3), f"mean {ANY}"),
    (lambda: step_and_trend(RISING, MEANS, change_at=NAN), f"change_at {ANY}"),
    (lambda: step_and_trend([0, 1, 1, 2, 3, 4], MEANS, change_at=3), "each mean needs its own time, in rising order"),
    (lambda: step_and_trend(RISING, MEANS, change_at=2), "3 waves are needed before and after the change"),
    (lambda: segments(RISING, MEANS, change_at=3), "6 waves are needed before and after the change"),
    (lambda: step_and_trend(RISING, RISING, change_at=3), "the waves lie exactly on the fit: there is no error to mea"),
    (lambda: Interval(NAN, 1.0), f"low {ANY}"),
    (lambda: Interval(1.0, NAN), f"high {ANY}"),
    (lambda: Interval(2.0, 1.0), "an interval cannot go from 2.0 to 1.0"),
    (lambda: intraclass_from_moments([UNIT]), "two units are needed, there are 1"),
    (lambda: intraclass_from_moments([UNIT, Moments(-1, 0.0, 0.0)]), "n must be at least 0: -1"),
    (lambda: intraclass_from_moments([UNIT, Moments(0, 0.0, 0.0)]), "each unit needs somebody"),
    (lambda: intraclass_from_moments([UNIT, Moments(5, NAN, 0.0)]), f"mean {ANY}"),
    (lambda: intraclass_from_moments([UNIT, Moments(5, 0.0, -1.0)]), f"variance {AT_LEAST_0}1e+24]: -1.0"),
    (lambda: intraclass_from_moments([Moments(1, 50.0, 0.0), Moments(1, 60.0, 0.0)]), "no unit has two people"),
    (lambda: intraclass_from_moments([UNIT, UNIT]), "all units have the same mean"),
    (lambda: level(SOME, population=0), "population must be at least 1: 0"),
    (lambda: level(SOME, population=14), "15 answers from 14 people"),
    (lambda: level(ONE, population=4), "an interval for a level needs two answers, there are 1"),
    (lambda: level(ALIKE, population=10), "all who answered gave the same: the spread of the others is unknown"),
    (lambda: level(SOME, population=15, limits=Interval(0.0, 60.0)), "scores lie outside 0.0 to 60.0"),
    (lambda: level(SOME, population=20, confidence=1.0), f"confidence {SHARE}"),
    (lambda: holm([-0.1]), f"p {AT_LEAST_0}1.0]: -0.1"),
    (lambda: benjamini_hochberg([1.5]), f"p {AT_LEAST_0}1.0]: 1.5"),
    (lambda: tipping_point(Interval(1, 2), answered=0, invited=0, sd=1.0), "invited must be at least 1: 0"),
    (lambda: tipping_point(Interval(1, 2), answered=-1, invited=4, sd=1.0), "answered must be at least 0: -1"),
    (lambda: tipping_point(Interval(1, 2), answered=1, invited=4, sd=-1.0), f"sd {AT_LEAST_0}"),
    (lambda: tipping_point(Interval(1, 2), answered=5, invited=4, sd=1.0), "5 answers from 4 people"),
    (lambda: worst_case(50.0, answered=0, invited=0), "invited must be at least 1: 0"),
    (lambda: worst_case(50.0, answered=-1, invited=4), "answered must be at least 0: -1"),
    (lambda: worst_case(50.0, answered=5, invited=4), "5 answers from 4 people"),
    (lambda: worst_case(101.0, answered=3, invited=4), f"mean {AT_LEAST_0}100.0]: 101.0"),
    (lambda: worst_case(50.0, answered=3, invited=4, lowest=NAN), f"lowest {ANY}"),
    (lambda: worst_case(50.0, answered=3, invited=4, highest=NAN), f"highest {ANY}"),
    (lambda: moment_tau([NAN] * 4, [1.0] * 4), f"mean {ANY}"),
    (lambda: moment_tau([50.0] * 4, [-1.0] * 4), f"error {AT_LEAST_0}"),
    (lambda: moment_tau([50.0] * 4, [1.0] * 5), "4 means but 5 standard errors"),
    (lambda: moment_tau([50.0] * 3, [1.0] * 3), "4 waves are needed, there are 3"),
    (lambda: ordinary_variation([50.0] * 4, [1.0] * 4, default=-1.0), f"default {AT_LEAST_0}"),
    (lambda: paired_t(ONE), "a paired change needs two pairs, there are 1"),
    (lambda: paired_t(ALIKE), "everybody changed by the same: there is no error to measure"),
    (lambda: paired_t(SOME, confidence=0.0), f"confidence {SHARE}"),
    (lambda: sign_flip_p(SOME, seed=-1), "seed must be at least 0: -1"),
    (lambda: sign_flip_p(SOME, seed=(1, -1)), "seed must be at least 0: -1"),
    (lambda: sign_flip_p(SOME, seed=1, draws=0), "draws must be at least 1: 0"),
    (lambda: sign_flip_p(NOBODY, seed=1), "there is no pair"),
    (lambda: sign_flip_p(Sample((0.0,), (4,)), seed=1), "nobody changed"),
    (lambda: paired_shares(both=-1, only_before=0, only_after=1, neither=0), "people must be at least 0: -1"),
    (lambda: paired_shares(both=0, only_before=0, only_after=0, neither=0), "nobody answered twice"),
    (lambda: part_paired(PAIRS[:1], SOME, SOME), "at least 5 pairs are needed, there are 4"),
    (lambda: part_paired(STILL, NOBODY, NOBODY), "everybody changed by the same: there is no error to measure"),
    (
        lambda: part_paired([(25, 50, 4), (25, 75, 3)], SOME, SOME),
        "the pairs do not vary on one side: they have no cor",
    ),
    (
        lambda: part_paired([(25, 50, 4), (50, 50, 3)], SOME, SOME),
        "the pairs do not vary on one side: they have no cor",
    ),
    (lambda: part_paired([(NAN, 50, 4)], SOME, SOME), f"before {ANY}"),
    (lambda: part_paired([(25, NAN, 4)], SOME, SOME), f"after {ANY}"),
    (lambda: part_paired([(25, 50, 0)], SOME, SOME), "people must be at least 1: 0"),
    (lambda: part_paired_permutation_p(PAIRS, SOME, SOME, seed=-1), "seed must be at least 0: -1"),
    (lambda: part_paired_permutation_p(PAIRS, SOME, SOME, seed=1, draws=0), "draws must be at least 1: 0"),
    (lambda: part_paired_permutation_p(PAIRS[:1], SOME, SOME, seed=1), "at least 5 pairs are needed, there are 4"),
    (lambda: part_paired_permutation_p([(50, 50, 5)], ALIKE, ALIKE, seed=1), "everybody has the same score before and"),
    (lambda: counted(confidence=1.0), f"confidence {SHARE}"),
    (lambda: counted(both=-1), "people must be at least 0: -1"),
    (lambda: counted(unpaired_before=(0, -1)), "people must be at least 0: -1"),
    (lambda: counted(unpaired_after=(3, 2)), "3 of 2 is no share"),
    (lambda: counted(both=0, only_before=0, only_after=0, neither=0), "each wave needs somebody"),
    (
        lambda: counted(only_before=0, only_after=0, neither=0),
        "nobody differs, or everybody moved alike: there is no er",
    ),
    (lambda: pooled_change([SOME], [SOME], tau=-1.0), f"tau {AT_LEAST_0}"),
    (lambda: pooled_change([], [SOME]), "a wave is needed on each side"),
    (lambda: pooled_change([ALIKE], [ALIKE]), "nobody differs in any wave: there is no error to measure"),
    (lambda: pooled_change([SOME], [SOME], confidence=0.0), f"confidence {SHARE}"),
]


@pytest.mark.parametrize(("call", "message"), CASES, ids=[message for _, message in CASES])
def test_a_refusal_names_what_is_wrong(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((CannotCompute, InvalidFigure)) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert isinstance(getattr(caught.value, "why", Why.TOO_FEW), Why)
