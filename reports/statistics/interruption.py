"""Step and trend over several waves: exploratory, and able to veto a policy claim."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite

FEWEST_A_SIDE = 3
SHORTEST_STEP = 1e-6


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


def step_and_trend(times: Sequence[float], means: Sequence[float], *, change_at: float) -> Step:
    """Return the least-squares step at `change_at` in value = a + b·time + step·[time ≥ change_at].

    df = waves − 3. No autoregressive model: under twelve points it cannot be estimated. No change of slope either.

    Source: Turner et al. 2021, BMC Med. Res. Methodol. 21:134; Lopez Bernal et al. 2017, Int. J. Epidemiol. 46:348.

    Raises: CannotCompute (TOO_FEW under three waves a side, NO_VARIATION when the waves lie exactly on the fit);
    InvalidFigure for times that do not rise.

    >>> years, scores = range(2009, 2020), (72, 70, 71, 72, 72, 74, 73, 74, 75, 77, 78)
    >>> result = step_and_trend(years, scores, change_at=2014)
    >>> round(result.naive, 3), round(result.step, 3), round(result.p, 3), result.vetoes
    (3.767, 0.067, 0.961, True)
    """
    when = np.array([finite("time", time) for time in times])
    values = np.array([finite("mean", mean) for mean in means])
    moment = finite("change_at", change_at)
    if len(when) != len(values) or bool((np.diff(when) < SHORTEST_STEP).any()):
        raise InvalidFigure("each mean needs its own time, in rising order")
    after = when >= moment
    if min(int(after.sum()), int((~after).sum())) < FEWEST_A_SIDE:
        raise CannotCompute(Why.TOO_FEW, f"{FEWEST_A_SIDE} waves are needed before and after the change")
    # Centred times keep years such as 2019 from spoiling the normal equations.
    design = np.column_stack([np.ones(len(when)), when - when.mean(), after.astype(np.float64)])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ values
    residual = values - design @ fitted
    df = len(when) - design.shape[1]
    squared = float(residual @ residual)
    if squared <= 1e-18 * max(1.0, float(values @ values)):
        raise CannotCompute(Why.NO_VARIATION, "the waves lie exactly on the fit: there is no error to measure")
    error = float(np.sqrt(squared / df * inverse[2, 2]))
    step, naive = float(fitted[2]), float(values[after].mean() - values[~after].mean())
    p = min(1.0, 2.0 * float(stats.t.sf(abs(step) / error, df)))
    return Step(naive, step, error, p, float(fitted[1]), step * naive <= 0.0 or abs(step) < abs(naive) / 2.0)
