"""Every page for the whole cast: who gets in, and that everybody else finds nothing."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from surveys.agreements.models import Agreement
from surveys.waves.models import Wave
from tests.factories import person
from tests.journeys.parties.conftest import ROLES, House

OPEN_TO_ALL = (
    "avtale/{agreement}/",
    "avtale/{agreement}/sporsmal/",
    "avtale/{agreement}/plan/",
    "virksomhet/{organisation}/mottakere/",
    "virksomhet/{organisation}/logg/",
    "virksomhet/{organisation}/utvikling/",
    "runde/{wave}/",
    "runde/{wave}/apning/",
    "virksomhet/{organisation}/folk/",
    "virksomhet/{organisation}/enheter/",
    "virksomhet/{organisation}/mottakere/eksempel.csv",
    "rapport/{wave}/",
    "rapport/{wave}/fil/pdf/",
    "rapport/{wave}/fil/word/",
    "rapport/{wave}/fil/regneark/",
    "rapport/{wave}/fil/json-stat/",
    "rapport/{wave}/fil/html/",
    "rapport/{wave}/rapport.zip",
    "rapport/{wave}/deling/",
    "rapport/{wave}/kontrolltiltak/",
    "rapport/{wave}/kontrolltiltak/pdf/",
    "virksomhet/{organisation}/kontrolltiltak/",
    "virksomhet/{organisation}/endringer/",
    "virksomhet/{organisation}/driftstall/",
    "runde/{wave}/runde.zip",
)
POSTED = ("avtale/{agreement}/", "avtale/{agreement}/plan/", "virksomhet/{organisation}/mottakere/",
          "runde/{wave}/las/", "runde/{wave}/lapper/",
          "runde/{wave}/apning/", "runde/{wave}/apning/tap/", "runde/{wave}/apning/tap/trekk/",
          "rapport/{wave}/lest/", "rapport/{wave}/deling/", "virksomhet/{organisation}/folk/",
          "virksomhet/{organisation}/enheter/", "virksomhet/{organisation}/avtale/")  # fmt: skip


@dataclass
class Things:
    agreement: Agreement
    wave: Wave
    house: House

    def address(self, template: str, *, missing: bool = False) -> str:
        nowhere = uuid4()
        agreement, organisation = self.agreement.id, self.house.place.organisation.id
        wave = self.wave.id
        if missing:
            agreement = organisation = wave = nowhere
        return template.format(agreement=agreement, organisation=organisation, wave=wave)


@pytest.fixture
def things(house: House, released: Wave) -> Things:
    return Things(released.agreement, released, house)


@pytest.mark.parametrize("template", OPEN_TO_ALL)
def test_who_may_look(things: Things, template: str) -> None:
    house, address = things.house, things.address(template)
    assert [house.get(who, address).status_code for who in ROLES] == [200] * len(ROLES)
    assert house.get("outsider", address).status_code == 404
    assert house.get("employee", address).status_code == 303


@pytest.mark.parametrize("template", OPEN_TO_ALL)
def test_a_stranger_is_told_the_same_of_what_is_there_and_what_is_not(things: Things, template: str) -> None:
    house = things.house
    there, nowhere = things.address(template), things.address(template, missing=True)
    for who in ("outsider", "employee"):
        first, second = house.get(who, there), house.get(who, nowhere)
        assert first.status_code == second.status_code
        assert first.content.replace(there.encode(), nowhere.encode()) == second.content
        if who == "employee":
            assert first.headers["Location"].startswith("/parter/nb/logg-inn/?next=")


FOR_SOME = {
    "avtale/{agreement}/nokkelholdere/": ("union", "employer", "organiser"),
    "virksomhet/{organisation}/nokkel/": ("union", "employer", "safety"),
    "virksomhet/{organisation}/avtale/": ("union", "employer", "organiser"),
}


@pytest.mark.parametrize("template", FOR_SOME)
def test_what_is_for_some_is_not_there_for_the_others(things: Things, template: str) -> None:
    house, address = things.house, things.address(template)
    there = {who for who in ROLES if house.get(who, address).status_code == 200}
    assert there == set(FOR_SOME[template])
    for who in {*ROLES, "outsider"} - there:
        assert house.get(who, address).status_code == house.post(who, address).status_code == 404
    assert house.get("employee", address).status_code == 303


@pytest.mark.parametrize("template", POSTED)
def test_who_is_a_stranger_changes_nothing(things: Things, template: str) -> None:
    house, address = things.house, things.address(template)
    outsider, employee = house.post("outsider", address), house.post("employee", address)
    assert (outsider.status_code, employee.status_code) == (404, 303)


def test_the_overview_holds_only_ones_own_workplace(things: Things) -> None:
    page = things.house.get("outsider", "").content.decode()
    assert "Kystnes kundesenter" in page
    assert "Fjellbygd" not in page
    assert str(things.wave.id) not in page


@pytest.mark.parametrize(
    ("who", "waits"), [("union", True), ("employer", True), ("safety", False), ("organiser", False)]
)
def test_a_report_waits_for_the_parties_until_they_have_read(things: Things, who: str, waits: bool) -> None:
    house = things.house
    page = house.get(who, "").content.decode()
    assert ("Les rapporten</a>" in page) is waits
    assert f"/parter/nb/rapport/{things.wave.id}/" in page
    if waits:
        house.post(who, f"rapport/{things.wave.id}/lest/")
        assert "Les rapporten</a>" not in house.get(who, "").content.decode()


def test_an_account_without_a_workplace(db: None, house: House) -> None:
    house.browsers["employee"].force_login(person("Ny", "ny@example.org"))
    assert "ikke knyttet til noen virksomhet" in house.get("employee", "").content.decode()


@pytest.mark.parametrize(
    ("who", "waits"), [("union", True), ("employer", True), ("safety", False), ("organiser", False)]
)
def test_the_box_waits_for_its_holders_until_they_have_given(house: House, closed: Wave, who: str, waits: bool) -> None:
    assert ("Hent og lever din del" in house.get(who, "").content.decode()) is waits
    if waits:
        house.give(who, closed)
        assert "Hent og lever din del" not in house.get(who, "").content.decode()
