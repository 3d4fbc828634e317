"""Nothing that the system gives out hangs on the answers of a team that is not shown.

Two worlds with the same workplace: in the second, two hidden teams have exchanged their answers, so that the whole and
the team that is shown are the same. Everything that is produced is gathered in both (pages, report, diagrams, PDF,
API, the wave's published record, the log, what the program writes, e-mail) and must be the same, letter for letter,
but for names that are drawn at random. The control lowers the threshold, so that the two teams are shown.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from project.calendar import follow
from surveys import clock
from surveys.audit.selectors import entries
from surveys.ballots import services as ballots
from surveys.credentials.services import issue_slips
from surveys.waves.models import Wave
from tests import factories
from tests.db.path import sheet
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS
from tests.journeys.parties.conftest import ROLES, House

LANGUAGES = ("nb", "nn", "sv", "en")
SIZES = {"lag-1": 44, "lag-2": 33, "lag-3": 33}
HIDING, SHOWING = 31, 5
ANSWERED = {"lag-1": range(40), "lag-2": range(40, 69), "lag-3": range(100, 219, 7)}
"""Which sheets are handed in: of the hidden teams one has 29 and the other 17, and they differ."""
EXCHANGED = {**ANSWERED, "lag-2": ANSWERED["lag-3"], "lag-3": ANSWERED["lag-2"]}
RANDOM = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<id>"),
    (re.compile(r"\b[0-9a-f]{8,64}\b"), "<digest>"),
    (re.compile(r"\b[0-9a-f]{4}( [0-9a-f]{4}){3,}\b"), "<digest>"),
    (re.compile(r"\b([0-9A-Z]{4}-){4}[0-9A-Z]{4}\b"), "<code>"),
    (re.compile(r"[A-Za-z0-9_-]{40,}={0,2}"), "<token>"),
    (re.compile(r"(?<=[a-z\"' ])(one|two)-(?=[a-z]+@)"), ""),
)


def gathered(
    house: House, threshold: int, answered: dict[str, range], languages: Sequence[str], seen: pytest.LogCaptureFixture
) -> dict[str, str]:
    """Carry a wave from the signature to the report and return everything given out on the way, by where."""
    wave = factories.frozen_wave(house.place, SIZES, factories.terms(threshold=threshold))
    found: dict[str, str] = {}
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    with clock.frozen(OPENS):
        follow(now=wave.opens_at)
    for batch in issued:
        for code, number in zip(batch.codes, answered[batch.group.unit.code], strict=False):
            ballots.cast(code=code, answers=sheet(number), now=OPENS + timedelta(hours=1))
    for moment, name in ((OPENS + timedelta(days=2), "open"), (CLOSES, "closed")):
        with clock.frozen(moment):
            follow(now=moment)
            found |= {f"{name}: {where}": text for where, text in pages(house, wave)}
    with clock.frozen(CLOSES + timedelta(days=1)):
        for who in ("union", "employer"):
            found[f"giving: {who}"] = house.give(who, wave).content.decode()
        found |= dict(pages(house, wave))
        found |= dict(report(house, wave, languages))
    logged = entries(house.place.organisation.id)
    found["audit"] = "\n".join(f"{entry.event} {entry.actor} {entry.details}" for entry in logged)
    found["program"] = "\n".join(record.getMessage() for record in seen.records if record.name != "django.request")
    found["mail"] = "\n".join(f"{message.subject} {message.body}" for message in mail.outbox)
    return {where: in_any_order(plain(text)) if "agreement" in where else plain(text) for where, text in found.items()}


def in_any_order(text: str) -> str:
    """Return the parts of an agreement sorted: parties that joined at the same moment stand in a random order."""
    return "\n".join(sorted(re.split(r"[\n{}]", text)))


def pages(house: House, wave: Wave) -> Iterator[tuple[str, str]]:
    """Yield the parties' pages about a wave, to each role."""
    for who in ROLES:
        yield f"{who} home", house.get(who, "").content.decode()
        yield f"{who} wave", house.get(who, f"runde/{wave.id}/").content.decode()
        yield f"{who} opening", house.get(who, f"runde/{wave.id}/apning/").content.decode()
        yield f"{who} agreement", house.get(who, f"avtale/{wave.agreement_id}/").content.decode()
        yield f"{who} log", house.get(who, f"virksomhet/{house.place.organisation.id}/logg/").content.decode()


def report(house: House, wave: Wave, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the report in every form."""
    browser: Client = house.browsers["union"]
    for language in languages:
        page = browser.get(f"/parter/{language}/rapport/{wave.id}/").content.decode()
        yield f"report {language}", page
        for address in sorted(set(re.findall(r'"(/parter/[^"]+\.svg)"', page))):
            yield f"diagram {address.split(str(wave.id))[1]} {language}", browser.get(address).content.decode()
        pdf = PdfReader(io.BytesIO(browser.get(f"/parter/{language}/rapport/{wave.id}/fil/pdf/").content))
        yield f"pdf {language}", "\n".join(sheet.extract_text() for sheet in pdf.pages)
        told = browser.get(f"/parter/api/v1/reports/{wave.id}/", {"language": language})
        yield f"api {language}", told.content.decode()
    packed = b"".join(browser.get(f"/parter/nb/runde/{wave.id}/runde.zip"))
    with zipfile.ZipFile(io.BytesIO(packed)) as record:
        for name in record.namelist():
            if name.endswith(("release.json", "agreement.json")):
                yield f"record {name}", record.read(name).decode()


def plain(text: str) -> str:
    """Return a text without what is drawn at random."""
    for pattern, instead in RANDOM:
        text = pattern.sub(instead, text)
    return text


@pytest.fixture
def houses(db: None) -> tuple[House, House]:
    """Two workplaces of the same name, each with its people signed in."""
    made = []
    for prefix in ("one-", "two-"):
        place = factories.workplace(prefix=prefix)
        house = House(place, place)
        for who in ROLES:
            house.browsers[who] = Client()
            house.browsers[who].force_login(place.members[who].user)
        made.append(house)
    return made[0], made[1]


def differing(
    houses: tuple[House, House], threshold: int, languages: Sequence[str], seen: pytest.LogCaptureFixture
) -> tuple[set[str], int]:
    """Return where the two worlds differ, and how many places there are."""
    worlds = []
    for house, answered in zip(houses, (ANSWERED, EXCHANGED), strict=True):
        seen.clear()
        mail.outbox.clear()
        worlds.append(gathered(house, threshold, answered, languages, seen))
    one, other = worlds
    return {where for where in one.keys() | other.keys() if one.get(where) != other.get(where)}, len(one)


def test_nothing_hangs_on_what_a_hidden_team_answered(
    houses: tuple[House, House], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        found, places = differing(houses, HIDING, LANGUAGES, caplog)
    with capsys.disabled():
        print(f"\nhidden teams: {places} texts in two worlds, {len(found)} differ")
    assert found == set()


def test_the_same_search_finds_a_team_that_is_shown(
    houses: tuple[House, House], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        found, places = differing(houses, SHOWING, ["nb"], caplog)
    with capsys.disabled():
        print(f"\nteams that are shown: {places} texts in two worlds, {len(found)} differ")
    assert {"report nb", "pdf nb", "api nb"} <= found
    assert any(where.startswith("record") for where in found)
