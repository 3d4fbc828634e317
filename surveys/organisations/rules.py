"""Sides, roles, and when a unit exists."""

from datetime import date
from enum import StrEnum


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
