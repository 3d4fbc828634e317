"""τ, a workplace's own ordinary variation from wave to wave, from four waves or more without a policy."""

import math
from collections.abc import Sequence

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite
from reports.statistics.policy import DEFAULT_TAU

FEWEST_WAVES = 4
DEFAULT_COUNTS_AS = 6
"""Degrees of freedom that the default τ counts as beside the waves' own. With four waves alone the estimate would be
zero in a third of cases where τ is 2, and a policy claim made on it false too often."""


def moment_tau(means: Sequence[float], errors: Sequence[float]) -> float:
    """Return √max(0, variance of the wave means − mean SE²), in points: what the waves alone say.

    `errors` are the standard errors sᵢ/√nᵢ of the means. A trend counts as variation, which makes τ larger, never
    smaller.

    Source: the moment estimator of a random effect; DerSimonian & Laird 1986, Control. Clin. Trials 7:177–188,
    unweighted (Hedges 1983).

    Raises: CannotCompute (TOO_FEW under four waves); InvalidFigure.

    >>> round(moment_tau([52.0, 56.0, 50.0, 55.0], [2.0, 2.0, 2.0, 2.0]), 4)
    1.893
    """
    values = [finite("mean", mean) for mean in means]
    squares = [finite("error", error, low=0.0) ** 2 for error in errors]
    if len(values) != len(squares):
        raise InvalidFigure(f"{len(values)} means but {len(squares)} standard errors")
    if len(values) < FEWEST_WAVES:
        raise CannotCompute(Why.TOO_FEW, f"{FEWEST_WAVES} waves are needed, there are {len(values)}")
    centre = math.fsum(values) / len(values)
    variance = math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(max(0.0, variance - math.fsum(squares) / len(squares)))


def ordinary_variation(means: Sequence[float], errors: Sequence[float], *, default: float = DEFAULT_TAU) -> float:
    """Return the τ to reckon with after k waves without a policy: the waves' own, weighed with the default.

    τ² = (6·default² + (k − 1)·moment τ²)/(6 + k − 1), in points². The weight of six is the project's convention.

    Source: as `moment_tau`; the weighing as in the shrinkage of a variance towards a prior one.

    Raises: as `moment_tau`.

    >>> round(ordinary_variation([52.0, 56.0, 50.0, 55.0], [2.0, 2.0, 2.0, 2.0]), 4)
    1.965
    """
    own, prior = moment_tau(means, errors), finite("default", default, low=0.0)
    freedom = len(means) - 1
    return math.sqrt((DEFAULT_COUNTS_AS * prior**2 + freedom * own**2) / (DEFAULT_COUNTS_AS + freedom))
