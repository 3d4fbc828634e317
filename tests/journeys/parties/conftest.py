"""The cast of the parties' pages: each with a browser of her own, and one workplace with its rounds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from project.calendar import follow
from surveys import clock
from surveys.agreements.rules import Holder, PlannedWave
from surveys.ballots import services as ballots
from surveys.ballots.custody import RecoveryFile
from surveys.ballots.share_files import SealedShare
from surveys.ballots.shares import share_of, unwrapped
from surveys.ballots.types import Answers
from surveys.credentials.services import issue_slips
from surveys.questionnaires.loading import load
from surveys.roster.services import freeze
from surveys.waves.models import Wave
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, Workplace
from tests.standing import Ground, bare_ground, lay

ROLES = ("union", "employer", "safety", "organiser")
STRANGERS = ("outsider", "employee")
SIZES = {"lag-1": 12, "lag-2": 8, "lag-3": 7}


HOLDERS = {"union": Holder.UNION, "employer": Holder.EMPLOYER, "safety": Holder.SUBSTITUTE}


@dataclass
class House:
    """A workplace, another one beside it, and a browser for each: `employee` has no account."""

    place: Workplace
    other: Workplace
    browsers: dict[str, Client] = field(default_factory=dict)
    ground: Ground | None = None

    def get(self, who: str, address: str) -> HttpResponse:
        return self.browsers[who].get(f"/parter/nb/{address}")  # type: ignore[return-value]

    def post(self, who: str, address: str, data: dict[str, object] | None = None) -> HttpResponse:
        return self.browsers[who].post(f"/parter/nb/{address}", data or {})  # type: ignore[return-value]

    def sealed(self, who: str, wave: Wave) -> SealedShare:
        """Return the part of the key that she fetches from the page."""
        answer = self.get(who, f"runde/{wave.id}/apning/min-del/")
        assert answer.status_code == 200
        return SealedShare.from_json(answer.content.decode())

    def hand_in(self, who: str, wave: Wave, text: str) -> HttpResponse:
        file = SimpleUploadedFile("part.json", text.encode(), "application/json")
        return self.post(who, f"runde/{wave.id}/apning/", {"file": file})

    def hand_in_unfetched(self, who: str, wave: Wave) -> HttpResponse:
        """Hand in her right part without having been given it by the site."""
        share = unwrapped(wave=wave, share=share_of(wave=wave, by=self.place.members[who]))
        return self.hand_in(who, wave, self.place.opened_share(HOLDERS[who], share))

    def give(self, who: str, wave: Wave) -> HttpResponse:
        """Fetch, open with her real key, and hand in."""
        holder = HOLDERS[who]
        return self.hand_in(who, wave, self.place.opened_share(holder, self.sealed(who, wave)))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Empty both caches: attempts are counted in one, and a round that is laid down again has its old number."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture
def house(db: None) -> House:
    (place, other, cookies), ground = lay("house", bare_ground(), _house)
    found = House(place, other, ground=ground)
    _browse(found, cookies)
    return found


Cookies = dict[str, SimpleCookie]


def _house() -> tuple[Workplace, Workplace, Cookies]:
    place = factories.workplace()
    other = factories.workplace(name="Kystnes kundesenter", prefix="annen-")
    browsers = {who: Client() for who in (*ROLES, *STRANGERS)}
    for who in ROLES:
        browsers[who].force_login(place.members[who].user)
    browsers["outsider"].force_login(other.members["union"].user)
    return place, other, {who: browser.cookies for who, browser in browsers.items()}


def _browse(house: House, cookies: Cookies) -> None:
    """Give each of the cast a browser with these cookies."""
    house.browsers = {who: Client() for who in cookies}
    for who, browser in house.browsers.items():
        browser.cookies = cookies[who]


def round_at(stage: str, house: House, build: Callable[[], Wave]) -> Wave:
    """Return the house's round as `build` brings it to this stage."""

    def carry() -> tuple[Wave, dict[Holder, RecoveryFile], Cookies]:
        wave = build()
        return wave, house.place.keys, {who: browser.cookies for who, browser in house.browsers.items()}

    (wave, house.place.keys, cookies), house.ground = lay(stage, house.ground, carry)
    _browse(house, cookies)
    return wave


def close_after_answers(wave: Wave, *, shift: int = 0) -> Wave:
    """Make slips, open, let all but one of each group answer, and close; `shift` moves the answers of some."""
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    follow(now=wave.opens_at)
    items = load(wave.agreement.questionnaire, wave.agreement.questionnaire_version).items
    for batch in issued:
        for number, code in enumerate(batch.codes[: batch.group.headcount - 1]):
            single = {
                item.key: min(5, 1 + (number * 3 + place) % 5 + shift * (number % 2))
                for place, item in enumerate(items)
            }
            ballots.cast(code=code, answers=Answers(single=single), now=wave.opens_at + timedelta(hours=number))
    follow(now=wave.closes_at)
    wave.refresh_from_db()
    return wave


@pytest.fixture
def closed(house: House) -> Wave:
    """A closed round with answers in it."""
    return round_at("closed", house, lambda: close_after_answers(factories.frozen_wave(house.place, SIZES)))


@pytest.fixture
def released(house: House, closed: Wave) -> Iterator[Wave]:
    """A round that both parties have opened; the clock stands on the day after its closing."""

    def both_give() -> Wave:
        house.give("union", closed)
        house.give("employer", closed)
        closed.refresh_from_db()
        assert closed.state == "released"
        return closed

    with clock.frozen(CLOSES + timedelta(days=1)):
        yield round_at("released", house, both_give)


@pytest.fixture
def released_again(house: House) -> Iterator[Wave]:
    """The second of two rounds that both parties have opened, so soon that the first box still stands."""
    first = PlannedWave("host-2018", "Høsten 2018", OPENS, CLOSES)
    second = PlannedWave("ny-runde", "Ny runde", CLOSES + timedelta(days=3), CLOSES + timedelta(days=13))
    wave = factories.frozen_wave(house.place, SIZES, factories.terms(first, second))
    for number, key in enumerate((first.key, second.key)):
        wave = wave.agreement.waves.get(key=key)
        if number:
            freeze(wave=wave, actor=ACTOR, now=CLOSES + timedelta(days=2))
        close_after_answers(wave, shift=number)
        with clock.frozen(wave.closes_at + timedelta(days=1)):
            house.give("union", wave)
            house.give("employer", wave)
    wave.refresh_from_db()
    with clock.frozen(wave.closes_at + timedelta(days=2)):
        yield wave


@pytest.fixture
def with_mail(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.ADDRESS = "mail.example.org", "https://tillit.example.org"
    settings.DEFAULT_FROM_EMAIL = "tillit@example.org"
