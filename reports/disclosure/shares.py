"""Shares as they are printed: whole per cent, blunted so that none shown as "at most 10" can be worked out.

The shares of a single item add up, so one that is blunted by itself follows from n and the others: of ten people 40 and
60 per cent leave nobody. So another share gives way with it and is printed as the range that it then can lie in.
"""

from collections.abc import Sequence
from fractions import Fraction

AT_MOST = "<=10"
AT_LEAST = ">=90"
SPARE = 2
"""People that the shares in ranges must have beyond the fewest they can have, for 0 and 1 both to stay possible."""


def half_up(value: Fraction) -> int:
    """Return a value of at least 0 as a whole number, a half upwards."""
    return int(value + Fraction(1, 2))


def share(people: int, n: int) -> str:
    """Return a share that stands by itself in whole per cent; from 90 % ">=90", up to 10 % "<=10".

    The ends are included: 9 of 10 is as good as all of them.
    """
    percent = Fraction(100 * people, n)
    if percent >= 90:
        return AT_LEAST
    if percent <= 10:
        return AT_MOST
    return str(half_up(percent))


def single_shares(counts: Sequence[int]) -> tuple[str, ...]:
    """Return the shares of an item where each person stands in one of three bands (n ≥ 10) or options (n ≥ 30, ≤ 7).

    Shares up to 10 % are "<=10". Where there is one, others are ranges ("20-30", ">=90"), the middle first since it
    says least, until they have people to spare: then every share "<=10" may be at least two numbers, and 0 is never
    the only one, also for a reader who knows this rule.
    """
    n = sum(counts)
    edge = n // 10
    blunted = [column for column, people in enumerate(counts) if people <= edge]
    shown = [str(half_up(Fraction(100 * people, n))) for people in counts]
    if not blunted:
        return tuple(shown)
    for column in blunted:
        shown[column] = AT_MOST
    hidden = sum(counts[column] for column in blunted)
    fewest, most = _hidden_range(hidden, len(blunted), edge)
    others = [column for column in range(len(counts)) if column not in blunted]
    for done, column in enumerate(sorted(others, key=lambda at: abs(2 * at - len(counts) + 1)), start=1):
        hidden += counts[column]
        least = done * (edge + 1)
        if hidden >= least + SPARE:
            shown[column] = _range(max(edge + 1, hidden - most), hidden - fewest, n)
            break
        shown[column] = _range(edge + 1, edge + SPARE, n)
        fewest, most = least, least + SPARE - 1
    return tuple(shown)


def _hidden_range(hidden: int, columns: int, edge: int) -> tuple[int, int]:
    """Return between what the people in the blunted columns may be told to lie: a tenth of n wide, or all if too few.

    With an edge of one person the highest range would be a single number.
    """
    if edge == 1:
        return 0, columns
    step = max(0, hidden - 1) // edge
    return (step * edge + 1 if step else 0), (step + 1) * edge


def _range(fewest: int, most: int, n: int) -> str:
    if most >= n:
        return f">={100 * fewest // n // 10 * 10}"
    low, high = (half_up(Fraction(100 * people, n)) for people in (fewest, most))
    return str(low) if low == high else f"{low}-{high}"
