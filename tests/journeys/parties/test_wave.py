"""A round before and while it is open: locking, slips and the count on show."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from pypdf import PdfReader

from project.calendar import follow
from surveys import clock
from surveys.audit.selectors import entries
from surveys.ballots.services import cast, sheet_for
from surveys.ballots.types import Answers
from surveys.credentials import codes
from surveys.credentials.models import Slip
from surveys.credentials.rules import spares
from surveys.credentials.services import choose_channels
from surveys.roster import services as roster
from surveys.waves.models import Group, Wave
from surveys.waves.services import plan_waves
from tests import factories
from tests.factories import ACTOR, DRAFTED, OPENS
from tests.journeys.parties.conftest import SIZES, House, close_after_answers

COVER = re.compile(r"^(Lag \d): (\d+) lapper, (\d+) av dem til overs$", re.MULTILINE)
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b")


@pytest.fixture
def planned(house: House) -> Wave:
    agreement = factories.draft(house.place)
    factories.sign(house.place, agreement)
    return plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]


def take_in(house: House, sizes: dict[str, int]) -> None:
    raw = factories.roster_csv(sizes)
    roster.import_roster(organisation=house.place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)


def printed(house: House, wave: Wave, **data: object) -> HttpResponse:
    return house.post("organiser", f"runde/{wave.id}/lapper/", data)


def pages(answer: HttpResponse) -> list[str]:
    """Return the text of each page of a PDF that was handed out."""
    assert answer.headers["Content-Type"] == "application/pdf", answer.content[:2000]
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def codes_in(answer: HttpResponse) -> list[str]:
    return CODE.findall("\n".join(pages(answer)))


def seen(house: House, wave: Wave) -> str:
    page = house.get("organiser", f"runde/{wave.id}/lapper/").content.decode()
    found = re.search(r'name="seen" value="(\d*)"', page)
    assert found is not None
    return found[1]


def test_the_overview_leads_the_organiser_from_step_to_step(house: House, planned: Wave) -> None:
    assert "Les inn mottakerlisten" in house.get("organiser", "").content.decode()
    take_in(house, SIZES)
    assert "Se over og lås listen" in house.get("organiser", "").content.decode()
    assert house.post("organiser", f"runde/{planned.id}/las/").status_code == 303
    assert "Lag lapper" in house.get("organiser", "").content.decode()
    assert printed(house, planned).status_code == 200
    assert "Ingenting nå." in house.get("organiser", "").content.decode()
    assert [wave.id for wave in follow(now=OPENS).opened] == [planned.id]


def test_whoever_gets_a_link_needs_no_slip(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    paper, *others = list(wave.groups.order_by("unit__code"))
    choose_channels(wave=wave, link_groups=[group.id for group in others], actor=ACTOR, now=DRAFTED)
    assert "Lag lapper" in house.get("organiser", "").content.decode()
    assert (
        f"{paper.headcount} personer skal ha hver sin lapp"
        in house.get("organiser", f"runde/{wave.id}/lapper/").content.decode()
    )
    assert printed(house, wave).status_code == 200
    assert "Ingenting nå." in house.get("organiser", "").content.decode()
    page = house.get("organiser", f"runde/{wave.id}/").content.decode()
    assert "Lag lappene på nytt" in page
    assert "Du trenger ikke gjøre mer nå." in page


def test_a_round_with_links_alone_asks_for_no_slips(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    groups = [group.id for group in wave.groups.all()]
    choose_channels(wave=wave, link_groups=groups, actor=ACTOR, now=DRAFTED)
    assert "Ingenting nå." in house.get("organiser", "").content.decode()
    page = house.get("organiser", f"runde/{wave.id}/").content.decode()
    assert "Da sendes lenkene ut på e-post." in page
    assert "Lappene" not in page
    assert "Lag lapper" not in page
    assert [opened.id for opened in follow(now=OPENS).opened] == [wave.id]
    page = house.get("organiser", f"runde/{wave.id}/").content.decode()
    assert f"/nokler/nb/{wave.id}/" in page


def test_locking_shows_the_groups(house: House, planned: Wave) -> None:
    take_in(house, {"lag-1": 12, "lag-2": 8, "lag-3": 3})
    house.post("organiser", f"runde/{planned.id}/las/")
    page = house.get("safety", f"runde/{planned.id}/").content.decode()
    assert "23 personer kan svare" in page
    assert "Lag 3" not in page
    assert house.post("organiser", f"runde/{planned.id}/las/").status_code == 409


@pytest.mark.parametrize("sizes", [{}, {"lag-1": 4}])
def test_too_few_people_are_said_on_the_page(house: House, planned: Wave, sizes: dict[str, int]) -> None:
    if sizes:
        take_in(house, sizes)
    answer = house.post("organiser", f"runde/{planned.id}/las/")
    assert answer.status_code == 409
    assert "færre enn 5 mottakere" in answer.content.decode()
    assert not Group.objects.exists()


def test_slips_are_printed_for_all_and_some_to_spare(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    answer = printed(house, wave)
    found = codes_in(answer)
    people = {group.unit.name: group.headcount for group in wave.groups.all()}
    assert len(found) == len(set(found)) == sum(number + spares(number) for number in people.values())
    printed_for: dict[str, int] = {}
    for page in pages(answer):
        # No page holds two groups' slips, and each says whose they are and how many there should be in all.
        (cover,) = COVER.findall(page)
        name, number, spare = cover[0], int(cover[1]), int(cover[2])
        assert (number, spare) == (people[name] + spares(people[name]), spares(people[name]))
        assert "testserver/svar/" in page
        assert "Syntetisk" in page
        printed_for[name] = printed_for.get(name, 0) + len(CODE.findall(page))
    assert printed_for == {name: number + spares(number) for name, number in people.items()}
    assert answer.headers["Cache-Control"] == "no-store"
    with clock.frozen(OPENS):
        follow(now=OPENS)
        assert sheet_for(code=found[0], now=OPENS).organisation == "Fjellbygd kundesenter"


def test_the_order_on_paper_says_nothing_of_the_order_in_the_database(house: House) -> None:
    wave = factories.frozen_wave(house.place, {"lag-1": 60})
    found = codes_in(printed(house, wave))
    paper = [codes.digest(codes.normalise(code), key=settings.SLIP_KEY.encode()) for code in found]
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM credentials_slip")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert sorted(paper) == sorted(stored)
    assert paper not in (stored, stored[::-1])
    assert found not in (sorted(found), sorted(found, reverse=True))


def test_loading_the_printed_page_again_makes_no_new_slips(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    printed(house, wave)
    before = set(Slip.objects.values_list("digest", flat=True))
    for again in ({}, {"void_old": "on"}):
        answer = printed(house, wave, **again)
        assert answer.status_code == 409
        assert "Lappene er laget allerede" in answer.content.decode()
    assert set(Slip.objects.values_list("digest", flat=True)) == before


def test_new_slips_void_the_old_ones_only_when_that_is_confirmed(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    old = codes_in(printed(house, wave))
    answer = printed(house, wave, seen=seen(house, wave))
    assert answer.status_code == 400
    assert "Kryss av" in answer.content.decode()
    confirmed = {"seen": seen(house, wave), "void_old": "on"}
    new = codes_in(printed(house, wave, **confirmed))
    assert len(new) == len(old)
    assert not set(new) & set(old)
    assert printed(house, wave, **confirmed).status_code == 409
    assert len([entry for entry in entries(house.place.organisation.id) if entry.event == "slips-issued"]) == 2


def test_no_slips_without_a_locked_list_or_after_opening(house: House, planned: Wave) -> None:
    answer = printed(house, planned)
    assert answer.status_code == 409
    assert "kommet forbi dette" in answer.content.decode()
    take_in(house, SIZES)
    house.post("organiser", f"runde/{planned.id}/las/")
    printed(house, planned)
    follow(now=OPENS)
    assert printed(house, planned, seen=seen(house, planned), void_old="on").status_code == 409


@pytest.mark.parametrize("who", ["union", "employer", "safety", "outsider"])
def test_only_the_organiser_locks_and_prints(house: House, who: str) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    for address in ("las/", "lapper/"):
        assert house.post(who, f"runde/{wave.id}/{address}").status_code == 404
        assert house.get(who, f"runde/{wave.id}/{address}").status_code == 404
    assert not Slip.objects.exists()


def test_the_count_on_show_is_of_a_day(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    found = codes_in(printed(house, wave))
    follow(now=OPENS)
    for code in found[:6]:
        cast(code=code, answers=Answers(single={}, multiple={}), now=OPENS)
    follow(now=OPENS + timedelta(days=1))
    page = house.get("union", f"runde/{wave.id}/").content.decode()
    assert "Per 2. oktober 2018: 6 av 27 har svart." in page


def test_before_enough_have_answered_nothing_is_shown_and_the_page_says_why(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    printed(house, wave)
    follow(now=OPENS)
    follow(now=OPENS + timedelta(days=1))
    page = house.get("union", f"runde/{wave.id}/").content.decode()
    assert "Ingen tall vises før minst 5 har svart" in page
    assert "av 27 har svart" not in page


def test_a_round_that_was_left_is_said_to_be_gone(house: House) -> None:
    wave = close_after_answers(factories.frozen_wave(house.place, SIZES))
    wave.state = "destroyed"
    wave.save()
    page = house.get("union", f"runde/{wave.id}/apning/").content.decode()
    assert "slettet ulest" in page
    assert 'type="file"' not in page
    steps = house.get("union", f"runde/{wave.id}/").content.decode()
    assert "Rapporten er klar" not in steps


def test_slips_lead_to_the_respondents_own_origin_where_there_is_one(house: House) -> None:
    with override_settings(RESPOND_ADDRESS="https://svar.example.org"):
        sheets = " ".join(pages(printed(house, factories.frozen_wave(house.place, SIZES))))
    assert "svar.example.org/svar/" in sheets
    assert "testserver" not in sheets


def test_the_organiser_is_told_to_let_both_parties_count_the_slips(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    page = house.get("organiser", f"runde/{wave.id}/lapper/").content.decode()
    assert "La begge partene se på når lappene trekkes, og telle dem." in page
    assert "Tillit vet ikke hvem som har denne lappen" in " ".join(" ".join(pages(printed(house, wave))).split())
