"""The best guess of a person's answers: from what is published, and from what the attacker believes to have linked."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.releases.types import Record, ReleasedRow, ReleasedShares

Guess = Mapping[str, int]
"""An option for each item."""

LEAST_INFORMANTS = 30


def published_guess(record: Record, unit: str, items: Sequence[str]) -> Guess:
    """Return the likeliest option of each item in the unit's row, where it shows the item, else in the whole's."""
    rows = {row.unit: row for row in record.rows}
    return {item: _likeliest([rows[name] for name in (unit, record.whole) if name in rows], item) for item in items}


def _likeliest(rows: Sequence[ReleasedRow], item: str) -> int:
    for row in rows:
        shown = row.items.get(item)
        if shown is not None and shown.shares:
            return _mode(shown)
    return 3


def _mode(shown: ReleasedShares) -> int:
    parts = [_percent(share) for share in shown.shares]
    if shown.detail == "bands":
        low, middle, high = parts
        parts = [low / 2, low / 2, middle, high / 2, high / 2]
    return 1 + max(range(len(parts)), key=lambda option: parts[option])


def _percent(share: str) -> float:
    numbers = [float(number) for number in re.findall(r"\d+", share)]
    if share.startswith("<="):
        return numbers[0] / 2
    if share.startswith(">="):
        return (100 + numbers[0]) / 2
    return sum(numbers) / len(numbers)


def learned_guess(
    sealed: Mapping[str, bytes], informants: Mapping[str, Guess], fallback: Mapping[str, Guess], items: Sequence[str]
) -> dict[str, Guess]:
    """Return guesses for everybody, from the linked bytes where these tell something, else what is published.

    `informants` are colleagues who have told the attacker what they answered. Half of them teach her, for each byte of
    the linked row, which option goes with which value; a byte that does clearly better than the published guess
    on the other half is used. For answers in the clear that is the whole attack.
    """
    told = [person for person in sorted(informants) if person in sealed]
    teaching, trying = told[::2], told[1::2]
    rules = {item: _best_rule(item, sealed, informants, fallback, teaching, trying) for item in items}
    return {person: {item: _by(rules[item], item, person, sealed, fallback) for item in items} for person in fallback}


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which option goes with which value of the byte at `place`."""

    place: int
    options: Mapping[int, int]


def _best_rule(
    item: str,
    sealed: Mapping[str, bytes],
    informants: Mapping[str, Guess],
    fallback: Mapping[str, Guess],
    teaching: Sequence[str],
    trying: Sequence[str],
) -> _Rule | None:
    if len(trying) < LEAST_INFORMANTS:
        return None
    best, most = None, sum(fallback[person][item] == informants[person][item] for person in trying)
    most += round(2 * len(trying) ** 0.5)  # Four standard errors: there are many bytes to try.
    for place in range(min(len(sealed[person]) for person in teaching)):
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for person in teaching:
            counts[sealed[person][place]][informants[person][item]] += 1
        rule = _Rule(place, {value: seen.most_common(1)[0][0] for value, seen in counts.items()})
        right = sum(_by(rule, item, person, sealed, fallback) == informants[person][item] for person in trying)
        if right > most:
            best, most = rule, right
    return best


def _by(rule: _Rule | None, item: str, person: str, sealed: Mapping[str, bytes], fallback: Mapping[str, Guess]) -> int:
    if rule is None or person not in sealed:
        return fallback[person][item]
    return rule.options.get(sealed[person][rule.place], fallback[person][item])


def accuracy(guessed: Mapping[str, Guess], truth: Mapping[str, Guess], items: Sequence[str]) -> float:
    """Return the share of answers that were guessed right, over all people and items."""
    right = sum(guessed[person][item] == truth[person][item] for person in truth for item in items)
    return right / (len(truth) * len(items))
