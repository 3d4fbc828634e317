"""Operational figures over HTTP: a file is taken in whole or not at all, for units of enough people alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from surveys.monitoring.importing import figures_of
from surveys.roster.services import import_roster
from tests.factories import ACTOR, DRAFTED, roster_csv
from tests.journeys.parties.conftest import ROLES, SIZES, House

HEAD = "enhet;fra;til;tall;verdi\n"
GOOD = HEAD + "lag-1;2019-05-01;2019-05-31;calls_per_day;310\n"


@pytest.fixture(autouse=True)
def _listed(house: House) -> None:
    import_roster(organisation=house.place.organisation, raw=roster_csv(SIZES), actor=ACTOR, now=DRAFTED)


def send(house: House, who: str, text: str) -> HttpResponse:
    address = f"virksomhet/{house.place.organisation.id}/driftstall/"
    return house.post(who, address, {"file": SimpleUploadedFile("tall.csv", text.encode())})


@pytest.mark.parametrize("who", [*ROLES, "outsider", "employee"])
def test_a_party_takes_figures_in(house: House, who: str) -> None:
    may = who in ("union", "employer")
    assert send(house, who, GOOD).status_code == (303 if may or who == "employee" else 404)
    assert len(figures_of(house.place.organisation)) == may
    if may:
        page = house.get("safety", f"virksomhet/{house.place.organisation.id}/driftstall/").content.decode()
        assert "Samtaler per dag" in page
        assert "310" in page


def test_a_later_file_replaces_and_nothing_is_half_taken_in(house: House) -> None:
    send(house, "union", GOOD)
    send(house, "employer", GOOD.replace("310", "290"))
    assert [int(line.value) for line in figures_of(house.place.organisation)] == [290]
    bad = send(house, "union", GOOD.replace("310", "250") + "lag-9;2019-05-01;2019-05-31;calls_per_day;3\n")
    assert bad.status_code == 400
    assert "Det finnes ingen enhet med denne koden." in bad.content.decode()
    assert [int(line.value) for line in figures_of(house.place.organisation)] == [290]


def test_a_person_column_is_refused_with_the_reason(house: House) -> None:
    answer = send(house, "employer", GOOD.replace("verdi", "verdi;ansatt").replace("310", "310;Kari"))
    assert answer.status_code == 400
    assert "Denne kolonnen ser ut til å gjelde personer." in answer.content.decode()
    assert figures_of(house.place.organisation) == []


def test_what_stands_is_weighed_with_the_new(house: House) -> None:
    """The third team has three people: neither it nor the rest of the whole may be told."""
    import_roster(
        organisation=house.place.organisation, raw=roster_csv({"lag-1": 12, "lag-2": 8, "lag-3": 3}), actor=ACTOR,
        now=DRAFTED,
    )  # fmt: skip
    assert send(house, "union", GOOD + "lag-2;2019-05-01;2019-05-31;calls_per_day;300\n").status_code == 303
    whole = send(house, "union", HEAD + "senteret;2019-05-01;2019-05-31;calls_per_day;700\n")
    assert whole.status_code == 400
    assert "viser dette hva noen få personer gjør" in whole.content.decode()
    small = send(house, "union", HEAD + "lag-3;2019-06-01;2019-06-30;calls_per_day;90\n")
    assert small.status_code == 400
