"""The page on all waves: the same for everybody at the table, of what has been released and nothing else."""

import re

import pytest

from surveys.waves.models import Wave
from tests.journeys.parties.conftest import ROLES, House


def page_of(house: House, who: str, language: str = "nb") -> str:
    answer = house.browsers[who].get(f"/parter/{language}/virksomhet/{house.place.organisation.id}/utvikling/")
    assert answer.status_code == 200
    return answer.content.decode()


def article(page: str) -> str:
    found = re.search(r"<article.*</article>", page, re.DOTALL)
    assert found is not None
    return found[0]


def test_with_one_round_there_is_nothing_to_follow_yet(house: House, released: Wave) -> None:
    page = page_of(house, "employer")
    assert "Utviklingen vises her når svarene i minst to runder" in page
    assert "Utviklingen over alle rundene" not in house.get("employer", "").content.decode()
    assert f"/rapport/{released.id}/" in page


def test_without_a_release_the_page_says_so_and_shows_no_figure(house: House, closed: Wave) -> None:
    assert "<table" not in article(page_of(house, "union"))


def test_everybody_at_the_table_sees_the_same_figures_of_both_rounds(house: House, released_again: Wave) -> None:
    assert len({article(page_of(house, who)) for who in ROLES}) == 1
    page = page_of(house, "union")
    for said in ("Høsten 2018", "Ny runde", "Styring over egen arbeidsdag", "Snittet i hver runde"):
        assert said in page
    home = house.get("union", "").content.decode()
    assert f"/virksomhet/{house.place.organisation.id}/utvikling/" in home


@pytest.mark.parametrize(("language", "title"), [("nn", "Utviklinga"), ("sv", "Utvecklingen"), ("en", "How it has")])
def test_the_page_is_in_the_language_of_the_address(
    house: House, released_again: Wave, language: str, title: str
) -> None:
    page = page_of(house, "union", language)
    assert title in page
    assert "Snittet" not in page.replace("Snittet i kvar runde", "") or language == "nn"


def test_its_charts_are_drawn_for_those_at_the_table_alone(house: House, released_again: Wave) -> None:
    place = f"virksomhet/{house.place.organisation.id}/utvikling"
    drawn = house.get("employer", f"{place}/trend/narrow-dark.svg")
    assert drawn.status_code == 200
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "Tillit til ledelsen" in drawn.content.decode()
    for wrong in ("trend/print-light.svg", "trend/wide-sepia.svg", "profile/wide-light.svg"):
        assert house.get("employer", f"{place}/{wrong}").status_code == 404
    assert house.get("outsider", f"{place}/trend/wide-light.svg").status_code == 404
    assert house.get("employee", f"{place}/trend/wide-light.svg").status_code == 303
