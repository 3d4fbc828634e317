"""Between what whole numbers lie, by linear facts about them: each fact narrows what it holds, until nothing changes.

What a patient reader does with paper and pencil. The ranges are never narrower than the true ones, and in trees of sums
seldom wider; they prove that something follows, never that nothing does (for that see `intervals`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Name = tuple[str, str]
"""An unknown: a group and what is counted in it."""

UNLIMITED = 10**9


@dataclass(slots=True)
class Ranges:
    """The lowest and highest value of each unknown, at least 0."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    facts: list[tuple[Mapping[Name, int], int, int]] = field(default_factory=list)

    def know(self, weights: Mapping[Name, int], low: int, high: int) -> None:
        """Add that Σ weight · unknown lies between two values, both included."""
        held = {name: weight for name, weight in weights.items() if weight}
        for name in held:
            self.low.setdefault(name, 0)
            self.high.setdefault(name, UNLIMITED)
        self.facts.append((held, low, high))

    def adds_up(self, whole: Name, parts: Iterable[Name]) -> None:
        """Add that the parts make the whole."""
        self.know({whole: 1} | dict.fromkeys(parts, -1), 0, 0)

    def settle(self) -> None:
        """Narrow until nothing changes."""
        holding: dict[Name, list[int]] = {}
        for place, (weights, _low, _high) in enumerate(self.facts):
            for name in weights:
                holding.setdefault(name, []).append(place)
        waiting = list(range(len(self.facts)))
        while waiting:
            again: set[int] = set()
            for place in waiting:
                for name in self._narrow(*self.facts[place]):
                    again.update(holding[name])
            waiting = sorted(again)

    def _narrow(self, weights: Mapping[Name, int], low: int, high: int) -> list[Name]:
        least = {name: w * (self.low if w > 0 else self.high)[name] for name, w in weights.items()}
        most = {name: w * (self.high if w > 0 else self.low)[name] for name, w in weights.items()}
        all_least, all_most = sum(least.values()), sum(most.values())
        changed = []
        for name, weight in weights.items():
            # weight · x lies in [low − most of the others, high − least of the others].
            bottom, top = low - (all_most - most[name]), high - (all_least - least[name])
            if weight < 0:
                bottom, top = -top, -bottom
            size = abs(weight)
            lowest, highest = -(-bottom // size), top // size
            if lowest > self.low[name] or highest < self.high[name]:
                self.low[name], self.high[name] = max(lowest, self.low[name]), min(highest, self.high[name])
                changed.append(name)
        return changed

    def exact(self, name: Name) -> bool:
        """Whether one value alone is left."""
        return self.low[name] >= self.high[name]
