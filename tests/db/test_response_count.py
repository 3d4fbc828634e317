"""The response on show never tells when somebody answered: it is counted at the day's first look alone."""

from datetime import timedelta

import pytest

from project.calendar import follow
from surveys.credentials.models import ResponseCount
from surveys.credentials.selectors import response_on_show
from tests.db import path
from tests.factories import CLOSES, OPENS

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _shown(found: path.Path) -> int | None:
    on_show = response_on_show(found.wave)
    return on_show.spent if on_show else None


def test_the_minute_in_which_the_threshold_is_reached_is_not_told() -> None:
    found = path.opened({"lag-1": 20})
    codes = iter(found.codes("lag-1"))
    follow(now=OPENS)
    for minute in range(1, 9):
        path.cast([next(codes)], now=OPENS + minute * MINUTE)
        follow(now=OPENS + minute * MINUTE)
        assert _shown(found) is None
    follow(now=OPENS + DAY)
    assert _shown(found) == 8


def test_the_count_moves_once_a_day_and_by_the_threshold_or_not_at_all() -> None:
    found = path.opened({"lag-1": 30})
    codes = iter(found.codes("lag-1"))
    seen = []
    for day, answers in enumerate([6, 4, 1, 0, 12]):
        morning = OPENS + day * DAY
        follow(now=morning)
        seen.append(_shown(found))
        for _ in range(answers):
            path.cast([next(codes)], now=morning + HOUR)
            follow(now=morning + HOUR + MINUTE)
        assert _shown(found) == seen[-1]
    follow(now=OPENS + 5 * DAY)
    assert [*seen, _shown(found)] == [None, 6, 6, 11, 11, 23]


def test_the_day_is_the_workplaces_own() -> None:
    found = path.opened({"lag-1": 20})
    follow(now=OPENS)
    path.cast(found.codes("lag-1")[:6], now=OPENS + HOUR)
    # 21:59 in UTC is one minute before midnight in Oslo in the summer.
    late = OPENS.replace(hour=21, minute=59)
    follow(now=late)
    assert _shown(found) is None
    follow(now=late + MINUTE)
    assert _shown(found) == 6
    assert ResponseCount.objects.get().looked_on.isoformat() == "2018-10-02"


def test_the_last_few_answers_are_not_told_of_after_the_closing() -> None:
    found = path.opened({"lag-1": 20})
    follow(now=OPENS)
    path.cast(found.codes("lag-1")[:6], now=OPENS + HOUR)
    follow(now=OPENS + DAY)
    path.cast(found.codes("lag-1")[6:8], now=CLOSES - HOUR)
    for moment in (CLOSES, CLOSES + DAY, CLOSES + 3 * DAY):
        follow(now=moment)
        assert _shown(found) == 6
