"""Operational figures over HTTP: a file is taken in whole or not at all, for units of enough people alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import override

from surveys.monitoring.figures import Problem
from surveys.monitoring.importing import PROBLEMS, figures_of
from surveys.questionnaires.types import LANGUAGES
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_few_and_free_text_are_refused_with_the_reason_in_the_readers_language(
    house: House, language: str
) -> None:
    import_roster(
        organisation=house.place.organisation, raw=roster_csv({**SIZES, "lag-3": 4}), actor=ACTOR, now=DRAFTED
    )
    files = {
        Problem.PERSON_COLUMN: GOOD.replace("verdi", "verdi;ansatt").replace("310", "310;Kari"),
        Problem.OTHER_COLUMN: GOOD.replace("verdi", "verdi;merknad").replace("310", "310;Kari var syk"),
        Problem.MORE_CELLS: GOOD.replace("310", "310;Kari var syk"),
        Problem.BAD_VALUE: GOOD.replace("310", "Kari var syk"),
        Problem.TOO_FEW: GOOD.replace("lag-1", "lag-3"),
    }
    address = f"/parter/{language}/virksomhet/{house.place.organisation.id}/driftstall/"
    told = set()
    for problem, text in files.items():
        file = SimpleUploadedFile("tall.csv", text.encode())
        answer = house.browsers["union"].post(address, {"file": file})
        with override(language):
            reason = str(PROBLEMS[problem])
        assert answer.status_code == 400
        assert escape(reason) in answer.content.decode()
        told.add(reason)
    assert len(told) == len(files)
    with override("nb"):
        bokmaal = {str(PROBLEMS[problem]) for problem in files}
    assert language == "nb" or told.isdisjoint(bokmaal)
    assert figures_of(house.place.organisation) == []
