"""Importing a roster, freezing it, and what is kept of the wave before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.releases.models import LedgerRow, Release
from reports.releases.planning import earlier_waves
from surveys.agreements.rules import PlannedWave
from surveys.agreements.services import change_terms
from surveys.credentials.services import choose_channels
from surveys.roster import services as roster
from surveys.roster.links import new_link, place_of
from surveys.roster.models import FrozenPlace, Person
from surveys.roster.rules import Problem
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of, members_of_units, passages
from surveys.waves.services import plan_waves
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, Workplace

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
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


def _changes(wave: Wave) -> dict[str, list[int | None]]:
    """Return, per unit shown in earlier waves, how many are in one of the two lists alone, the oldest wave first."""
    now = members_of_units(wave)
    found: dict[str, list[int | None]] = {}
    for earlier in earlier_waves(wave):
        for unit, then in earlier.rows.items():
            found.setdefault(unit, []).append(earlier.changed(now[unit], then))
    return found


def _release(wave: Wave, *units: str) -> None:
    """Put down which rows a wave has shown, and nothing else."""
    release = Release.objects.create(wave=wave, record={}, fingerprint="-", released_at=CLOSES)
    groups = members_of_units(wave)
    for unit in units:
        LedgerRow.objects.create(release=release, unit=unit, groups=sorted(groups[unit]))


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


def test_people_are_followed_from_list_to_list(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10), "lag-2": range(20, 30), "lag-3": range(40, 46)})
    _release(waves[0], "senteret", *factories.TEAMS)
    # Two leave team 1, three join it, one moves from 2 to 3, and team 3 is otherwise as before.
    _freeze(place, waves[1], {"lag-1": range(2, 13), "lag-2": range(21, 30), "lag-3": [20, *range(40, 46)]})  # type: ignore[dict-item]
    assert _changes(waves[0]) == {}
    assert _changes(waves[1]) == {"lag-1": [5], "lag-2": [1], "lag-3": [1], "senteret": [5]}
    codes = {str(group.id): group.unit.code for wave in waves for group in groups_of(wave)}
    found = passages(waves[1], waves[0])
    assert found is not None
    assert {(codes.get(now or ""), codes.get(then or "")): people for (now, then), people in found.items()} == {
        ("lag-1", "lag-1"): 8,
        ("lag-1", None): 3,
        (None, "lag-1"): 2,
        ("lag-2", "lag-2"): 9,
        ("lag-3", "lag-2"): 1,
        ("lag-3", "lag-3"): 6,
    }
    assert passages(waves[0], waves[1]) == {(then, now): people for (now, then), people in found.items()}


def test_people_are_followed_through_three_lists_and_a_broken_chain_is_told(
    planned: tuple[Workplace, list[Wave]],
) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10), "lag-2": range(20, 30)})
    _freeze(place, waves[1], {"lag-1": range(11), "lag-2": range(20, 30)})
    _freeze(place, waves[2], {"lag-1": range(1, 11), "lag-2": [0, *range(20, 30)]})  # type: ignore[dict-item]
    found = passages(waves[2], waves[0])
    assert found is not None
    assert sorted(found.values()) == [1, 1, 9, 10]
    FrozenPlace.objects.all().delete()
    _freeze(place, waves[3], {"lag-1": range(10), "lag-2": range(20, 30)})
    assert passages(waves[3], waves[0]) is None


def test_a_list_that_is_undone_breaks_the_chain(planned: tuple[Workplace, list[Wave]]) -> None:
    """Whoever was on it did not join with the list after it: it is not known when she came."""
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)})
    _freeze(place, waves[1], {"lag-1": range(10)}, state=None)
    _freeze(place, waves[2], {"lag-1": range(10)}, state=None)
    agreement = waves[1].agreement
    shorter = replace(factories.terms(), waves=(YEARS[2], YEARS[3]), threshold=5)
    Wave.objects.filter(pk=waves[0].pk).update(state=State.PLANNED)
    change_terms(agreement=agreement, terms=shorter, by=place.members["organiser"], now=DRAFTED)
    plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)
    waves[2].refresh_from_db()
    assert waves[2].follows is None


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
    assert _changes(waves[2]) == {"senteret": [2], "lag-1": [2]}


def test_a_first_wave_has_no_earlier_one(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(10)})
    assert earlier_waves(waves[0]) == ()


def test_a_change_that_kept_a_row_back_is_still_one_in_the_wave_after(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(9), "lag-2": range(20, 40)})
    _release(waves[0], "senteret", "lag-1", "lag-2")
    _freeze(place, waves[1], {"lag-1": range(10), "lag-2": range(20, 40)})
    _release(waves[1], "senteret", "lag-2")
    _freeze(place, waves[2], {"lag-1": range(10), "lag-2": range(20, 40)})
    # Team 1 was last shown in 2018, and one has joined since; the whole was shown in both years.
    assert _changes(waves[2]) == {"senteret": [1, 0], "lag-1": [1], "lag-2": [0, 0]}


def test_an_earlier_box_that_still_may_be_opened_counts_as_shown(planned: tuple[Workplace, list[Wave]]) -> None:
    place, waves = planned
    _freeze(place, waves[0], {"lag-1": range(9), "lag-2": range(20, 40)})
    _freeze(place, waves[1], {"lag-1": range(10), "lag-2": range(20, 40)})
    assert _changes(waves[1]) == {"senteret": [1], "lag-1": [1], "lag-2": [0]}
    assert [earlier.released for earlier in earlier_waves(waves[1])] == [False]
    Wave.objects.filter(pk=waves[0].pk).update(state=State.DESTROYED)
    assert earlier_waves(waves[1]) == ()


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
