"""Attack A5: whoever is on the line compares two people's traffic. One answers everything, the other nothing.

Every request and answer has the same length, in the same order, with the same headers; there is no cookie and no
identifier. The controls put one in, or leave the padding out, and must be caught by the same comparison.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path as FilePath

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from project.demo.visitor import Visitor
from project.launcher.own_server import HERE
from surveys import clock
from surveys.agreements.rules import PlannedWave
from surveys.ballots import services as ballots
from surveys.ballots.encoding import encode
from surveys.ballots.models import Ballot
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.types import Answers
from surveys.credentials.services import choose_channels, issue_slips
from surveys.roster.links import new_link
from surveys.waves.selectors import groups_of
from tests import factories
from tests.adversary.attackers import servers
from tests.adversary.attackers.client import Browser, Unexpected
from tests.adversary.attackers.siege import CHOSEN, LIST
from tests.adversary.attackers.traffic import Exchange, Recorder, differences, recording
from tests.chromium import chromium
from tests.db.file_database import file_database
from tests.db.link_path import QUESTIONNAIRE, Right, places
from tests.factories import ACTOR, DRAFTED
from tests.journeys.links.walking import cast, collect, go_and_answer, in_view, open_link, press, sections, to_the_box
from tests.journeys.respond.test_browser import PHONE

EVERYTHING = Answers(
    single={item.key: 1 + place % 5 for place, item in enumerate(QUESTIONNAIRE.items)}, multiple={LIST.key: CHOSEN}
)
NOTHING = Answers()


@dataclass
class Line:
    """The recorder before a real web server, and what it takes to answer."""

    recorder: Recorder
    tokens: list[str]
    codes: list[str]

    @property
    def address(self) -> str:
        return f"http://{HERE}:{self.recorder.port}"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("line")
    file = folder / "tillit.sqlite3"
    with file_database(file, django_db_blocker):
        tokens, codes = _wave()
        variables = servers.environment(
            database=f"sqlite:///{file}", wave_keys=FilePath(settings.WAVE_KEYS), folder=folder,
            TILLIT_SLIP_KEY=settings.SLIP_KEY,
        )  # fmt: skip
        with (
            servers.web_server(variables, folder / "web.log") as address,
            recording(int(address.rpartition(":")[2])) as recorder,
        ):
            yield Line(recorder, tokens, codes)


def _wave() -> tuple[list[str], list[str]]:
    """Open a wave that is open by this machine's own clock; return links of one group and codes of another."""
    place, now = factories.workplace(), clock.now()
    planned = PlannedWave("na", "Nå", now - timedelta(hours=1), now + timedelta(days=5))
    wave = factories.frozen_wave(
        place, {"lag-1": 20, "lag-2": 12}, replace(factories.terms(planned), opens_on_holidays=True)
    )
    links = [group.id for group in groups_of(wave) if group.unit.code == "lag-1"]
    choose_channels(wave=wave, link_groups=links, actor=ACTOR, now=DRAFTED)
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    opened = ballots.open_wave(wave=wave, now=now)
    return [new_link(place=one) for one in places(opened, "lag-1")], list(issued[0].codes)


def _by_link(line: Line, answers: Answers, browser: type[Browser] = Browser) -> list[Exchange]:
    line.recorder.taken()
    try:
        browser(line.address).whole_way(line.tokens.pop(), answers)
    except Unexpected:
        assert browser is not Browser
    return line.recorder.taken()


def _by_slip(line: Line, answers: Answers) -> list[Exchange]:
    line.recorder.taken()
    Visitor(line.address, "nb").answer(line.codes.pop(), answers)
    return line.recorder.taken()


def _summary(found: list[Exchange]) -> str:
    sent, received = (sum(size) for size in zip(*((one.request.size, one.answer.size) for one in found), strict=True))
    return f"{len(found)} exchanges, {sent} bytes sent, {received} received"


def test_two_people_by_link(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    before = Ballot.objects.count()
    full, empty = _by_link(line, EVERYTHING), _by_link(line, NOTHING)
    with capsys.disabled():
        print(f"\nA5, by link: everything {_summary(full)}; nothing {_summary(empty)}; {differences(full, empty)}")
    assert Ballot.objects.count() == before + 2
    assert len(full) == 6
    assert differences(full, empty) == []


def test_two_people_by_slip_get_pages_of_one_length(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a script the answers travel in the form, so what is sent differs; what comes back must not."""
    full, empty = _by_slip(line, EVERYTHING), _by_slip(line, NOTHING)
    found = [one for one in differences(full, empty) if not one.startswith("request of")]
    with capsys.disabled():
        print(f"\nA5, by slip: everything {_summary(full)}; nothing {_summary(empty)}; in the answers: {found}")
    assert found == []


@pytest.mark.parametrize("header", ["Set-Cookie: visitor=", "ETag: ", "X-Served: "])
def test_control_an_identifier_in_the_answers_is_caught(
    line: Line, header: str, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = itertools.count(1000)
    line.recorder.alter = lambda data: data.replace(b"\r\nDate:", f"\r\n{header}{next(numbers)}\r\nDate:".encode())
    try:
        found = differences(_by_link(line, EVERYTHING), _by_link(line, EVERYTHING))
    finally:
        line.recorder.alter = bytes
    with capsys.disabled():
        print(f"\nA5, control with {header!r}: {len(found)} differences")
    assert len(found) >= 6


class Unpadded(Browser):
    """Seals what was answered and no more."""

    def cast(self, right: Right, answers: Answers, *, box: bytes) -> None:
        plain = encode(QUESTIONNAIRE, answers).rstrip(b"\0")
        sealed = seal(plain, public_key=box, info=ballot_info(right.wave_id, right.group_id))
        path = f"/svar/{self.language}/runde/{right.wave_id}/svarark/"
        self._send("POST", path, right.body(sealed), "application/octet-stream")


def test_control_a_ballot_without_padding_is_caught_and_the_server_refuses_it(line: Line) -> None:
    full, empty = _by_link(line, EVERYTHING, Unpadded), _by_link(line, NOTHING, Unpadded)
    found = differences(full, empty)
    assert any("bytes" in one and "svarark" in one for one in found)
    assert full[-1].answer.line.startswith("HTTP/1.1 422")


@pytest.mark.browser
def test_two_people_by_link_in_a_real_browser(
    line: Line, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's own script: it must send nothing between the sections, and the same whatever was answered."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    seen: list[list[Exchange]] = []
    with chromium() as browser:
        for everything in (True, False):
            line.recorder.taken()
            context = browser.new_context(viewport=PHONE)
            page = context.new_page()
            open_link(page, line.address, line.tokens.pop())
            collect(page)
            go_and_answer(page)
            if everything:
                to_the_box(page)
            else:
                press(page, "next")
                for number in range(1, sections(page) + 1):
                    in_view(page, str(number))
                    press(page, "next")
                in_view(page, "box")
            cast(page)
            page.wait_for_load_state("networkidle")
            line.recorder.wait_for_answers()
            assert context.cookies() == []
            context.close()
            seen.append(line.recorder.taken())
    full, empty = seen
    found = differences(full, empty, in_sequence=False)
    with capsys.disabled():
        print(f"\nA5, Chromium: everything {_summary(full)}; nothing {_summary(empty)}; {found}")
    assert found == []
