"""Difference of two shares when some people's answers are joined and others' are not: Derrick's z₈."""

import math
from dataclasses import dataclass

from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, open_share, whole


@dataclass(frozen=True, slots=True)
class ShareChange:
    """Share after − share before, from −1 to 1, with its standard error, interval and two-sided normal p."""

    difference: float
    standard_error: float
    low: float
    high: float
    p: float


def part_paired_shares(
    *,
    both: int,
    only_before: int,
    only_after: int,
    neither: int,
    unpaired_before: tuple[int, int] = (0, 0),
    unpaired_after: tuple[int, int] = (0, 0),
    confidence: float = 0.95,
) -> ShareChange:
    """Return the change of a share from the four kinds of pairs and each wave's unpaired (chose, people).

    With p₁, p₂ over all n₁, n₂ people of each wave, p over both waves together, n_c pairs, and φ the correlation of the
    two answers in the pairs, (both·neither − only_before·only_after)/√(product of the four margins):
    SE² = p(1 − p)[1/n₁ + 1/n₂ − 2 φ n_c/(n₁n₂)]; z = (p₂ − p₁)/SE, interval (p₂ − p₁) ± z(0.975)·SE, cut to −1 and 1.
    φ is 0 when everybody in the pairs gave the same answer in one wave. With few people, or shares near 0 or 1, the
    normal distribution is rough: for pairs alone use `paired_shares`, for no pairs `newcombe`.

    Source: Derrick, Dobson-McKittrick, Toher & White 2015, J. Appl. Quant. Methods 10(3), z₈.

    Raises: CannotCompute (TOO_FEW when a wave has nobody; NO_VARIATION when there is no error to measure);
    InvalidFigure for negative counts or more who chose than people.

    >>> change = part_paired_shares(both=8, only_before=2, only_after=6, neither=9,
    ...                             unpaired_before=(3, 10), unpaired_after=(7, 11))
    >>> round(change.difference, 4), round(change.low, 4), round(change.high, 4), round(change.p, 4)
    (0.2119, 0.0144, 0.4094, 0.0355)
    """
    quantile = float(stats.norm.ppf(0.5 + open_share("confidence", confidence) / 2.0))
    a, b, c, d = (whole("people", count) for count in (both, only_before, only_after, neither))
    lone1, more1 = _alone(unpaired_before)
    lone2, more2 = _alone(unpaired_after)
    n_pairs = a + b + c + d
    n1, n2 = n_pairs + more1, n_pairs + more2
    if min(n1, n2) < 1:
        raise CannotCompute(Why.TOO_FEW, "each wave needs somebody")
    share1, share2 = (a + b + lone1) / n1, (a + c + lone2) / n2
    share = (n1 * share1 + n2 * share2) / (n1 + n2)
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    phi = (a * d - b * c) / math.sqrt(margins) if margins else 0.0
    separate, together = 1.0 / n1 + 1.0 / n2, 2.0 * phi * n_pairs / (n1 * n2)
    squared = share * (1.0 - share) * (separate - together)
    if squared <= 1e-12 * separate:
        raise CannotCompute(Why.NO_VARIATION, "nobody differs, or everybody moved alike: there is no error to measure")
    difference, error = share2 - share1, math.sqrt(squared)
    low, high = max(-1.0, difference - quantile * error), min(1.0, difference + quantile * error)
    return ShareChange(difference, error, low, high, min(1.0, 2.0 * float(stats.norm.sf(abs(difference) / error))))


def _alone(counted: tuple[int, int]) -> tuple[int, int]:
    """Return (chose, people) checked."""
    chose, people = (whole("people", count) for count in counted)
    if chose > people:
        raise InvalidFigure(f"{chose} of {people} is no share")
    return chose, people
