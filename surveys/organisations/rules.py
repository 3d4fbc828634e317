"""Sides, roles, and when a unit exists."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import chain, count


class Country(StrEnum):
    NORWAY = "NO"
    SWEDEN = "SE"


TIME_ZONES = {Country.NORWAY: "Europe/Oslo", Country.SWEDEN: "Europe/Stockholm"}


class Side(StrEnum):
    """Which side of the table a party sits on."""

    EMPLOYER = "employer"
    UNION = "union"


class Role(StrEnum):
    """What a person may do. Representatives sign and open; the others read and help."""

    UNION_REPRESENTATIVE = "union_representative"
    EMPLOYER_REPRESENTATIVE = "employer_representative"
    SAFETY_REPRESENTATIVE = "safety_representative"
    ORGANISER = "organiser"

    @property
    def votes(self) -> bool:
        return self in {Role.UNION_REPRESENTATIVE, Role.EMPLOYER_REPRESENTATIVE}

    @property
    def side(self) -> Side | None:
        return {Role.UNION_REPRESENTATIVE: Side.UNION, Role.EMPLOYER_REPRESENTATIVE: Side.EMPLOYER}.get(self)


def exists_on(day: date, valid_from: date, valid_to: date | None) -> bool:
    """Tell whether a period that includes both its ends covers `day`."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def path_to_root(code: str, parents: dict[str, str | None]) -> list[str]:
    """Return `code` and its ancestors, nearest first.

    Raises ValueError where the tree has a loop.
    """
    path: list[str] = []
    step: str | None = code
    while step is not None:
        if step in path:
            raise ValueError(f"unit {step!r} stands below itself")
        path.append(step)
        step = parents[step]
    return path


def descendants(code: str, parents: dict[str, str | None]) -> set[str]:
    """Return `code` and everything below it."""
    return {other for other in parents if code in path_to_root(other, parents)}


def may_invite(by: Role, *, role: Role, own_party: bool, party_has_people: bool) -> bool:
    """Tell whether somebody with the role `by` may invite somebody to `role`.

    Representatives invite. A party chooses its own people: another one invites its first representative alone, so
    that nobody can put a person of her own at the other side of the table. Helpers belong to no party.
    """
    if not by.votes:
        return False
    return not role.votes or own_party or not party_has_people


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Tell whether two periods, each with both its ends (None: open-ended), have a day in common."""
    return (second[1] is None or first[0] <= second[1]) and (first[1] is None or second[0] <= first[1])


def code_of(name: str, taken: Iterable[str]) -> str:
    """Return a short code for a unit, made of its name: small letters, digits and hyphens, unlike those `taken`."""
    plain = name.lower().replace("æ", "ae").translate(str.maketrans("øåäö", "oaao"))
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "enhet"
    used = set(taken)
    return next(code for code in chain((stem,), (f"{stem}-{n}" for n in count(2))) if code not in used)
