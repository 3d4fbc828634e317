"""Days around the turn of the clock and of the year: due, overdue, reminders, the calendar, before and after a change.

A day is a day in the workplace's own time zone. It has 23 hours on the last Sunday of March and 25 on that of October.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.changes.rules import Side, side_of
from surveys.monitoring.ical import Event, calendar
from surveys.monitoring.rules import REMIND_DAYS, Duty, Stage, Status, duties, evaluation_waits, is_over, stage
from surveys.monitoring.types import Contents, Kind
from surveys.organisations.models import Organisation
from surveys.organisations.rules import Country
from surveys.organisations.selectors import local_day
from tests.pure.monitoring.test_ical import values

OSLO = ZoneInfo("Europe/Oslo")
PLACE = Organisation(timezone="Europe/Oslo")
LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",))
YEARS = range(1996, 2100)


def last_sunday(year: int, month: int) -> date:
    """Return the day on which the clock is moved (directive 2000/84/EC)."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def turning_days() -> list[date]:
    """Return the days on which something turns: the clock, the year, and February of a leap year."""
    found = []
    for year in YEARS:
        found += [last_sunday(year, 3), last_sunday(year, 10), date(year, 12, 31), date(year, 1, 1), date(year, 3, 1)]
        found += [date(year, 2, 29)] if year % 4 == 0 and (year % 100 or year % 400 == 0) else []
    return found


days = st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(turning_days()), st.integers(-2, 2))
seconds = st.integers(0, 86_399)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in Oslo, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=OSLO).astimezone(UTC)


def hours_of(day: date) -> float:
    return (midnight(day + timedelta(days=1)) - midnight(day)).total_seconds() / 3600


def evaluation(due: date, today: date, country: Country = Country.NORWAY) -> Status:
    duty = Duty.AML_EVALUATION if country is Country.NORWAY else Duty.SE_SOCIAL
    return next(one.status for one in duties(replace(LOG, evaluate_by=due), country, today) if one.duty is duty)


def test_the_days_do_turn() -> None:
    """The control: these are the days that the tests below are about."""
    assert {hours_of(last_sunday(year, 3)) for year in range(2018, 2037)} == {23}
    assert {hours_of(last_sunday(year, 10)) for year in range(2018, 2037)} == {25}
    assert last_sunday(2026, 3) == date(2026, 3, 29)
    assert last_sunday(2026, 10) == date(2026, 10, 25)
    assert date(2028, 2, 29) in turning_days()
    assert date(2000, 2, 29) in turning_days()


@given(days, st.sampled_from(Country))
def test_a_day_is_in_time_until_its_last_second_and_late_at_the_next(due: date, country: Country) -> None:
    end = midnight(due + timedelta(days=1))
    assert evaluation(due, local_day(PLACE, end - timedelta(microseconds=1)), country) is Status.FULFILLED
    assert evaluation(due, local_day(PLACE, end), country) is Status.OVERDUE
    assert evaluation(due, local_day(PLACE, midnight(due)), country) is Status.FULFILLED


@given(days, seconds)
def test_every_second_of_a_day_is_in_that_day_alone(day: date, second: int) -> None:
    """Seconds are counted from midnight in UTC: also the hour that comes twice, and never the one that is left out."""
    length = int(hours_of(day) * 3600)
    moment = midnight(day) + timedelta(seconds=second % length)
    assert local_day(PLACE, moment) == day
    assert evaluation(day, local_day(PLACE, moment)) is Status.FULFILLED
    assert evaluation(day - timedelta(days=1), local_day(PLACE, moment)) is Status.OVERDUE


@given(days, st.integers(-400, 400))
def test_each_day_has_at_most_one_reminder_and_they_meet_without_a_gap(due: date, off: int) -> None:
    said, today = replace(LOG, evaluate_by=due), due + timedelta(days=off)
    expected = None if off < -REMIND_DAYS else Stage.SOON if off <= 0 else Stage.LATE
    assert stage(said, today) is expected
    assert evaluation_waits(said, today) is (expected is not None)
    assert (stage(said, today) is Stage.LATE) is (evaluation(due, today) is Status.OVERDUE)
    assert stage(replace(said, evaluate_by=None), today) is None


