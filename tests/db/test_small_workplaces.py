"""The smallest workplaces, through the real path: 12 people in two shifts of six, and a tiny municipal contact centre.

Either there is a report that is still worth reading, or the plan says, before anything is asked, that there would be
none.
"""

from dataclasses import replace

import pytest

from reports.documents import pdf
from reports.documents.html import standalone
from reports.documents.services import document_of
from reports.releases.drafting import NothingToShow, make_plan
from surveys.agreements.publication import Fate, from_plain
from surveys.agreements.services import change_terms
from surveys.ballots.services import open_wave
from surveys.roster.services import TooFewPeople, freeze, import_roster
from surveys.waves.rules import State
from surveys.waves.services import move, plan_waves
from tests import factories
from tests.db import path
from tests.factories import ACTOR, DRAFTED

pytestmark = pytest.mark.django_db
SHIFTS = ("senteret", "lag-1", "lag-2")
LANGUAGES = ("nb", "nn", "sv", "en")


def planned_units(place: factories.Workplace, sizes: dict[str, int]) -> dict[str, Fate]:
    """Return what the plan says of each unit with these people on the list."""
    import_roster(organisation=place.organisation, raw=factories.roster_csv(sizes), actor=ACTOR, now=DRAFTED)
    agreement = factories.draft(place, factories.terms(units=SHIFTS))
    return {unit.code: unit.fate for unit in from_plain(agreement.plan)[0].units}


def test_kommune_12_two_shifts_of_six_are_planned_as_shown() -> None:
    """`kommune-12`: five of six are expected to answer in each shift."""
    assert set(planned_units(factories.workplace(), {"lag-1": 6, "lag-2": 6}).values()) == {Fate.SHOWN}


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"lag-1": 6, "lag-2": 6}, {"senteret", "lag-1", "lag-2"}),
        ({"lag-1": 5, "lag-2": 5}, {"senteret", "lag-1", "lag-2"}),
        ({"lag-1": 6, "lag-2": 4}, {"senteret"}),
        ({"lag-1": 3, "lag-2": 3}, {"senteret"}),
        ({"lag-1": 2, "lag-2": 2}, set()),
    ],
)
def test_kommune_12_gives_a_report_whoever_answers(answers: dict[str, int], shown: set[str]) -> None:
    place = factories.workplace()
    found = path.opened({"lag-1": 6, "lag-2": 6}, terms=factories.terms(units=SHIFTS), place=place)
    for unit, number in answers.items():
        path.cast(found.codes(unit)[:number])
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=factories.CLOSES)
    released = found.open_jointly()
    assert {row.unit for row in released.record.rows} == shown
    hidden = {held.unit: held.read_in for held in released.record.withheld}
    assert set(hidden) == set(SHIFTS) - shown
    assert set(hidden.values()) <= {"senteret" if shown else None}
    for language in LANGUAGES:
        document = document_of(released, language)
        assert len(standalone(document)) > 5000
    assert pdf.render(document_of(released, "sv")).startswith(b"%PDF")


def test_kommun_liten_shows_the_whole_alone_and_its_two_desks_never() -> None:
    """`kommun-liten`: nine people at two desks. Neither desk reaches five, so there is one group from the start."""
    place = factories.workplace(name="Björkvikens kontaktcenter", state=False)
    assert planned_units(place, {"lag-1": 5, "lag-2": 4}) == {
        "senteret": Fate.SHOWN,
        "lag-1": Fate.MERGED,
        "lag-2": Fate.MERGED,
    }


def test_a_workplace_of_which_nothing_could_be_shown_is_refused_before_anything_is_asked() -> None:
    """Five people, four of whom are expected to answer: the plan says so, and nothing can be signed."""
    place = factories.workplace()
    agreement = factories.draft(place, factories.terms(units=SHIFTS))
    import_roster(
        organisation=place.organisation, raw=factories.roster_csv({"lag-1": 3, "lag-2": 2}), actor=ACTOR, now=DRAFTED
    )
    with pytest.raises(NothingToShow) as refused:
        make_plan(agreement=agreement, by=place.members["organiser"], now=DRAFTED)
    assert "5 personer" in refused.value.sentence()
    terms = replace(factories.terms(units=SHIFTS), expected_percent=100)
    change_terms(agreement=agreement, terms=terms, by=place.members["organiser"], now=DRAFTED)
    agreement.refresh_from_db()
    make_plan(agreement=agreement, by=place.members["organiser"], now=DRAFTED)
    agreement.refresh_from_db()
    assert agreement.plan[0]["expected"] == 5


def test_a_list_below_the_threshold_is_never_locked() -> None:
    place = factories.workplace()
    agreement = factories.draft(place, factories.terms(units=SHIFTS))
    factories.sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    import_roster(organisation=place.organisation, raw=factories.roster_csv({"lag-1": 4}), actor=ACTOR, now=DRAFTED)
    with pytest.raises(TooFewPeople):
        freeze(wave=wave, actor=ACTOR, now=DRAFTED)


def test_a_plan_only_ever_shrinks() -> None:
    """Team 3 is too small when the plan is signed, and large when the list is locked. It stays hidden,
    and so does team 1, which was to hide it.
    """
    place = factories.workplace()
    import_roster(
        organisation=place.organisation,
        raw=factories.roster_csv({"lag-1": 12, "lag-2": 12, "lag-3": 3}),
        actor=ACTOR,
        now=DRAFTED,
    )
    found = path.prepared({"lag-1": 12, "lag-2": 12, "lag-3": 14}, place=place)
    found.wave = open_wave(wave=found.wave, now=found.wave.opens_at)
    for unit in ("lag-1", "lag-2", "lag-3"):
        path.cast(found.codes(unit)[:12])
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=factories.CLOSES)
    record = found.open_jointly().record
    assert {row.unit for row in record.rows} == {"senteret", "lag-2"}
    assert {(held.unit, held.reason, held.read_in) for held in record.withheld} == {
        ("lag-1", "not_planned", "senteret"),
        ("lag-3", "not_planned", "senteret"),
    }
