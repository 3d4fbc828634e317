"""Step and trend over several waves: exploratory, and able to veto a policy claim."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite
from reports.statistics.student_t import two_sided_p

FEWEST_A_SIDE = 3
FEWEST_FOR_SLOPES = 6
SHORTEST_STEP = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """The step net of a common linear trend, and the naive difference of means beside it, in points.

    `vetoes`: the step has the other sign than the naive difference, or is under half of it.
    """

    naive: float
    step: float
    standard_error: float
    p: float
    slope: float
    vetoes: bool


@dataclass(frozen=True, slots=True)
class Segments:
    """A step at the change (points) and a change of slope from then on (points per unit of time), with SE and p."""

    step: float
    step_error: float
    step_p: float
    slope: float
    slope_change: float
    slope_change_error: float
    slope_change_p: float


def step_and_trend(times: Sequence[float], means: Sequence[float], *, change_at: float) -> Step:
    """Return the least-squares step at `change_at` in value = a + b·time + step·[time ≥ change_at].

    df = waves − 3. No autoregressive model: under twelve points it cannot be estimated. For a change of slope see
    `segments`.

    Source: Turner et al. 2021, BMC Med. Res. Methodol. 21:134; Lopez Bernal et al. 2017, Int. J. Epidemiol. 46:348.

    Raises: CannotCompute (TOO_FEW under three waves a side, NO_VARIATION when the waves lie exactly on the fit);
    InvalidFigure for times that do not rise.

    >>> years, scores = range(2009, 2020), (72, 70, 71, 72, 72, 74, 73, 74, 75, 77, 78)
    >>> result = step_and_trend(years, scores, change_at=2014)
    >>> round(result.naive, 3), round(result.step, 3), round(result.p, 3), result.vetoes
    (3.767, 0.067, 0.961, True)
    """
    when, values, after = _checked(times, means, change_at, FEWEST_A_SIDE)
    # Centred times keep years such as 2019 from spoiling the normal equations.
    design = np.column_stack([np.ones(len(when)), when - when.mean(), after.astype(np.float64)])
    fitted, errors, df = _least_squares(design, values)
    step, naive = float(fitted[2]), float(values[after].mean() - values[~after].mean())
    return Step(
        naive=naive,
        step=step,
        standard_error=float(errors[2]),
        p=two_sided_p(step, float(errors[2]), df),
        slope=float(fitted[1]),
        vetoes=step * naive <= 0.0 or abs(step) < abs(naive) / 2.0,
    )


def segments(times: Sequence[float], means: Sequence[float], *, change_at: float) -> Segments:
    """Return the step and the change of slope in value = a + b·time + (step + c·(time − change_at))·[time ≥ change_at].

    df = waves − 4. Four figures from few points: never under 6 + 6 waves.

    Source: Wagner et al. 2002, J. Clin. Pharm. Ther. 27:299–309; Turner et al. 2021.

    Raises: as `step_and_trend`, TOO_FEW under six waves a side.

    >>> result = segments(range(12), (50, 51, 50, 51, 50, 51, 55, 58, 59, 63, 64, 67), change_at=6)
    >>> round(result.step, 2), round(result.slope_change, 2), round(result.slope_change_p, 5)
    (4.34, 2.26, 1e-05)
    """
    when, values, after = _checked(times, means, change_at, FEWEST_FOR_SLOPES)
    design = np.column_stack(
        [np.ones(len(when)), when - when.mean(), after.astype(np.float64), np.where(after, when - change_at, 0.0)]
    )
    fitted, errors, df = _least_squares(design, values)
    return Segments(
        step=float(fitted[2]),
        step_error=float(errors[2]),
        step_p=two_sided_p(float(fitted[2]), float(errors[2]), df),
        slope=float(fitted[1]),
        slope_change=float(fitted[3]),
        slope_change_error=float(errors[3]),
        slope_change_p=two_sided_p(float(fitted[3]), float(errors[3]), df),
    )


def _checked(
    times: Sequence[float], means: Sequence[float], change_at: float, fewest: int
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return times, means and which waves lie after the change."""
    when = np.array([finite("time", time) for time in times])
    values = np.array([finite("mean", mean) for mean in means])
    moment = finite("change_at", change_at)
    if len(when) != len(values) or bool((np.diff(when) < SHORTEST_STEP).any()):
        raise InvalidFigure("each mean needs its own time, in rising order")
    after = when >= moment
    if min(int(after.sum()), int((~after).sum())) < fewest:
        raise CannotCompute(Why.TOO_FEW, f"{fewest} waves are needed before and after the change")
    return when, values, after


def _least_squares(design: Floats, values: Floats) -> tuple[Floats, Floats, int]:
    """Return the fitted figures, their standard errors and the degrees of freedom."""
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ values
    residual = values - design @ fitted
    df = len(values) - design.shape[1]
    squared = float(residual @ residual)
    if squared <= 1e-18 * max(1.0, float(values @ values)):
        raise CannotCompute(Why.NO_VARIATION, "the waves lie exactly on the fit: there is no error to measure")
    return fitted, np.sqrt(squared / df * np.diag(inverse)), df
