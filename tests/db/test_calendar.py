"""What happens because a date has come, once, in the right order, and again without harm."""

from datetime import timedelta

import pytest

from project.calendar import follow
from project.tasks import follow_the_calendar
from surveys import clock
from surveys.credentials.services import issue_slips
from surveys.waves.models import Wave
from tests import factories
from tests.db import path
from tests.factories import CLOSES, DRAFTED, OPENS

pytestmark = pytest.mark.django_db(transaction=True)


def test_waves_are_planned_when_both_have_signed_and_not_before() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    factories.sign(place, agreement, "union")
    follow(now=DRAFTED)
    assert not Wave.objects.exists()
    factories.sign(place, agreement, "employer")
    follow(now=DRAFTED)
    follow(now=DRAFTED)
    assert list(Wave.objects.values_list("key", flat=True)) == ["host-2018"]


def test_a_wave_that_lacks_something_is_refused_in_words_and_opens_once_it_is_there() -> None:
    place = factories.workplace()
    wave = factories.frozen_wave(place, {"lag-1": 6})
    ((refused, reason),) = follow(now=OPENS).refused
    assert refused.id == wave.id
    assert "lapper" in reason
    issue_slips(wave=wave, actor=factories.ACTOR, now=OPENS)
    done = follow(now=OPENS + timedelta(minutes=1))
    assert ([one.id for one in done.opened], done.refused) == ([wave.id], [])


def test_after_a_long_silence_a_wave_that_was_missed_is_not_opened_and_an_open_one_is_closed() -> None:
    missed = path.prepared({"lag-1": 6})
    other = path.opened({"lag-1": 6}, place=factories.workplace(name="Dalbygd kundesenter", prefix="dal."))
    done = follow(now=CLOSES + timedelta(days=1))
    assert done.opened == []
    assert [wave.id for wave in done.closed] == [other.wave.id]
    assert missed.state() == "planned"


def test_without_redis_the_task_runs_in_the_process_that_asks_for_it() -> None:
    found = path.prepared({"lag-1": 6})
    with clock.frozen(OPENS):
        follow_the_calendar.delay()
    assert found.state() == "open"
    with clock.frozen(CLOSES):
        follow_the_calendar.delay()
    assert found.state() == "closed"
