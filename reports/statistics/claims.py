"""What may be claimed of a policy: nothing, "after", or "because of". A category from numbers; no words."""

from dataclasses import dataclass
from enum import StrEnum

from reports.statistics.interruption import Step
from reports.statistics.intervals import Interval


class Claim(StrEnum):
    """`NOTHING`: no more than ordinary variation. `AFTER`: it came after the policy. `BECAUSE`: it may be due to it."""

    NOTHING = "nothing"
    AFTER = "after"
    BECAUSE = "because"


class Ground(StrEnum):
    """What spoke for or against a claim, in this order."""

    ORDINARY_VARIATION = "ordinary_variation"
    COMPARISON_AGREES = "comparison_agrees"
    COMPARISON_DOES_NOT = "comparison_does_not"
    TREND_EXPLAINS = "trend_explains"
    STEP_HOLDS = "step_holds"
    NO_COMPARISON = "no_comparison"


@dataclass(frozen=True, slots=True)
class PolicyClaim:
    """A claim and everything that spoke for or against it."""

    claim: Claim
    grounds: tuple[Ground, ...]


def policy_claim(with_tau: Interval, *, contrast: Interval | None = None, step: Step | None = None) -> PolicyClaim:
    """Return what may be claimed from the change's τ interval (`policy_interval` or `pooled_change`), in points.

    `contrast` is the interval of the change less a comparison unit's, None without one; `step` the step net of the
    trend, None under 3 + 3 waves. Nothing when the τ interval holds zero. Otherwise "because" when the comparison's
    interval lies on the same side of zero, or when there is no comparison and the step stands; a step that vetoes, or a
    comparison that does not agree, leaves "after". A step that points the other way than the interval vetoes too.

    Source: the project's own rule (docs/statistics.md).

    >>> policy_claim(Interval(2.0, 12.0)).claim.value
    'after'
    >>> policy_claim(Interval(2.0, 12.0), contrast=Interval(0.5, 11.0)).claim.value
    'because'
    """
    if with_tau.contains(0.0):
        return PolicyClaim(Claim.NOTHING, (Ground.ORDINARY_VARIATION,))
    grounds = []
    agrees = contrast is not None and not contrast.contains(0.0) and (contrast.low > 0.0) == (with_tau.low > 0.0)
    if contrast is not None:
        grounds.append(Ground.COMPARISON_AGREES if agrees else Ground.COMPARISON_DOES_NOT)
    vetoed = step is not None and (step.vetoes or (step.step > 0.0) != (with_tau.low > 0.0))
    if step is not None:
        grounds.append(Ground.TREND_EXPLAINS if vetoed else Ground.STEP_HOLDS)
    if not grounds:
        return PolicyClaim(Claim.AFTER, (Ground.NO_COMPARISON,))
    holds = not vetoed and (contrast is None or agrees)
    return PolicyClaim(Claim.BECAUSE if holds else Claim.AFTER, tuple(grounds))
