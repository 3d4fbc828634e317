"""A wave's states, and how people are grouped before anything is issued."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from surveys.organisations.rules import descendants, path_to_root


class State(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    DESTROYED = "destroyed"


class Channel(StrEnum):
    """How the people of a group get their right to answer: on paper, or by a link in an e-mail. Never both."""

    SLIP = "slip"
    LINK = "link"


NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.RELEASED, State.DESTROYED}),
    State.RELEASED: frozenset({State.DESTROYED}),
    State.DESTROYED: frozenset(),
}
"""A closed box that is never opened jointly is destroyed unread."""


def may_follow(state: State, following: State) -> bool:
    """Tell whether a wave goes from `state` to `following`."""
    return following in NEXT[state]


def takes_answers(state: State, opens: datetime, closes: datetime, now: datetime) -> bool:
    """Tell whether an answer is accepted at `now`: in an open wave, from its opening until, not at, its closing."""
    return state is State.OPEN and opens <= now < closes


def form_groups(
    headcounts: Mapping[str, int], parents: Mapping[str, str | None], threshold: int
) -> dict[str, frozenset[str]]:
    """Return the groups of a wave: unit code → the units whose own people are counted there.

    `headcounts` holds the people placed directly in each unit. Issuing reveals who collected, so no group may be
    smaller than `threshold`. From the leaves up: what lies in a unit itself, with what was too small below it, takes
    in the smallest group below until it is large enough, and goes to the parent where that does not suffice. The
    root alone may stay below the threshold, when the whole workplace is.

    Raises ValueError for a unit outside the tree.
    """
    tree = dict(parents)
    unknown = set(headcounts) - set(tree)
    if unknown:
        raise ValueError(f"units outside the tree: {sorted(unknown)}")
    depth = {code: len(path_to_root(code, tree)) for code in tree}
    groups = {code: {code} for code, people in headcounts.items() if people > 0}

    def size(code: str) -> int:
        return sum(headcounts.get(unit, 0) for unit in groups[code])

    for code in sorted(tree, key=lambda code: (-depth[code], code)):
        while code in groups and size(code) < threshold:
            below = sorted(descendants(code, tree) & set(groups) - {code}, key=lambda other: (size(other), other))
            if below:
                groups[code] |= groups.pop(below[0])
                continue
            parent = tree[code]
            if parent is None:
                break
            groups.setdefault(parent, set()).update(groups.pop(code))
    return {code: frozenset(units) for code, units in groups.items()}
