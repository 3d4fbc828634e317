"""Importing a roster, freezing it, and what is kept of the wave before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.releases.models import Release
from reports.releases.planning import membership_change
from surveys.agreements.rules import PlannedWave
from surveys.credentials.services import choose_channels
from surveys.roster import services as roster
from surveys.roster.links import new_link, place_of
from surveys.roster.models import FrozenPlace, Person
from surveys.roster.rules import Problem
from surveys.waves.models import Overlap, Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of
from surveys.waves.services import plan_waves
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, Workplace

pytestmark = pytest.mark.django_db
YEARS = tuple(
    PlannedWave(str(2018 + n), f"Høsten {2018 + n}", OPENS + timedelta(364 * n), CLOSES + timedelta(364 * n))
    for n in range(4)
)


def _people(place: Workplace, units: dict[str, range]) -> None:
    """Import a roster; a person is a number, so that who comes and goes is plain to see."""
    lines = ["name;email;unit;language"]
    lines += [f"P {n};p{n}@example.org;{unit};nb" for unit, numbers in units.items() for n in numbers]
    raw = "\n".join(lines).encode()
    roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)


@pytest.fixture
def planned() -> tuple[Workplace, list[Wave]]:
    place = factories.workplace()
    agreement = factories.draft(place, replace(factories.terms(), waves=YEARS))
    factories.sign(place, agreement)
    return place, plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)


def _freeze(place: Workplace, wave: Wave, units: dict[str, range], *, state: State | None = State.CLOSED) -> None:
    _people(place, units)
    roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    if state:
        Wave.objects.filter(pk=wave.pk).update(state=state)


def _changed(wave: Wave) -> dict[str, int]:
    return {overlap.unit.code: overlap.changed for overlap in Overlap.objects.filter(wave=wave)}


def _release(wave: Wave, *units: str) -> None:
    """Put down which rows a wave has shown, and nothing else."""
    record = {"rows": [{"unit": unit} for unit in units]}
    Release.objects.create(wave=wave, record=record, fingerprint="-", released_at=CLOSES)


def test_nothing_is_half_imported() -> None:
    place = factories.workplace()
    _people(place, {"lag-1": range(6)})
    raw = b"name;email;unit;language\nNy;ny@example.org;lag-1;nb\nFeil;feil;lag-1;nb\nMore;p1@example.org;lag-9;nb\n"
    with pytest.raises(roster.BadRoster) as raised:
        roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)
    found = [(line.line, line.problem) for line in raised.value.bad]
    assert found == [(3, Problem.BAD_EMAIL), (4, Problem.UNKNOWN_UNIT)]
    assert all(sentence for _line, sentence, _text in raised.value.lines())
    assert sorted(Person.objects.filter(listed=True).values_list("email", flat=True)) == [
        f"p{n}@example.org" for n in range(6)
    ]


def test_every_problem_has_its_sentence() -> None:
    assert set(roster.PROBLEMS) == set(Problem)


def test_an_import_replaces_the_list_and_a_second_one_brings_people_back() -> None:
    place = factories.workplace()
    _people(place, {"lag-1": range(6)})
    _people(place, {"lag-2": range(3, 9)})
    assert Person.objects.filter(listed=True).count() == 6
    _people(place, {"lag-1": range(6)})
    assert {p.email: p.unit.code for p in Person.objects.filter(listed=True)} == {
        f"p{n}@example.org": "lag-1" for n in range(6)
    }


def test_a_long_roster_takes_few_queries_and_people_keep_their_keys(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    place = factories.workplace()
    _people(place, {"lag-1": range(300)})
    before = dict(Person.objects.values_list("email", "pk"))
    with django_assert_max_num_queries(30):
        _people(place, {"lag-2": range(100, 1000)})
    after = dict(Person.objects.values_list("email", "pk"))
    assert len(after) == 1000
    assert after.items() >= before.items()
    assert Person.objects.filter(listed=True, unit__code="lag-2").count() == 900
    assert Person.objects.filter(listed=False, unit__code="lag-1").count() == 100


def test_another_workplaces_people_are_let_be() -> None:
    place, other = factories.workplace(), factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    _people(place, {"lag-1": range(6)})
    _people(other, {"lag-1": range(3)})
    assert place.organisation.people.filter(listed=True).count() == 6
    assert other.organisation.people.filter(listed=True).count() == 3


def test_small_teams_are_counted_in_the_unit_above(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(12), "lag-2": range(20, 23), "lag-3": range(30, 34)}, state=None)
    assert {group.unit.code: group.headcount for group in waves[0].groups.all()} == {"lag-1": 12, "senteret": 7}
    assert FrozenPlace.objects.count() == 19


def test_the_overlap_of_two_waves_counts_whoever_is_in_one_of_them_alone(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10), "lag-2": range(20, 30), "lag-3": range(40, 46)})
    # Two leave team 1, three join it, one moves from 2 to 3, and team 3 is otherwise as before.
    _freeze(place, waves[1], {"lag-1": range(2, 13), "lag-2": range(21, 30), "lag-3": [20, *range(40, 46)]})  # type: ignore[dict-item]
    assert _changed(waves[0]) == {}
    assert _changed(waves[1]) == {"lag-1": 5, "lag-2": 1, "lag-3": 1, "senteret": 5}


def test_the_list_of_the_wave_before_is_gone_and_so_is_whoever_left(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)})
    _freeze(place, waves[1], {"lag-1": range(2, 12)})
    assert set(FrozenPlace.objects.values_list("group__wave__key", flat=True)) == {"2019"}
    assert sorted(Person.objects.values_list("email", flat=True)) == sorted(f"p{n}@example.org" for n in range(2, 12))


def test_a_wave_that_was_frozen_and_never_opened_does_not_hide_a_change(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)})
    _release(waves[0], "senteret", "lag-1")
    _freeze(place, waves[1], {"lag-1": range(10)}, state=None)
    _freeze(place, waves[2], {"lag-1": range(1, 11)}, state=None)
    changed = membership_change(waves[2])
    assert changed is not None
    assert all(1 <= changed[unit] < 5 for unit in ("lag-1", "senteret"))


def test_a_first_wave_has_no_change(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)})
    assert membership_change(waves[0]) is None


def test_a_change_that_kept_a_row_back_is_still_one_in_the_wave_after(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(9), "lag-2": range(20, 40)})
    _release(waves[0], "senteret", "lag-1", "lag-2")
    _freeze(place, waves[1], {"lag-1": range(10), "lag-2": range(20, 40)})
    _release(waves[1], "senteret", "lag-2")
    _freeze(place, waves[2], {"lag-1": range(10), "lag-2": range(20, 40)})
    assert set(_changed(waves[2]).values()) == {0}
    # Team 1 was last shown in 2018, and one has joined since; the whole was shown in both years.
    assert membership_change(waves[2]) == {"senteret": 1, "lag-1": 1, "lag-2": 0}


def test_a_unit_that_was_never_shown_has_no_change_to_reckon_with(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(9), "lag-2": range(20, 40)})
    _release(waves[0], "senteret", "lag-2")
    _freeze(place, waves[1], {"lag-1": range(10), "lag-2": range(20, 40)})
    assert membership_change(waves[1]) == {"senteret": 1, "lag-2": 0}


def test_an_earlier_box_that_still_may_be_opened_counts_as_shown(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(9), "lag-2": range(20, 40)})
    _freeze(place, waves[1], {"lag-1": range(10), "lag-2": range(20, 40)})
    assert membership_change(waves[1]) == {"senteret": 1, "lag-1": 1, "lag-2": 0, "lag-3": 0}
    Wave.objects.filter(pk=waves[0].pk).update(state=State.DESTROYED)
    assert membership_change(waves[1]) is None


@pytest.mark.parametrize("state", [State.PLANNED, State.OPEN])
def test_links_that_are_out_outlive_the_locking_of_the_next_list(
    planned: tuple[Workplace, list[Wave]], state: State
) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)}, state=None)
    choose_channels(wave=waves[0], link_groups=[groups_of(waves[0])[0].id], actor=ACTOR, now=DRAFTED)
    Wave.objects.filter(pk=waves[0].pk).update(state=state)
    token = new_link(place=FrozenPlace.objects.all()[0])
    with pytest.raises(roster.AnotherWaveUnderWay) as refused:
        roster.freeze(wave=waves[1], actor=ACTOR, now=OPENS)
    assert waves[0].label in refused.value.sentence()
    assert place_of(token) is not None
    Wave.objects.filter(pk=waves[0].pk).update(state=State.CLOSED)
    roster.freeze(wave=waves[1], actor=ACTOR, now=OPENS)
    assert place_of(token) is None
