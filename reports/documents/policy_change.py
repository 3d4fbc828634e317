"""A change at work, as a report names it. Pure data."""

from dataclasses import dataclass

from surveys.questionnaires.types import Texts


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A dated change that "before" and "after" are before and after.

    `date` is an ISO date, `name` short enough to stand within a sentence, `description` says what it was.
    """

    date: str
    name: Texts
    description: Texts
