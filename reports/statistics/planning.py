"""What the plan page tells before a wave: what a survey of this size will be able to see."""

import math
from dataclasses import dataclass

from reports.statistics.checks import CannotCompute, InvalidFigure, finite, whole
from reports.statistics.power import minimum_detectable_change, minimum_detectable_paired_change, people_for_the_same

PLANNED_ANSWERING = 0.8
PLANNED_SD = 20.0
"""Points: the spread that planning reckons with, before any answer is in."""

FAMILY_ERROR = 0.05
WHOLE_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Figures in points for the plain sentence; None where even a change over the whole scale would not be found.

    `primary` is the detectable change of one of the primary scales, `single` of a scale tested alone, `paired` of one
    tested alone when everybody's two answers are joined. `same_needs` answers a wave are needed to say "about the
    same".
    """

    people: int
    answers: int
    primary: float | None
    single: float | None
    paired: float | None
    same_needs: int
    same_within: float

    @property
    def same_in_reach(self) -> bool:
        """Whether "about the same" can be said at this size."""
        return self.answers >= self.same_needs


def plan(
    people: int,
    *,
    answering: float = PLANNED_ANSWERING,
    sd: float = PLANNED_SD,
    primary_scales: int = 4,
    correlation: float = 0.6,
    same_within: float = 5.0,
) -> Plan:
    """Return what `people` invited in both waves can see with 80 % power, the share `answering` of them each time.

    Answers are people · answering, rounded to the nearest whole (half up). A primary scale is tested at .05 divided
    by the number of primary scales. `correlation` is that of one person's two answers, where answers are joined: s_d
    = s√(2(1 − r)). `sd` and `same_within` in points.

    Source: Cohen 1988, Statistical Power Analysis; Lakens 2017.

    Raises: InvalidFigure for a share or correlation outside 0 to 1, an SD of 0, or no primary scale.

    >>> told = plan(40)
    >>> told.answers, round(told.primary, 1), round(told.single, 1), round(told.paired, 1), told.same_needs
    (32, 17.1, 14.2, 9.1, 275)
    """
    invited, scales = whole("people", people), whole("primary_scales", primary_scales, low=1)
    share, r = (
        finite("answering", answering, low=0.0, high=1.0),
        finite("correlation", correlation, low=0.0, high=0.999),
    )
    spread = finite("sd", sd, low=0.0)
    if spread == 0.0:
        raise InvalidFigure("sd must be above 0")
    answers = math.floor(invited * share + 0.5)
    return Plan(
        people=invited,
        answers=answers,
        primary=_unpaired(answers, spread, FAMILY_ERROR / scales),
        single=_unpaired(answers, spread, FAMILY_ERROR),
        paired=_paired(answers, spread * math.sqrt(2.0 * (1.0 - r))),
        same_needs=math.ceil(people_for_the_same(same_within, sd=spread)),
        same_within=same_within,
    )


def _unpaired(answers: int, sd: float, alpha: float) -> float | None:
    try:
        found = minimum_detectable_change(n_before=answers, n_after=answers, sd_before=sd, sd_after=sd, alpha=alpha)
    except CannotCompute:
        return None
    return found if found <= WHOLE_SCALE else None


def _paired(answers: int, sd: float) -> float | None:
    try:
        found = minimum_detectable_paired_change(pairs=answers, sd_difference=sd, alpha=FAMILY_ERROR)
    except CannotCompute:
        return None
    return found if found <= WHOLE_SCALE else None
