"""How much of the answers' variation lies between units: the intraclass correlations of a one-way layout."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.statistics.change import Moments
from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, whole
from reports.statistics.samples import Sample


@dataclass(frozen=True, slots=True)
class Intraclass:
    """`icc1`: correlation of two people of one unit; `icc2`: reliability of a unit's mean. Both may be negative.

    `between` and `within` are the mean squares, `size` the mean number of people in a unit.
    """

    icc1: float
    icc2: float
    between: float
    within: float
    size: float
    units: int


def intraclass(units: Sequence[Sample]) -> Intraclass:
    """Return ICC(1) and ICC(2) from the counts of each unit; scores in any unit.

    See `intraclass_from_moments`.

    Source and errors: as there.

    >>> result = intraclass([Sample((25.0, 50.0), (3, 3)), Sample((50.0, 75.0), (3, 3)), Sample((25.0, 75.0), (3, 3))])
    >>> round(result.icc1, 4), round(result.icc2, 4)
    (0.2, 0.6)
    """
    return intraclass_from_moments([Moments(unit.n, unit.mean, unit.variance if unit.n > 1 else 0.0) for unit in units])


def intraclass_from_moments(units: Sequence[Moments]) -> Intraclass:
    """Return ICC(1) and ICC(2) from each unit's people, mean and variance (n − 1; anything for a unit of one).

    With G units, N people, k = N/G: MS_b = Σ nᵢ(x̄ᵢ − x̄)²/(G − 1), MS_w = Σ (nᵢ − 1)sᵢ²/(N − G);
    ICC(1) = (MS_b − MS_w)/(MS_b + (k − 1)MS_w), ICC(2) = (MS_b − MS_w)/MS_b. Negative values are left as they are:
    units that differ less than chance would have them.

    Source: Shrout & Fleiss 1979, Psychol. Bull. 86:420–428; Bliese 2000 for unequal sizes by the mean k.

    Raises: CannotCompute (TOO_FEW under two units, or when no unit has two people; NO_VARIATION when all units have the
    same mean and nobody differs); InvalidFigure for a unit without people.

    >>> result = intraclass_from_moments([Moments(10, 50.0, 400.0), Moments(10, 60.0, 400.0), Moments(10, 70.0, 400.0)])
    >>> round(result.icc1, 4), round(result.icc2, 4)
    (0.1304, 0.6)
    """
    if len(units) < 2:
        raise CannotCompute(Why.TOO_FEW, f"two units are needed, there are {len(units)}")
    sizes = [whole("n", unit.n) for unit in units]
    if min(sizes) < 1:
        raise InvalidFigure("each unit needs somebody")
    means = [finite("mean", unit.mean) for unit in units]
    spreads = [finite("variance", unit.variance, low=0.0, high=1e24) for unit in units]
    people, count = sum(sizes), len(units)
    if people == count:
        raise CannotCompute(Why.TOO_FEW, "no unit has two people")
    grand = sum(n * mean for n, mean in zip(sizes, means, strict=True)) / people
    between = sum(n * (mean - grand) ** 2 for n, mean in zip(sizes, means, strict=True)) / (count - 1)
    within = sum((n - 1) * spread for n, spread in zip(sizes, spreads, strict=True)) / (people - count)
    if between == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "all units have the same mean")
    size = people / count
    icc1 = (between - within) / (between + (size - 1.0) * within)
    return Intraclass(icc1, (between - within) / between, between, within, size, count)
