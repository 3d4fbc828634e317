"""Two unions on the parties' pages: each names its holder, each is asked, and the page tells which of them gave."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from surveys import clock
from surveys.agreements.rules import Holder
from surveys.agreements.selectors import is_in_force
from surveys.ballots.base64url import to_text
from surveys.ballots.custody import new_custodian
from surveys.ballots.models import GivenShare
from surveys.waves.models import Wave
from tests import factories
from tests.factories import CLOSES, PASSPHRASE, PASSWORD
from tests.journeys.parties.conftest import SIZES, House, close_after_answers

SECOND = "Den andre fagforeningen"
GIVE, NOT_NEEDED = "Hent og lever din del", "Trengs ikke, delen er levert"


@pytest.fixture
def shared(house: House) -> House:
    """The workplace with a second union, whose representative has a browser too."""
    factories.with_second_union(house.place)
    house.browsers["second"] = Client()
    house.browsers["second"].force_login(house.place.members["second"].user)
    return house


@pytest.fixture
def closed_round(shared: House) -> Wave:
    return close_after_answers(factories.frozen_wave(shared.place, SIZES))


def give(house: House, who: str, wave: Wave) -> HttpResponse:
    if who != "second":
        return house.give(who, wave)
    return house.hand_in(who, wave, house.place.opened_by_second(house.sealed(who, wave)))


def opening(house: House, who: str, wave: Wave) -> str:
    return house.get(who, f"runde/{wave.id}/apning/").content.decode()


def row(page: str, who: str) -> str:
    """Return what the list says of this holder."""
    return page.split(f": {who.title()}</span>")[1].split("</span>")[0].rpartition(">")[2]


def home(house: House, who: str) -> str:
    return house.get(who, "").content.decode()


@pytest.mark.parametrize(("first", "other"), [("union", "second"), ("second", "union")])
def test_each_is_asked_until_one_has_given(shared: House, closed_round: Wave, first: str, other: str) -> None:
    for who in ("union", "second", "employer"):
        assert GIVE in home(shared, who)
        page = opening(shared, who, closed_round)
        assert "Det holder at én av dem leverer den" in page
        assert f"For {SECOND}: Second" in page
        assert "For Fagforeningen: Union" in page
        assert page.count(">Ikke levert<") == 3
    with clock.frozen(CLOSES + timedelta(days=1)):
        assert give(shared, first, closed_round).status_code == 303
        for who in ("union", "second"):
            assert GIVE not in home(shared, who)
        assert GIVE in home(shared, "employer")
        page = opening(shared, "employer", closed_round)
        told = {who: row(page, who) for who in ("union", "second", "employer")}
        assert told == {first: "Levert", other: NOT_NEEDED, "employer": "Ikke levert"}
        page = opening(shared, other, closed_round)
        assert f"alt levert av {first.title()}. Det holder" in page
        assert "Lever min del" not in page
        assert "Lever delen på nytt" in opening(shared, first, closed_round)
        before = GivenShare.objects.values().get()
        answer = give(shared, other, closed_round)
        assert answer.status_code == 409
        assert "alt levert av en annen nøkkelholder" in answer.content.decode()
        assert GivenShare.objects.values().get() == before
        assert give(shared, "employer", closed_round).headers["Location"].endswith(f"/rapport/{closed_round.id}/")
        page = opening(shared, "safety", closed_round)
        told = {who: row(page, who) for who in ("union", "second", "employer")}
        assert told == {first: "Levert", other: NOT_NEEDED, "employer": "Levert"}
        # Either may give when the answers are counted once more.
        assert "Tell svarene på nytt" in opening(shared, other, closed_round)
        assert give(shared, other, closed_round).status_code == 303
        assert f"alt levert av {other.title()}" in opening(shared, first, closed_round)


def test_before_a_share_is_declared_lost_the_parties_are_told_what_that_means(
    shared: House, closed_round: Wave
) -> None:
    told = "Den er tapt bare når ingen av dem kan levere"
    page = opening(shared, "second", closed_round)
    assert told in page
    assert "Delen til fagforeningene: ingen av nøkkelholderne deres kan levere" in page
    declared: dict[str, object] = {"lost": "union", "password": PASSWORD}
    assert shared.post("second", f"runde/{closed_round.id}/apning/tap/", declared).status_code == 303
    for who in ("union", "employer"):
        page = opening(shared, who, closed_round)
        assert told in page
        assert "Delen til fagforeningene er meldt tapt" in page
        signed = declared | {"step": "sign"}
        assert shared.post(who, f"runde/{closed_round.id}/apning/tap/", signed).status_code == 303
    for who in ("union", "second"):
        assert "Delen din er erklært tapt" in opening(shared, who, closed_round)
        assert GIVE not in home(shared, who)
    assert GIVE in home(shared, "safety")


def test_one_choice_for_each_union(shared: House) -> None:
    agreement = factories.draft(shared.place)
    factories.sign(shared.place, agreement)
    here = f"avtale/{agreement.id}/nokkelholdere/"
    members = shared.place.members
    for who in ("union", "second"):
        public_key = new_custodian(PASSPHRASE, cost=2**4).public_key
        address = f"virksomhet/{shared.place.organisation.id}/nokkel/"
        assert shared.post(who, address, {"public_key": to_text(public_key)}).status_code == 303
    page = shared.get("second", here).content.decode()
    assert "Hver fagforening og arbeidsgiveren velger" in page
    fields = {who: f"union-{members[who].party_id}" for who in ("union", "second")}
    for who, field in fields.items():
        assert page.count(f'name="{field}"') == 2
        other = "second" if who == "union" else "union"
        crossed: dict[str, object] = {field: str(members[other].id)}
        assert shared.post("organiser", here, crossed).status_code == 400
    assert f">For {SECOND}</legend>" in page
    assert is_in_force(agreement)
    before = agreement.custodians.get(replaced_at__isnull=True, membership=members["union"]).pk
    assert shared.post("employer", here, {fields["second"]: str(members["second"].id)}).status_code == 303
    assert not is_in_force(agreement)
    assert agreement.custodians.get(replaced_at__isnull=True, membership=members["union"]).pk == before


def test_the_agreement_says_which_union_lacks_its_holder_and_cannot_be_signed(house: House) -> None:
    agreement = factories.draft(house.place)
    factories.sign(house.place, agreement)
    lacks = f"{SECOND} har ingen nøkkelholder ennå"
    assert lacks not in house.get("union", f"avtale/{agreement.id}/").content.decode()
    factories.with_second_union(house.place)
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    assert lacks in page
    fingerprint = page.split('name="read_fingerprint" value="')[1].split('"')[0]
    answer = house.post(
        "union", f"avtale/{agreement.id}/", {"read_fingerprint": fingerprint, "password": PASSWORD}
    )  # fmt: skip
    assert answer.status_code == 400
    assert "hver sin nøkkelholder" in answer.content.decode()
    factories.name_second(house.place, agreement)
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    assert lacks not in page
    assert f"<dt>For {SECOND}</dt><dd>Second, tillitsvalgt" in page
    assert "det holder at én av dem leverer den" in page


def test_with_one_union_the_pages_say_nothing_of_several(house: House, closed: Wave) -> None:
    for address in (f"runde/{closed.id}/apning/", f"avtale/{closed.agreement_id}/"):
        page = house.get("union", address).content.decode()
        assert "For fagforeningen" in page
        assert "fagforeningene" not in page
    assert closed.box.shares.filter(holder=Holder.UNION).count() == 1
