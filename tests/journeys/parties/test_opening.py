"""The joint opening, each party on her own day with her own real key."""

import re
from datetime import timedelta

import pytest

from project.calendar import follow
from reports.releases.models import Release
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.audit.selectors import entries
from surveys.ballots.models import Ballot, GivenShare
from surveys.ballots.services import open_wave
from surveys.credentials.services import issue_slips
from surveys.waves.key_files import wave_keys
from surveys.waves.models import Wave
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS
from tests.journeys.parties.conftest import SIZES, House


def test_two_parties_open_on_different_days(house: House, closed: Wave) -> None:
    with clock.frozen(CLOSES + timedelta(days=1)):
        answer = house.give("union", closed)
        assert answer.headers["Location"] == f"/parter/nb/runde/{closed.id}/apning/"
        page = house.get("employer", f"runde/{closed.id}/apning/").content.decode()
        assert (page.count(">Levert<"), page.count(">Ikke levert<")) == (1, 1)
        assert "venter vi på den andre parten" in house.get("union", f"runde/{closed.id}/apning/").content.decode()
        assert house.get("union", f"rapport/{closed.id}/").status_code == 404
    with clock.frozen(CLOSES + timedelta(days=4)):
        answer = house.give("employer", closed)
        assert answer.headers["Location"] == f"/parter/nb/rapport/{closed.id}/"
        assert {house.get(who, f"rapport/{closed.id}/").status_code for who in ("union", "employer")} == {200}
        assert "Svarene er åpnet" in house.get("union", f"runde/{closed.id}/apning/").content.decode()
    closed.refresh_from_db()
    assert closed.released_at == CLOSES + timedelta(days=4)


def test_one_alone_opens_nothing_however_often(house: House, closed: Wave) -> None:
    for _again in range(3):
        assert house.give("union", closed).status_code == 303
    closed.refresh_from_db()
    assert closed.state == "closed"


@pytest.mark.parametrize("text", ["", "hei", "{}", '{"format": "tillit opened share", "version": 1}', "\x00\xff" * 40])
def test_a_wrong_file_is_refused_on_the_page_and_changes_nothing(house: House, closed: Wave, text: str) -> None:
    answer = house.hand_in("union", closed, text)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>Feil:" in page
    assert ("Filen er tom" if not text else "ikke din åpnede del") in page
    assert not GivenShare.objects.exists()


def test_the_sealed_file_handed_straight_back_is_refused(house: House, closed: Wave) -> None:
    assert house.hand_in("union", closed, house.sealed("union", closed).to_json()).status_code == 400


def test_the_other_partys_file_is_refused(house: House, closed: Wave) -> None:
    theirs = house.place.opened_share(Holder.EMPLOYER, house.sealed("employer", closed))
    answer = house.hand_in("union", closed, theirs)
    assert answer.status_code == 400
    assert "ikke din åpnede del" in answer.content.decode()


def test_no_file_at_all(house: House, closed: Wave) -> None:
    answer = house.post("union", f"runde/{closed.id}/apning/")
    assert answer.status_code == 400
    assert "Velg en fil" in answer.content.decode()


