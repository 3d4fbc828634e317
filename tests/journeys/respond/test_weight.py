"""What a first visit costs on the wire: from the address on the slip to the thanks, compressed as in production."""

import gzip
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from project import languages
from tests.journeys.respond.conftest import OpenWave, Respondent

LIMIT = 40_000
STATIC = ("tillit/tillit.css", "tillit/code.js", "tillit/icon.svg")


def on_the_wire(response: Any) -> int:
    """Return the bytes of a response with its headers."""
    headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in response.headers.items())
    return headers + len(bytes(response.content))


def static_file(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str)
    with open(found, "rb") as file:
        return len(gzip.compress(file.read())) + 400


@pytest.mark.parametrize("language", languages.CODES)
def test_a_whole_first_visit_weighs_at_most_forty_kilobytes(
    wave_with_background: OpenWave, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    respondent = Respondent(client, language=language)
    total = sum(static_file(name) for name in STATIC)
    total += on_the_wire(client.get("/svar/")) + on_the_wire(client.get(f"/svar/{language}/"))
    respondent.enter(wave_with_background.codes[0])
    while True:
        total += on_the_wire(respondent.response)
        if 'value="cast"' in respondent.page:
            break
        names = {name for name in respondent.form.names() if name.startswith("q.")} - set(respondent.form.hidden())
        respondent.step(answers={name.removeprefix("q."): 3 for name in names})
    total += on_the_wire(respondent.step("cast").response)
    total += on_the_wire(client.get(f"/svar/{language}/takk/"))
    with capsys.disabled():
        print(f"\n{language}: {total} bytes", end="")
    assert wave_with_background.ballots() == 1
    assert total <= LIMIT
