"""Who wrote which row: people who collected, matched with the rows of answers by nothing but order and time.

The same code attacks every way of storing. What it is given of each side is a group and a moment.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.optimize import linear_sum_assignment

from tests.adversary.attackers.cluster import Dump, Journal

NEVER = 1e6
"""What it costs to match an answer with somebody who had not collected yet."""

_SOON = math.log(8 * 60)
_LATE = math.log(6 * 3600)


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as the attacker sees it: its key, the group it is of, and the second at which it was written."""

    key: str
    group: str
    moment: float


def link(people: Iterable[Seen], answers: Iterable[Seen]) -> dict[str, str]:
    """Return, for each person, the row of answers that is most likely hers: in each group, the likeliest matching.

    The attacker knows how people behave: nine in ten answer within minutes of collecting, the others hours later.
    """
    by_group: dict[str, tuple[list[Seen], list[Seen]]] = defaultdict(lambda: ([], []))
    for person in people:
        by_group[person.group][0].append(person)
    for answer in answers:
        by_group[answer.group][1].append(answer)
    found: dict[str, str] = {}
    for collected, written in by_group.values():
        if collected and written:
            costs = np.array([[_cost(answer.moment - person.moment) for answer in written] for person in collected])
            for row, column in zip(*linear_sum_assignment(costs), strict=True):
                if costs[row, column] < NEVER:
                    found[collected[row].key] = written[column].key
    return found


def _cost(gap: float) -> float:
    """Return minus the log of how likely it is to answer this many seconds after collecting."""
    if gap <= 0:
        return NEVER
    log = math.log(gap)
    likely = 0.85 * math.exp(-((log - _SOON) ** 2) / (2 * 0.6**2)) / 0.6
    likely += 0.15 * math.exp(-((log - _LATE) ** 2) / (2 * 0.9**2)) / 0.9
    return -math.log(likely / gap + 1e-300)


def seen_in(
    dump: Dump,
    journal: Journal,
    table: str,
    *,
    key: str,
    group: Callable[[dict[str, object]], str],
    clock: Callable[[datetime], float],
) -> list[Seen]:
    """Return a table's rows with the moment at which the transaction in their `xmin` was committed."""
    return [
        Seen(str(row.columns[key]), group(row.columns), clock(journal.committed[row.xmin]))
        for row in dump[table]
        if row.xmin in journal.committed
    ]


def clock_of(real: Sequence[datetime], simulated: Sequence[float]) -> Callable[[datetime], float]:
    """Return the exchange rate between this machine's clock and the simulated one: the test runs faster than people.

    Without it the attacker would have the order alone; with it she has what she would have had on that server.
    """
    ticks = np.array([moment.timestamp() for moment in real])
    seconds = np.array(simulated)
    return lambda moment: float(np.interp(moment.timestamp(), ticks, seconds))
