"""A release record as plain data, and back. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from reports.releases.types import (
    BallotCount,
    CrossedRow,
    Effort,
    Reason,
    Record,
    ReleasedChange,
    ReleasedReliability,
    ReleasedRow,
    ReleasedScale,
    ReleasedShares,
    Surroundings,
    WithheldCrossing,
    WithheldRow,
)


def to_plain(record: Record) -> dict[str, Any]:
    """Return the record as JSON data: lists for tuples, strings for reasons."""
    return {key: _listed(value) for key, value in asdict(record).items()}


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(inner) for inner in value]
    return str(value) if isinstance(value, Reason | Effort) else value


def from_plain(data: Mapping[str, Any]) -> Record:
    """Return the record that `to_plain` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    fields = dict(data)
    fields["rows"] = tuple(_row(row) for row in data["rows"])
    fields["withheld"] = tuple(
        WithheldRow(unit=row["unit"], reason=Reason(row["reason"]), read_in=row["read_in"]) for row in data["withheld"]
    )
    fields["effort"] = Effort(data["effort"])
    fields["crossed"] = tuple(_crossed(row) for row in data["crossed"])
    fields["withheld_crossed"] = tuple(
        WithheldCrossing(row["unit"], row["question"], row["option"], Reason(row["reason"]))
        for row in data["withheld_crossed"]
    )
    fields["reliability"] = {key: ReleasedReliability(**told) for key, told in data["reliability"].items()}
    fields["ballots"] = BallotCount(**data["ballots"])
    fields["surroundings"] = _surroundings(data["surroundings"])
    return Record(**fields)


def _surroundings(data: Mapping[str, Any]) -> Surroundings:
    changes = tuple(ReleasedChange(**{**change, "units": tuple(change["units"])}) for change in data["changes"])
    return Surroundings(**{**data, "parties": tuple(data["parties"]), "changes": changes})


def _row(row: Mapping[str, Any]) -> ReleasedRow:
    return ReleasedRow(
        unit=row["unit"],
        headcount=row["headcount"],
        n=row["n"],
        scales={key: _scale(scale) for key, scale in row["scales"].items()},
        items={key: _shares(shares) for key, shares in row["items"].items()},
    )


def _crossed(row: Mapping[str, Any]) -> CrossedRow:
    scales = {key: _scale(scale) for key, scale in row["scales"].items()}
    return CrossedRow(row["unit"], row["question"], row["option"], row["n"], scales)


def _scale(scale: Mapping[str, Any]) -> ReleasedScale:
    counts = scale["counts"]
    return ReleasedScale(
        n=scale["n"],
        mean=scale["mean"],
        counts=None if counts is None else tuple((score, people) for score, people in counts),
        withheld=_reason(scale["withheld"]),
    )


def _shares(shares: Mapping[str, Any]) -> ReleasedShares:
    return ReleasedShares(
        n=shares["n"],
        detail=shares["detail"],
        shares=tuple(shares["shares"]),
        withheld=_reason(shares["withheld"]),
    )


def _reason(text: str | None) -> Reason | None:
    return None if text is None else Reason(text)
