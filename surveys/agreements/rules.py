"""What an agreement may say, and when it is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from surveys.organisations.rules import Role, Side

SMALLEST_THRESHOLD = 5
LONGEST_WAVE_DAYS = 90
LONGEST_TITLE = 200
LONGEST_KEY = 50
RETENTION_DAYS = range(1, 91)
OPENING_DAYS = range(7, 366)
EXPECTED_PERCENT = range(1, 101)
SMALLEST_BY_BACKGROUND = 10


class Holder(StrEnum):
    """Whose share of the box key it is."""

    UNION = "union"
    EMPLOYER = "employer"
    SUBSTITUTE = "substitute"


SIDES = {Holder.UNION: Side.UNION, Holder.EMPLOYER: Side.EMPLOYER, Holder.SUBSTITUTE: None}
"""Which side a holder comes from. The substitute comes from neither: whoever has two shares opens the box alone."""

KEY_BYTES = 65
"""An uncompressed point of P-256: 0x04, then both coordinates."""

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
# The curve y² = x³ - 3x + b modulo p: SP 800-186, section 3.2.1.3.


class Fault(StrEnum):
    """What is wrong with the terms."""

    TITLE = "title"
    QUESTIONNAIRE = "questionnaire"
    RETENTION = "retention"
    OPENING = "opening"
    THRESHOLD = "threshold"
    NO_UNITS = "no_units"
    UNKNOWN_UNIT = "unknown_unit"
    WAVE_WITHOUT_UNITS = "wave_without_units"
    NO_WAVES = "no_waves"
    WAVE_KEYS = "wave_keys"
    WAVE_DATES = "wave_dates"
    WAVE_TOO_LONG = "wave_too_long"
    HOLIDAY = "holiday"
    CUSTODIANS = "custodians"
    CROSSING = "crossing"
    DIVISION = "division"
    EXPECTED = "expected"


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


def crossing_faults(crossings: Sequence[str], background: Iterable[str]) -> set[Fault]:
    """Return whether a crossing is none of the questionnaire's background questions, or is named twice."""
    known = set(crossings) <= set(background)
    return set() if known and len(set(crossings)) == len(crossings) else {Fault.CROSSING}


def division_faults(divisions: Sequence[str], planned: Iterable[str]) -> set[Fault]:
    """Return whether a division is none of the units whose rows are to be published, or is given twice."""
    known = set(divisions) <= set(planned)
    return set() if known and len(set(divisions)) == len(divisions) else {Fault.DIVISION}


def expected_faults(percent: int) -> set[Fault]:
    """Return whether the share that is expected to answer lies outside 1 to 100 in a hundred."""
    return set() if percent in EXPECTED_PERCENT else {Fault.EXPECTED}


def shown_by_background_from(threshold: int) -> int:
    """Return how many must have answered in a group by background for it to be shown: ten, or a higher threshold."""
    return max(threshold, SMALLEST_BY_BACKGROUND)


def threshold_faults(threshold: int) -> set[Fault]:
    """Return whether the threshold is too low."""
    return set() if threshold >= SMALLEST_THRESHOLD else {Fault.THRESHOLD}


def custodian_faults(named: Iterable[tuple[Holder, str]], unions: Iterable[str]) -> set[Fault]:
    """Return whether a share lacks its holder: each union, the employer and a substitute have one, and one alone.

    `named` is each holder with the id of the party that she represents ("" for none); `unions` are party ids.
    """
    named, needed = list(named), sorted(set(unions))
    of_unions = sorted(party for holder, party in named if holder is Holder.UNION)
    others = sorted(holder for holder, _party in named if holder is not Holder.UNION)
    complete = needed and of_unions == needed and others == [Holder.EMPLOYER, Holder.SUBSTITUTE]
    return set() if complete else {Fault.CUSTODIANS}


def is_public_key(key: bytes) -> bool:
    """Tell whether the bytes are an uncompressed point of P-256. The group has prime order: any such point will do."""
    if len(key) != KEY_BYTES or key[0] != 4:
        return False
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    return x < _P and y < _P and (y * y - x * x * x + 3 * x - _B) % _P == 0


def may_hold(role: Role, holder: Holder | None = None) -> bool:
    """Tell whether somebody with this role may hold a share, or this very one.

    Whoever arranges the survey prints slips and keeps the roster, and holds none.
    """
    if role is Role.ORGANISER:
        return False
    return holder is None or role.side == SIDES[holder]


def in_force(parties: Iterable[str], valid_signatures: Iterable[str]) -> bool:
    """Tell whether every party has signed the document as it stands. Both arguments are party ids."""
    needed = set(parties)
    return bool(needed) and needed <= set(valid_signatures)
