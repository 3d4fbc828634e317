"""What an agreement may say, and when it is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

SMALLEST_THRESHOLD = 5
LONGEST_WAVE_DAYS = 90
LONGEST_TITLE = 200
LONGEST_KEY = 50
RETENTION_DAYS = range(1, 91)
OPENING_DAYS = range(7, 366)


class Holder(StrEnum):
    """Whose share of the box key it is."""

    UNION = "union"
    EMPLOYER = "employer"
    SUBSTITUTE = "substitute"


class Fault(StrEnum):
    """What is wrong with the terms."""

    TITLE = "title"
    QUESTIONNAIRE = "questionnaire"
    RETENTION = "retention"
    OPENING = "opening"
    THRESHOLD = "threshold"
    NO_UNITS = "no_units"
    UNKNOWN_UNIT = "unknown_unit"
    NO_WAVES = "no_waves"
    WAVE_KEYS = "wave_keys"
    WAVE_DATES = "wave_dates"
    WAVE_TOO_LONG = "wave_too_long"
    HOLIDAY = "holiday"
    CUSTODIANS = "custodians"


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """One wave in the calendar; both moments are aware."""

    key: str
    label: str
    opens: datetime
    closes: datetime


def calendar_faults(waves: Sequence[PlannedWave], days_off: Iterable[date], local_days: Sequence[date]) -> set[Fault]:
    """Return what is wrong with the calendar.

    `local_days` are the waves' opening days in the workplace's own time zone, in the same order; `days_off` the
    public holidays and the summer break, on which nothing opens (empty where the parties have agreed otherwise).
    """
    faults: set[Fault] = set()
    if not waves:
        faults.add(Fault.NO_WAVES)
    if len({wave.key for wave in waves}) != len(waves) or not all(_is_named(wave) for wave in waves):
        faults.add(Fault.WAVE_KEYS)
    ordered = sorted(waves, key=lambda wave: wave.opens)
    if any(wave.closes <= wave.opens for wave in waves) or any(
        later.opens < earlier.closes for earlier, later in pairwise(ordered)
    ):
        faults.add(Fault.WAVE_DATES)
    if any(wave.closes - wave.opens > timedelta(days=LONGEST_WAVE_DAYS) for wave in waves):
        faults.add(Fault.WAVE_TOO_LONG)
    if set(local_days) & set(days_off):
        faults.add(Fault.HOLIDAY)
    return faults


def _is_named(wave: PlannedWave) -> bool:
    return 0 < len(wave.key.strip()) <= LONGEST_KEY and 0 < len(wave.label.strip()) <= LONGEST_TITLE


def term_faults(*, title: str, retention_days: int, opening_days: int) -> set[Fault]:
    """Return what is wrong with the title (1 to 200 characters), the days of retention or those for opening."""
    faults: set[Fault] = set()
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        faults.add(Fault.TITLE)
    if retention_days not in RETENTION_DAYS:
        faults.add(Fault.RETENTION)
    if opening_days not in OPENING_DAYS:
        faults.add(Fault.OPENING)
    return faults


def unit_faults(planned: Sequence[str], existing: Iterable[str]) -> set[Fault]:
    """Return what is wrong with the list of units whose rows are to be published."""
    if not planned:
        return {Fault.NO_UNITS}
    return set() if set(planned) <= set(existing) and len(set(planned)) == len(planned) else {Fault.UNKNOWN_UNIT}


def threshold_faults(threshold: int) -> set[Fault]:
    """Return whether the threshold is too low."""
    return set() if threshold >= SMALLEST_THRESHOLD else {Fault.THRESHOLD}


def custodian_faults(holders: Iterable[Holder]) -> set[Fault]:
    """Return whether a share lacks its holder: the union, the employer and a substitute each have one."""
    return set() if set(holders) == set(Holder) else {Fault.CUSTODIANS}


def in_force(parties: Iterable[str], valid_signatures: Iterable[str]) -> bool:
    """Tell whether every party has signed the document as it stands. Both arguments are party ids."""
    needed = set(parties)
    return bool(needed) and needed <= set(valid_signatures)
