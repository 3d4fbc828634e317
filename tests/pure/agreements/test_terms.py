"""What an agreement may not say, each fault alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from surveys.agreements.calendar import days_off
from surveys.agreements.rules import (
    Fault,
    Holder,
    PlannedWave,
    calendar_faults,
    crossing_faults,
    custodian_faults,
    division_faults,
    expected_faults,
    in_force,
    term_faults,
    threshold_faults,
    unit_faults,
)
from surveys.organisations.rules import Country

FIRST = datetime(2018, 10, 1, 6, tzinfo=UTC)


def _wave(key: str = "1", opens: datetime = FIRST, days: float = 18, label: str = "Høsten") -> PlannedWave:
    return PlannedWave(key, label, opens, opens + timedelta(days=days))


def _faults(*waves: PlannedWave, off: set[date] | None = None) -> set[Fault]:
    return calendar_faults(waves, off or set(), [wave.opens.date() for wave in waves])


def test_a_plain_calendar_has_no_fault() -> None:
    assert _faults(_wave(), _wave("2", FIRST + timedelta(days=365))) == set()


def test_one_wave_may_open_at_the_moment_at_which_another_closes() -> None:
    assert _faults(_wave(), _wave("2", FIRST + timedelta(days=18))) == set()


@pytest.mark.parametrize(
    ("waves", "fault"),
    [
        ((), Fault.NO_WAVES),
        ((_wave(""),), Fault.WAVE_KEYS),
        ((_wave(" "),), Fault.WAVE_KEYS),
        ((_wave("k" * 51),), Fault.WAVE_KEYS),
        ((_wave(label=""),), Fault.WAVE_KEYS),
        ((_wave(label="l" * 201),), Fault.WAVE_KEYS),
        ((_wave(), _wave(opens=FIRST + timedelta(days=100))), Fault.WAVE_KEYS),
        ((_wave(days=0),), Fault.WAVE_DATES),
        ((_wave(days=-1),), Fault.WAVE_DATES),
        ((_wave(), _wave("2", FIRST + timedelta(days=17))), Fault.WAVE_DATES),
        ((_wave("2", FIRST + timedelta(days=17)), _wave()), Fault.WAVE_DATES),
        ((_wave(days=90.01),), Fault.WAVE_TOO_LONG),
    ],
)
def test_each_fault_of_a_calendar(waves: tuple[PlannedWave, ...], fault: Fault) -> None:
    assert _faults(*waves) == {fault}


def test_ninety_days_are_allowed() -> None:
    assert _faults(_wave(days=90)) == set()


def test_the_opening_day_where_the_workplace_is_decides_on_holidays() -> None:
    # 22:30 on the last of April in UTC is the first of May in Oslo.
    wave = _wave(opens=datetime(2019, 4, 30, 22, 30, tzinfo=UTC))
    holidays = {date(2019, 5, 1)}
    assert calendar_faults([wave], holidays, [date(2019, 5, 1)]) == {Fault.HOLIDAY}
    assert calendar_faults([wave], holidays, [date(2019, 4, 30)]) == set()


@pytest.mark.parametrize(
    ("country", "day"),
    [
        (Country.NORWAY, date(2019, 5, 17)),  # Norway: lov om 1 og 17 mai som høgtidsdagar
        (Country.NORWAY, date(2019, 4, 18)),  # Maundy Thursday, a holiday in Norway alone
        (Country.SWEDEN, date(2019, 6, 6)),  # Sweden: lag (1989:253) om allmänna helgdagar
        (Country.SWEDEN, date(2019, 1, 6)),  # Epiphany, a holiday in Sweden alone
        (Country.NORWAY, date(2019, 7, 1)),
        (Country.NORWAY, date(2019, 7, 31)),
        (Country.SWEDEN, date(2019, 7, 15)),
        (Country.NORWAY, date(2019, 4, 21)),  # Easter Sunday 2019
    ],
)
def test_days_on_which_nothing_opens(country: Country, day: date) -> None:
    assert day in days_off(country, {2019})


@pytest.mark.parametrize(
    ("country", "day"),
    [
        (Country.SWEDEN, date(2019, 5, 17)),
        (Country.SWEDEN, date(2019, 4, 18)),
        (Country.NORWAY, date(2019, 6, 6)),
        (Country.NORWAY, date(2019, 1, 6)),
        (Country.NORWAY, date(2019, 6, 30)),
        (Country.NORWAY, date(2019, 8, 1)),
        (Country.NORWAY, date(2019, 10, 1)),
    ],
)
def test_ordinary_days(country: Country, day: date) -> None:
    assert day not in days_off(country, {2019})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": " "}, Fault.TITLE),
        ({"title": "t" * 201}, Fault.TITLE),
        ({"retention_days": 0}, Fault.RETENTION),
        ({"retention_days": 91}, Fault.RETENTION),
        ({"opening_days": 6}, Fault.OPENING),
        ({"opening_days": 366}, Fault.OPENING),
    ],
)
def test_each_fault_of_the_other_terms(changed: dict[str, object], fault: Fault) -> None:
    good: dict[str, object] = {"title": "Avtale", "retention_days": 14, "opening_days": 60}
    assert term_faults(**good) == set()  # type: ignore[arg-type]
    assert term_faults(**(good | changed)) == {fault}  # type: ignore[arg-type]


def test_units_and_threshold() -> None:
    assert unit_faults(["a"], ["a", "b"]) == set()
    assert unit_faults([], ["a"]) == {Fault.NO_UNITS}
    assert unit_faults(["c"], ["a"]) == {Fault.UNKNOWN_UNIT}
    assert unit_faults(["a", "a"], ["a"]) == {Fault.UNKNOWN_UNIT}
    assert threshold_faults(5) == set()
    assert threshold_faults(4) == {Fault.THRESHOLD}


def test_crossings_are_background_questions_each_named_once() -> None:
    assert crossing_faults([], []) == set()
    assert crossing_faults(["tenure", "place"], ["place", "tenure", "contract"]) == set()
    assert crossing_faults(["age"], ["place", "tenure"]) == {Fault.CROSSING}
    assert crossing_faults(["place", "place"], ["place", "tenure"]) == {Fault.CROSSING}


def test_divisions_are_planned_units_each_named_once() -> None:
    assert division_faults([], ["a"]) == set()
    assert division_faults(["b", "a"], ["a", "b"]) == set()
    assert division_faults(["c"], ["a", "b"]) == {Fault.DIVISION}
    assert division_faults(["a", "a"], ["a", "b"]) == {Fault.DIVISION}


@pytest.mark.parametrize(
    ("percent", "faults"), [(0, {Fault.EXPECTED}), (1, set()), (100, set()), (101, {Fault.EXPECTED})]
)
def test_the_share_expected_to_answer_is_from_one_to_a_hundred(percent: int, faults: set[Fault]) -> None:
    assert expected_faults(percent) == faults


EMPLOYER, SUBSTITUTE = (Holder.EMPLOYER, "e"), (Holder.SUBSTITUTE, "")


@pytest.mark.parametrize("unions", [["a"], ["a", "b"], ["b", "c", "a"]])
def test_every_share_needs_its_holder_and_each_union_has_one(unions: list[str]) -> None:
    named = [*((Holder.UNION, union) for union in unions), EMPLOYER, SUBSTITUTE]
    assert custodian_faults(named, unions) == set()
    for place, one in enumerate(named):
        without = named[:place] + named[place + 1 :]
        assert custodian_faults(without, unions) == {Fault.CUSTODIANS}
        assert custodian_faults([*named, one], unions) == {Fault.CUSTODIANS}
    assert custodian_faults(named, [*unions, "another"]) == {Fault.CUSTODIANS}
    assert custodian_faults([*named, (Holder.UNION, "another")], unions) == {Fault.CUSTODIANS}


def test_without_a_union_nothing_is_complete() -> None:
    assert custodian_faults([EMPLOYER, SUBSTITUTE], []) == {Fault.CUSTODIANS}


def test_an_agreement_is_in_force_when_every_party_has_signed() -> None:
    assert in_force(["employer", "union"], ["union", "employer"])
    assert not in_force(["employer", "union", "other union"], ["union", "employer"])
    assert not in_force(["employer", "union"], ["union", "union"])
    assert not in_force([], [])
