"""Registering a key without scripts, its paper, and naming holders on the agreement's page."""

import pytest

from surveys.agreements.models import CustodianKey
from surveys.agreements.rules import Holder
from surveys.agreements.selectors import is_in_force
from surveys.ballots.base64url import to_text
from surveys.ballots.custody import new_custodian
from surveys.ballots.sealing import fingerprint as mark
from surveys.waves.models import Wave
from tests import factories
from tests.factories import PASSPHRASE
from tests.journeys.parties.conftest import House


def key() -> bytes:
    return new_custodian(PASSPHRASE, cost=2**4).public_key


def where(house: House) -> str:
    return f"virksomhet/{house.place.organisation.id}/nokkel/"


def register(house: House, who: str, public_key: bytes) -> int:
    return house.post(who, where(house), {"public_key": to_text(public_key)}).status_code


def test_without_scripts_the_page_tells_how_and_takes_the_public_half(house: House) -> None:
    page = house.get("safety", where(house)).content.decode()
    assert "./tillit manage custodian new <span>--out</span> MIN-NØKKEL.json" in page
    assert "Du har ikke meldt inn noen nøkkel ennå" in page
    public_key = key()
    assert register(house, "safety", public_key) == 303
    page = house.get("safety", where(house)).content.decode()
    assert mark(public_key) in page
    assert f'data-key="{to_text(public_key)}"' in page
    assert f"/parter/nb/{where(house)}" in house.get("safety", "").content.decode()
    assert f"/parter/nb/{where(house)}" not in house.get("organiser", "").content.decode()


@pytest.mark.parametrize("text", ["", "hei", "A" * 87, "A" * 88, "+" * 87, " " * 87])
def test_what_is_no_key_is_refused_on_the_page(house: House, text: str) -> None:
    answer = house.post("union", where(house), {"public_key": text})
    assert answer.status_code == 400
    assert "<title>Feil:" in answer.content.decode()
    assert not CustodianKey.objects.exists()


def test_a_key_that_another_has_registered(house: House) -> None:
    public_key = key()
    register(house, "union", public_key)
    assert register(house, "employer", public_key) == 409


def test_the_paper_holds_what_is_needed_and_nothing_secret(house: House) -> None:
    assert house.get("union", f"{where(house)}papir/").status_code == 303
    public_key = key()
    register(house, "union", public_key)
    page = house.get("union", f"{where(house)}papir/").content.decode()
    for told in (mark(public_key), "Union, tillitsvalgt", "Dagen svarene skal åpnes", "er borte", "hver for seg"):
        assert told in page
    assert "<input" not in page.replace('<input type="hidden" name="csrfmiddlewaretoken"', "")


def test_holders_are_named_among_those_who_have_registered(house: House) -> None:
    agreement = factories.draft(house.place)
    factories.sign(house.place, agreement)
    here = f"avtale/{agreement.id}/nokkelholdere/"
    assert "Det er ingen å velge mellom ennå" in house.get("union", here).content.decode()
    public_key = key()
    register(house, "union", public_key)
    told = house.get("employer", f"avtale/{agreement.id}/").content.decode()
    assert "Union har laget en ny nøkkel, men avtalen bruker den gamle" in told
    assert is_in_force(agreement)
    page = house.get("union", here).content.decode()
    assert f"Union ({mark(public_key)})" in page
    assert f"Ingen endring: Union ({mark(house.place.keys[Holder.UNION].public_key)})" in page
    assert house.post("union", here, {}).status_code == 400
    assert is_in_force(agreement)
    chosen: dict[str, object] = {"union": str(house.place.members["union"].id)}
    assert house.post("employer", here, {"employer": chosen["union"]}).status_code == 400
    assert house.post("employer", here, chosen).status_code == 303
    assert not is_in_force(agreement)
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    assert mark(public_key) in page
    assert page.count("Har ikke signert") == 2


def test_when_all_rounds_have_opened_it_is_said(house: House, closed: Wave) -> None:
    register(house, "union", key())
    here = f"avtale/{closed.agreement_id}/nokkelholdere/"
    answer = house.post("union", here, {"union": str(house.place.members["union"].id)})
    assert answer.status_code == 409
    assert "for sent å bytte nøkkelholder" in answer.content.decode()
