"""What is before a change and what is after, by the wave's opening day and the units' scope."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.changes.rules import Side, in_every_language, side_of

PARENTS = {"all": None, "north": "all", "team": "north", "south": "all"}


@pytest.mark.parametrize(
    ("unit", "opened", "side"),
    [
        ("north", date(2019, 5, 5), Side.BEFORE),
        ("north", date(2019, 5, 6), Side.AFTER),
        ("team", date(2019, 5, 7), Side.AFTER),
        ("south", date(2019, 5, 5), Side.COMPARISON),
        ("south", date(2019, 5, 7), Side.COMPARISON),
        ("all", date(2019, 5, 7), Side.COMPARISON),
    ],
)
def test_the_side_follows_the_opening_and_the_scope(unit: str, opened: date, side: Side) -> None:
    scope = frozenset({"north"})
    assert side_of(day=date(2019, 5, 6), scope=scope, unit=unit, parents=PARENTS, opened=opened) is side


def test_a_change_of_the_whole_holds_for_everybody() -> None:
    for unit in PARENTS:
        found = side_of(
            day=date(2019, 5, 6), scope=frozenset({"all"}), unit=unit, parents=PARENTS, opened=date(2019, 5, 6)
        )
        assert found is Side.AFTER


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 12, 31, 22, 59, tzinfo=UTC), date(2018, 12, 31)),
        (datetime(2018, 12, 31, 23, 0, tzinfo=UTC), date(2019, 1, 1)),
        (datetime(2019, 3, 30, 23, 0, tzinfo=UTC), date(2019, 3, 31)),
        (datetime(2019, 3, 31, 22, 0, tzinfo=UTC), date(2019, 4, 1)),
        (datetime(2019, 10, 26, 22, 0, tzinfo=UTC), date(2019, 10, 27)),
        (datetime(2019, 10, 27, 22, 59, tzinfo=UTC), date(2019, 10, 27)),
        (datetime(2019, 10, 27, 23, 0, tzinfo=UTC), date(2019, 10, 28)),
    ],
)
def test_at_a_years_end_and_when_the_clock_is_moved_the_local_day_decides(moment: datetime, day: date) -> None:
    opened = moment.astimezone(ZoneInfo("Europe/Oslo")).date()
    assert opened == day
    found = side_of(day=day, scope=frozenset({"all"}), unit="all", parents=PARENTS, opened=opened)
    assert found is Side.AFTER


def test_a_text_that_is_missing_stands_in_the_first_language_that_was_used() -> None:
    assert in_every_language({"sv": " Nytt schema ", "en": "New plan"}) == {
        "nb": "Nytt schema", "nn": "Nytt schema", "sv": "Nytt schema", "en": "New plan",
    }  # fmt: skip
    with pytest.raises(ValueError, match="no language"):
        in_every_language({"nb": " "})
