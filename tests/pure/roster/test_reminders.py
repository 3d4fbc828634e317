"""When a reminder may be sent: whatever the moments, never too many, too soon or too late."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from surveys.roster.reminders import (
    APART,
    BEFORE_CLOSING,
    LAST_REMINDER,
    MOST,
    REMINDERS,
    Hindrance,
    hindrance,
    to_everybody,
)

OPENS = datetime(2018, 10, 1, 6, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 30).map(lambda minutes: OPENS + timedelta(minutes=minutes))


@given(closes=moments, rounds=st.lists(moments, max_size=4), now=moments, is_open=st.booleans())
def test_a_reminder_that_is_let_through_keeps_every_rule(
    closes: datetime, rounds: list[datetime], now: datetime, is_open: bool
) -> None:
    if hindrance(is_open=is_open, closes=closes, rounds=rounds, now=now) is None:
        assert is_open
        assert rounds
        assert all(now - earlier >= APART for earlier in rounds)
        assert closes - now > BEFORE_CLOSING
        assert len(rounds) <= MOST


@given(start=st.integers(0, 5), days=st.integers(1, 60))
def test_whoever_tries_all_the_time_sends_two(start: int, days: int) -> None:
    closes = OPENS + timedelta(days=days)
    rounds = [OPENS]
    now = OPENS + timedelta(hours=start)
    while now < closes + timedelta(days=1):
        if hindrance(is_open=now < closes, closes=closes, rounds=rounds, now=now) is None:
            rounds.append(now)
        now += timedelta(hours=5)
    assert len(rounds) <= 1 + MOST
    assert days < 12 or len(rounds) == 1 + MOST


def test_what_hinders_is_told_by_its_cause() -> None:
    closes = OPENS + timedelta(days=18)
    asked = {
        Hindrance.NOT_OPEN: (False, [OPENS], OPENS + timedelta(days=5)),
        Hindrance.NOT_INVITED: (True, [], OPENS + timedelta(days=5)),
        Hindrance.ENOUGH: (True, [OPENS] * 3, OPENS + timedelta(days=9)),
        Hindrance.TOO_SOON: (True, [OPENS], OPENS + timedelta(days=2)),
        Hindrance.TOO_LATE: (True, [OPENS], closes - timedelta(hours=1)),
        None: (True, [OPENS], OPENS + timedelta(days=3)),
    }
    for expected, (is_open, rounds, now) in asked.items():
        assert hindrance(is_open=is_open, closes=closes, rounds=rounds, now=now) is expected


def test_only_the_last_reminder_tells_those_who_have_collected_from_the_others() -> None:
    assert [to_everybody(number) for number in range(1, MOST + 1)] == [True] * (MOST - 1) + [False]
    assert LAST_REMINDER in REMINDERS
    assert max(map(len, REMINDERS)) <= 20
