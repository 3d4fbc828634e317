"""The page on slips and links: chosen before the opening, counted afterwards, and silent on who has collected."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from pytest_django.fixtures import Settings

from surveys import clock
from surveys.roster.mailing import queue_invitations
from surveys.roster.models import FrozenPlace, Issuance, Mailing
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of
from tests import factories, mail_server
from tests.db import mail_path
from tests.factories import OPENS
from tests.journeys.parties.conftest import ROLES, SIZES, House

LATER = OPENS + timedelta(days=4)


@pytest.fixture
def planned(house: House, settings: Settings) -> Wave:
    mail_server.use(settings, 25)
    return factories.frozen_wave(house.place, SIZES)


@pytest.fixture
def invited(house: House, settings: Settings) -> Iterator[Wave]:
    """An open round whose first team was invited; the clock stands four days after."""
    mail_server.use(settings, 25)
    path = mail_path.opened(SIZES, place=house.place)
    queue_invitations(wave=path.wave, now=OPENS)
    Mailing.objects.update(state="sent")
    with clock.frozen(LATER):
        yield path.wave


def page(house: House, wave: Wave, who: str = "organiser") -> str:
    answer = house.get(who, f"runde/{wave.id}/invitasjoner/")
    assert answer.status_code == 200
    return answer.content.decode()


def act(
    house: House, wave: Wave, what: str, data: dict[str, object] | None = None, who: str = "organiser"
) -> HttpResponse:
    return house.post(who, f"runde/{wave.id}/invitasjoner/{what}/", data)


def channels(wave: Wave) -> dict[str, str]:
    return {group.unit.code: group.channel for group in groups_of(wave)}


def choice(wave: Wave, **chosen: str) -> dict[str, object]:
    return {str(group.id): chosen.get(group.unit.code.replace("-", "_"), "slip") for group in groups_of(wave)}


def test_the_organiser_chooses_one_way_for_each_group(house: House, planned: Wave) -> None:
    assert page(house, planned).count('type="radio"') == 6
    assert act(house, planned, "valg", choice(planned, lag_1="link")).status_code == 303
    assert channels(planned) == {"lag-1": "link", "lag-2": "slip", "lag-3": "slip"}
    assert "Valget er lagret" in page(house, planned)
    assert act(house, planned, "valg", choice(planned)).status_code == 303
    assert set(channels(planned).values()) == {"slip"}


@pytest.mark.parametrize("broken", ["both", "", None])
def test_a_choice_that_is_none_is_shown_beside_its_group(house: House, planned: Wave, broken: str | None) -> None:
    data = choice(planned, lag_2="link")
    key = str(groups_of(planned)[0].id)
    if broken is None:
        del data[key]
    else:
        data[key] = broken
    answer = act(house, planned, "valg", data)
    assert answer.status_code == 400
    assert "Velg lapper eller lenke" in answer.content.decode()
    assert set(channels(planned).values()) == {"slip"}


def test_without_a_mail_server_links_are_refused_in_words(house: House, planned: Wave, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert "alle grupper må få lapper" in page(house, planned)
    answer = act(house, planned, "valg", choice(planned, lag_1="link"))
    assert answer.status_code == 409
    assert "ikke satt opp til å sende e-post" in answer.content.decode()
    assert set(channels(planned).values()) == {"slip"}
    assert act(house, planned, "valg", choice(planned)).status_code == 303


def test_nothing_is_chosen_once_the_round_is_open(house: House, invited: Wave) -> None:
    answer = act(house, invited, "valg", choice(invited, lag_2="link"))
    assert answer.status_code == 409
    assert channels(invited)["lag-2"] == "slip"


def test_the_page_is_the_same_before_and_after_somebody_has_collected(house: House, invited: Wave) -> None:
    def shown(who: str) -> str:
        return page(house, invited, who).partition("<main")[2].partition("csrfmiddlewaretoken")[0]

    before = [shown(who) for who in ROLES]
    for place in FrozenPlace.objects.filter(group__unit__code="lag-1")[:5]:
        Issuance.objects.create(place=place, blinded=bytes(32))
    assert [shown(who) for who in ROLES] == before


def test_refused_addresses_are_listed_for_the_organiser_and_counted_for_the_others(house: House, invited: Wave) -> None:
    Mailing.objects.filter(place__person__email="lag-1.3@example.org").update(state="refused")
    assert "lag-1.3@example.org" in page(house, invited)
    for who in ("union", "employer", "safety"):
        text = page(house, invited, who)
        assert "lag-1.3@example.org" not in text
        assert '<dt>Adresser som ikke tok imot</dt><dd class="number">1</dd>' in text
        assert "Send påminnelse nå" not in text
        assert "Send ny lenke" not in text


def test_a_reminder_is_sent_by_a_button_and_not_twice(house: House, invited: Wave) -> None:
    assert "går til alle som ble invitert" in page(house, invited)
    assert act(house, invited, "paminnelse").status_code == 303
    assert Mailing.objects.filter(reason="reminder-1").count() == 12
    assert "tre døgn" in page(house, invited)
    again = act(house, invited, "paminnelse")
    assert again.status_code == 409
    assert "Påminnelsen ble ikke sendt" in again.content.decode()
    with clock.frozen(LATER + timedelta(days=3)):
        assert "bare til dem som ikke har hentet" in page(house, invited)
        Issuance.objects.create(place=FrozenPlace.objects.filter(group__unit__code="lag-1")[0], blinded=bytes(32))
        before = page(house, invited)
        assert act(house, invited, "paminnelse").status_code == 303
        shown = page(house, invited).partition(">Invitasjonene</h2>")[2].partition(">Send noen")[0]
        assert shown
        assert "11" not in shown
        assert before.count('<dd class="number">12</dd>') == 1
        assert Mailing.objects.filter(reason="reminder-2").count() == 11


def test_a_new_link_gets_the_same_answer_whoever_it_is_for(house: House, invited: Wave) -> None:
    Issuance.objects.create(place=FrozenPlace.objects.get(person__email="lag-1.0@example.org"), blinded=bytes(32))
    said = []
    for email in ("lag-1.0@example.org", "lag-1.1@example.org", "LAG-1.0@example.org"):
        assert act(house, invited, "ny-lenke", {"email": email}).status_code == 303
        said.append(page(house, invited).partition('role="status">')[2].partition("</div>")[0])
    assert len(set(said)) == 1
    assert "En ny lenke er lagt i kø" in said[0]


@pytest.mark.parametrize(
    ("email", "status", "why"),
    [
        ("", 400, "Skriv e-postadressen"),
        ("ukjent@example.org", 400, "står ikke på mottakerlisten"),
        ("lag-2.0@example.org", 409, "gruppe som får lapper"),
        ("<script>", 400, "står ikke på mottakerlisten"),
    ],
)
def test_why_a_new_link_is_not_sent_is_said_with_what_was_typed(
    house: House, invited: Wave, email: str, status: int, why: str
) -> None:
    answer = act(house, invited, "ny-lenke", {"email": email})
    text = answer.content.decode()
    assert answer.status_code == status
    assert why in text
    assert "<title>Feil:" in text
    assert "<script>" not in text.partition("<main")[2]


@pytest.mark.parametrize("what", ["valg", "paminnelse", "ny-lenke"])
def test_only_the_organiser_acts_and_a_stranger_finds_nothing(house: House, invited: Wave, what: str) -> None:
    for who in ("union", "employer", "safety", "outsider"):
        assert act(house, invited, what, {"email": "lag-1.0@example.org"}, who).status_code == 404
    assert act(house, invited, what, who="employee").status_code == 303
    assert house.get("organiser", f"runde/{invited.id}/invitasjoner/{what}/").status_code == 303
    assert house.get("outsider", f"runde/{invited.id}/invitasjoner/").status_code == 404
    assert not Mailing.objects.exclude(reason="invitation").exists()