def test_before_closing_nothing_is_taken(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    open_wave(wave=wave, now=OPENS)
    assert house.get("union", f"runde/{wave.id}/apning/min-del/").status_code == 409
    answer = house.hand_in_unfetched("union", wave)
    assert answer.status_code == 409
    assert "Svarene kan ikke åpnes før runden er lukket" in answer.content.decode()
    assert not GivenShare.objects.exists()


def test_the_substitute_is_not_called(house: House, closed: Wave) -> None:
    assert house.get("safety", f"runde/{closed.id}/apning/min-del/").status_code == 409
    answer = house.hand_in_unfetched("safety", closed)
    assert answer.status_code == 409
    assert "Delen til varaen" in answer.content.decode()


def test_a_missing_key_file_is_said_on_the_page(house: House, closed: Wave) -> None:
    text = house.place.opened_share(Holder.UNION, house.sealed("union", closed))
    wave_keys().erase(closed.id)
    for answer in (house.get("union", f"runde/{closed.id}/apning/min-del/"), house.hand_in("union", closed, text)):
        assert answer.status_code == 409
        assert "Nøkkelfilen til runden mangler" in answer.content.decode()


def test_after_the_release_the_answers_are_counted_again_by_both_together(house: House, released: Wave) -> None:
    here = f"runde/{released.id}/apning/"
    assert "Tell svarene på nytt" in house.get("union", here).content.decode()
    assert house.give("employer", released).headers["Location"] == f"/parter/nb/{here}"
    page = house.get("union", here).content.decode()
    assert "Svarene skal telles på nytt" in page
    assert (page.count(">Levert<"), page.count(">Ikke levert<")) == (1, 1)
    assert house.give("union", released).headers["Location"] == f"/parter/nb/rapport/{released.id}/"
    assert "Tallene er de samme" in house.get("union", f"rapport/{released.id}/").content.decode()


def test_a_recount_that_differs_is_said_and_the_report_stands(house: House, released: Wave) -> None:
    before = Release.objects.values().get()
    ballot = Ballot.objects.first()
    assert ballot is not None
    Ballot.objects.filter(pk=ballot.pk).update(sealed=bytes(len(ballot.sealed)))
    house.give("employer", released)
    answer = house.give("union", released)
    assert answer.status_code == 409
    assert "ble ikke de samme som i rapporten" in answer.content.decode()
    assert Release.objects.values().get() == before
    assert house.get("union", f"rapport/{released.id}/").status_code == 200
    assert entries(house.place.organisation.id)[-1].event == "reopened-differs"


@pytest.mark.django_db(transaction=True)
def test_a_box_left_unopened_is_said_in_words_and_nobody_is_blamed(house: House, closed: Wave) -> None:
    house.give("union", closed)
    follow(now=CLOSES + timedelta(days=60))
    for address in (f"runde/{closed.id}/apning/", f"runde/{closed.id}/"):
        page = house.get("employer", address).content.decode()
        assert "slettet ulest slik avtalen sier" in page
        assert "vet ikke Tillit" in page
        assert "evert<" not in page


def test_a_missing_key_file_is_said_before_anybody_tries(house: House, closed: Wave) -> None:
    addresses = (f"runde/{closed.id}/apning/", f"runde/{closed.id}/")
    for address in addresses:
        assert "Nøkkelfilen til runden mangler" not in house.get("organiser", address).content.decode()
    wave_keys().erase(closed.id)
    for address in addresses:
        assert "Nøkkelfilen til runden mangler" in house.get("organiser", address).content.decode()


def test_the_page_gives_the_very_command(house: House, closed: Wave) -> None:
    page = house.get("employer", f"runde/{closed.id}/apning/").content.decode()
    sealed, opened = f"forseglet-del-{str(closed.id)[:8]}.json", f"apnet-del-{str(closed.id)[:8]}.json"
    command = f"./tillit manage custodian unseal --key MIN-NØKKEL.json --share {sealed} --out {opened}"
    assert command in re.sub("</?span>", "", page)
    file = house.get("employer", f"runde/{closed.id}/apning/min-del/")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{sealed}"'
    assert file.headers["Cache-Control"] == "no-store"


def test_handing_in_is_logged_without_the_part(house: House, closed: Wave) -> None:
    house.give("union", closed)
    last = entries(house.place.organisation.id)[-1]
    assert (last.event, last.details) == ("share-given", {"wave": str(closed.id)})


@pytest.mark.parametrize("who", ["organiser", "outsider"])
def test_who_holds_no_part_gets_none_and_gives_none(house: House, closed: Wave, who: str) -> None:
    assert house.get(who, f"runde/{closed.id}/apning/min-del/").status_code == 404
    assert house.hand_in(who, closed, "{}").status_code == 404
    assert not GivenShare.objects.exists()
