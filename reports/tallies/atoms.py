"""The names of atoms: the people who share a group and the answers to the background questions that were agreed on.

Those who answered none of them have their group's own name, as everybody has in a wave that asks none. Others are
`group|key=option|…`: the answered ones alone, in the agreement's order, the option's value from 1. Pure.
"""

from collections.abc import Mapping

_BETWEEN = "|"
_IS = "="


def atom_name(group: str, answers: Mapping[str, int]) -> str:
    """Return the atom of those in `group` with these answers: crossing to option's value, in the agreement's order.

    Raises ValueError for a name that could be read in another way: a group or key that is empty or holds "|" or "=",
    a value below 1.
    """
    for name in (group, *answers):
        if not name or _BETWEEN in name or _IS in name:
            raise ValueError(f"{name!r} cannot be part of an atom's name")
    if any(value < 1 for value in answers.values()):
        raise ValueError("an option's value is 1 or more")
    return _BETWEEN.join([group, *(f"{key}{_IS}{value}" for key, value in answers.items())])


def group_of(atom: str) -> str:
    """Return the group of an atom, whatever its people answered."""
    return atom.partition(_BETWEEN)[0]


def answer_in(atom: str, crossing: str) -> int | None:
    """Return the value that an atom's people chose in a crossing, or None where they skipped it or were not asked."""
    for part in atom.split(_BETWEEN)[1:]:
        key, _, value = part.partition(_IS)
        if key == crossing:
            return int(value)
    return None
