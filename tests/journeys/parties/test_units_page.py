"""The page on units: added, renamed, ended, and refused with the reason."""

from datetime import date

import pytest
from django.http import HttpResponse

from surveys.organisations.models import Unit
from surveys.roster.services import import_roster
from tests.factories import ACTOR, DRAFTED, roster_csv
from tests.journeys.parties.conftest import House

NEW = {"name": "Kveldslaget", "valid_from": "2026-01-01", "valid_to": "", "code": ""}
CHANGERS = ("union", "employer", "organiser")


def here(house: House) -> str:
    return f"virksomhet/{house.place.organisation.id}/enheter/"


def add(house: House, who: str = "union", **changed: str) -> HttpResponse:
    return house.post(who, here(house), {**NEW, "parent": str(house.place.root.id), **changed})


def change(house: House, unit: Unit, who: str = "union", **data: str) -> HttpResponse:
    return house.post(who, f"{here(house)}{unit.id}/", dict(data))


@pytest.mark.parametrize("who", CHANGERS)
def test_a_unit_is_added_below_another(house: House, who: str) -> None:
    lag = house.place.units["lag-1"]
    assert add(house, who, parent=str(lag.id)).status_code == 303
    unit = Unit.objects.get(name="Kveldslaget")
    assert (unit.code, unit.parent_id) == ("kveldslaget", lag.id)
    assert (unit.valid_from, unit.valid_to) == (date(2026, 1, 1), None)
    house.get(who, here(house))
    page = house.get(who, here(house)).content.decode()
    assert page.index("Lag 1") < page.index("Kveldslaget") < page.index("Lag 2")
    log = house.get(who, f"virksomhet/{house.place.organisation.id}/logg/").content.decode()
    assert "Enheten kveldslaget kom til" in log


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"name": ""}, 400, "Skriv hva enheten heter"),
        ({"parent": "6f3b"}, 400, "Velg en enhet i listen"),
        ({"valid_from": "i går"}, 400, "Skriv datoen slik"),
        ({"valid_to": "2025-12-31"}, 400, "kan ikke slutte før den begynner"),
        ({"valid_from": "2010-01-01"}, 400, "kan ikke ligge under"),
        ({"code": "lag-1"}, 409, "allerede en enhet med koden lag-1"),
        ({"code": "lag 1"}, 400, "Koden kan bare ha"),
        ({"name": "lag 2"}, 409, "heter også lag 2 i dette tidsrommet"),
    ],
)
def test_a_bad_unit_is_refused_with_the_reason(house: House, changed: dict[str, str], status: int, said: str) -> None:
    before = Unit.objects.count()
    answer = add(house, **changed)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert "<title>Feil:" in page
    assert 'value="Kveldslaget"' in page or "name" in changed
    assert Unit.objects.count() == before


def test_a_name_is_free_again_when_the_unit_has_ended(house: House) -> None:
    assert change(house, house.place.units["lag-2"], step="end", valid_to="2020-06-30").status_code == 303
    assert add(house, name="Lag 2").status_code == 303
    assert "Avsluttet" in house.get("safety", here(house)).content.decode()


def test_a_unit_of_another_workplace_is_no_parent(house: House) -> None:
    answer = add(house, parent=str(house.other.root.id))
    assert (answer.status_code, Unit.objects.filter(name="Kveldslaget").count()) == (400, 0)


@pytest.mark.parametrize("who", CHANGERS)
def test_a_unit_gets_another_name_and_keeps_its_code(house: House, who: str) -> None:
    unit = house.place.units["lag-1"]
    assert change(house, unit, who, step="name", name="Morgenlaget").status_code == 303
    unit.refresh_from_db()
    assert (unit.name, unit.code) == ("Morgenlaget", "lag-1")
    taken = change(house, unit, who, step="name", name="Lag 2")
    assert (taken.status_code, "heter også Lag 2" in taken.content.decode()) == (409, True)


def test_a_unit_with_people_is_not_ended(house: House) -> None:
    organisation, unit = house.place.organisation, house.place.units["lag-1"]
    import_roster(organisation=organisation, raw=roster_csv({"lag-1": 1, "lag-2": 6}), actor=ACTOR, now=DRAFTED)
    refused = change(house, unit, step="end", valid_to="2020-06-30")
    assert refused.status_code == 409
    assert "1 person på mottakerlisten hører til Lag 1" in refused.content.decode()
    assert 'value="2020-06-30"' in refused.content.decode()
    assert (
        "6 personer på mottakerlisten hører til Lag 2"
        in change(house, house.place.units["lag-2"], step="end", valid_to="2020-06-30").content.decode()
    )
    import_roster(organisation=organisation, raw=roster_csv({"lag-2": 7}), actor=ACTOR, now=DRAFTED)
    assert change(house, unit, step="end", valid_to="2020-06-30").status_code == 303
    unit.refresh_from_db()
    assert unit.valid_to == date(2020, 6, 30)


def test_the_whole_workplace_is_not_ended(house: House) -> None:
    assert change(house, house.place.root, step="end", valid_to="2020-06-30").status_code == 404
    house.place.root.refresh_from_db()
    assert house.place.root.valid_to is None


def test_who_may_not_change_units(house: House) -> None:
    unit = house.place.units["lag-1"]
    assert house.get("safety", here(house)).status_code == 200
    for who in ("safety", "outsider"):
        assert add(house, who).status_code == 404
        assert change(house, unit, who, step="name", name="Annet").status_code == 404
        assert house.get(who, f"{here(house)}{unit.id}/").status_code == 404
    foreign = f"{here(house)}{house.other.units['lag-1'].id}/"
    assert house.get("union", foreign).status_code == house.post("union", foreign, {"name": "x"}).status_code == 404


def test_the_sample_list_is_read_in_as_it_is(house: House) -> None:
    organisation = house.place.organisation
    sample = house.get("organiser", f"virksomhet/{organisation.id}/mottakere/eksempel.csv").content
    assert import_roster(organisation=organisation, raw=sample, actor=ACTOR, now=DRAFTED) == 3