@given(days, st.integers(-40, 40), st.integers(-40, 40))
def test_a_measure_that_has_ended_is_reminded_of_no_more(due: date, ended: int, off: int) -> None:
    today, end = due + timedelta(days=off), due + timedelta(days=ended)
    said = replace(LOG, evaluate_by=due, ended_on=end)
    assert is_over(said, today) is (end <= today)
    if end <= today:
        assert stage(said, today) is None


def test_a_reminder_is_a_month_of_days_before_whatever_the_month() -> None:
    for due, first in (
        (date(2020, 3, 30), date(2020, 2, 29)), (date(2019, 3, 30), date(2019, 2, 28)),
        (date(2020, 1, 1), date(2019, 12, 2)), (date(2019, 12, 31), date(2019, 12, 1)),
    ):  # fmt: skip
        said = replace(LOG, evaluate_by=due)
        assert (stage(said, first), stage(said, first - timedelta(days=1))) == (Stage.SOON, None)


@given(days)
def test_a_whole_day_in_the_calendar_ends_where_the_next_begins(day: date) -> None:
    """RFC 5545, 3.6.1: DTEND is not part of the event. No hour and no zone: no reader's program can move the day."""
    raw = calendar("x", [Event("1", day, "a", "b", midnight(day))])
    assert values(raw, "DTSTART") == [day.strftime("%Y%m%d")]
    assert values(raw, "DTEND") == [(day + timedelta(days=1)).strftime("%Y%m%d")]
    lines = raw.decode().splitlines()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in lines
    assert sum(line.startswith("DTEND;VALUE=DATE:") for line in lines) == 1
    assert not any("TZID" in line for line in lines)
    assert values(raw, "DTSTAMP") == [midnight(day).strftime("%Y%m%dT%H%M%SZ")]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2019, 12, 31), "20200101"), (date(2020, 2, 28), "20200229"), (date(2020, 2, 29), "20200301"),
        (date(2019, 2, 28), "20190301"), (date(2019, 3, 31), "20190401"), (date(2019, 10, 27), "20191028"),
    ],
)  # fmt: skip
def test_the_day_after_by_hand(day: date, end: str) -> None:
    assert values(calendar("x", [Event("1", day, "a", "b", midnight(day))]), "DTEND") == [end]


def test_years_before_the_thousandth_have_four_digits_too() -> None:
    raw = calendar("x", [Event("1", date(999, 12, 31), "a", "b", midnight(date(2019, 1, 1)))])
    assert (values(raw, "DTSTART"), values(raw, "DTEND")) == (["09991231"], ["10000101"])


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_year_that_was_typed_wrong_breaks_nothing(day: date) -> None:
    said = replace(LOG, evaluate_by=day)
    assert stage(said, date(2019, 1, 1)) is (Stage.LATE if day == date.min else None)
    assert evaluation(day, date(2019, 1, 1)) is (Status.OVERDUE if day == date.min else Status.FULFILLED)
    raw = calendar("x", [Event("1", day, "a", "b", midnight(date(2019, 1, 1)))])
    assert values(raw, "DTSTART") == [day.isoformat().replace("-", "")]
    assert len(values(raw, "DTEND")) == (day < date.max)


def side(day: date, opened: date) -> Side:
    return side_of(day=day, scope=frozenset({"lag"}), unit="lag", parents={"lag": "hele", "hele": None}, opened=opened)


@given(days, seconds)
def test_a_round_is_before_or_after_a_change_by_the_day_on_which_it_opened_here(day: date, second: int) -> None:
    opened = midnight(day) + timedelta(seconds=second % int(hours_of(day) * 3600))
    assert side(day, local_day(PLACE, opened)) is Side.AFTER
    assert side(day + timedelta(days=1), local_day(PLACE, opened)) is Side.BEFORE
    assert side(day - timedelta(days=1), local_day(PLACE, opened)) is Side.AFTER


@given(days)
def test_the_last_moment_of_the_day_before_is_before(day: date) -> None:
    assert side(day, local_day(PLACE, midnight(day) - timedelta(microseconds=1))) is Side.BEFORE
    assert side(day, local_day(PLACE, midnight(day))) is Side.AFTER


@given(days)
def test_what_is_before_in_one_zone_is_judged_by_the_workplaces_own(day: date) -> None:
    """At half past midnight in Oslo it is still the day before in UTC, in summer and in winter."""
    moment = midnight(day) + timedelta(minutes=30)
    assert moment.date() == day - timedelta(days=1)
    assert side(day, local_day(PLACE, moment)) is Side.AFTER
