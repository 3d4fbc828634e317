"""A roster is deleted after 24 months at the latest."""

from datetime import timedelta

import pytest

from project.calendar import follow
from surveys.roster.models import FrozenPlace, Person
from surveys.roster.services import KEPT_DAYS, import_roster
from tests import factories
from tests.factories import CLOSES, DRAFTED

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_roster_goes_after_24_months_and_not_before() -> None:
    place = factories.workplace()
    factories.frozen_wave(place, {"lag-1": 6, "lag-2": 7})
    follow(now=DRAFTED + timedelta(days=KEPT_DAYS))
    assert (Person.objects.count(), FrozenPlace.objects.count()) == (13, 13)
    follow(now=DRAFTED + timedelta(days=KEPT_DAYS + 1))
    assert (Person.objects.count(), FrozenPlace.objects.count()) == (0, 0)


def test_an_import_since_keeps_the_people_and_not_the_old_list() -> None:
    place = factories.workplace()
    factories.frozen_wave(place, {"lag-1": 6, "lag-2": 7})
    raw = factories.roster_csv({"lag-1": 6, "lag-2": 7})
    import_roster(organisation=place.organisation, raw=raw, actor="test", now=CLOSES + timedelta(days=100))
    follow(now=CLOSES + timedelta(days=KEPT_DAYS + 1))
    assert (Person.objects.count(), FrozenPlace.objects.count()) == (13, 0)
