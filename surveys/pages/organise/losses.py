"""Who has given a share, and declarations of a lost one, as the log tells of them.

The parties' pages know nothing of what lies in a box.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from surveys.agreements.rules import Holder, in_force

PARTIES = frozenset({Holder.UNION, Holder.EMPLOYER})
"""Whose shares open a box where none is lost."""


class Logged(Protocol):
    """An entry of the log."""

    event: str
    actor: str
    details: Any


@dataclass(slots=True)
class Declared:
    """One round's declaration: whose share it says is lost, and the ids of the parties that have signed."""

    lost: Holder
    signed: set[str] = field(default_factory=set)

    def called(self, everybody: Collection[str]) -> frozenset[Holder]:
        """Return whose shares open the box, where `everybody` are the ids of all the parties."""
        if not in_force(everybody, self.signed):
            return PARTIES
        return PARTIES - {self.lost} | {Holder.SUBSTITUTE}


def declared(log: Iterable[Logged]) -> dict[str, Declared]:
    """Return each round's declaration (by the round's id) that has not been withdrawn; `log` is oldest first."""
    found: dict[str, Declared] = {}
    for entry in log:
        if entry.event == "loss-withdrawn":
            found.pop(entry.details["wave"], None)
        elif entry.event == "loss-declared":
            found[entry.details["wave"]] = Declared(Holder(entry.details["holder"]), {entry.details["party"]})
        elif entry.event == "loss-signed":
            found[entry.details["wave"]].signed.add(entry.details["party"])
    return found


def givers(log: Iterable[Logged]) -> Mapping[str, list[str]]:
    """Return who has given a share in each round (by the round's id), as the log names them; `log` is oldest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in log:
        if entry.event == "share-given":
            found[entry.details["wave"]].append(entry.actor)
    return found


def is_to_give(me: str, held: Mapping[str, Holder], called: Collection[Holder], *, gave: Collection[str]) -> bool:
    """Tell whether my share is called for and nobody who holds the same one has given it.

    `held` is who holds which share, `gave` who has given; people are named as in the log.
    """
    mine = held.get(me)
    return mine in called and not any(held.get(one) is mine for one in gave)
