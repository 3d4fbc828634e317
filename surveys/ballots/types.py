"""What one person answered, without a name or a time. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's answers.

    `single` maps an item's or a background question's key to the chosen option's value, 1 … n; a skipped one is absent.
    `multiple` maps a multiple item's key to the keys of the chosen options; skipped means absent or empty.
    """

    single: Mapping[str, int] = field(default_factory=dict)
    multiple: Mapping[str, frozenset[str]] = field(default_factory=dict)
