"""An open wave with its slips, and a respondent who has nothing but a browser."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from surveys import clock
from surveys.agreements.services import Terms
from surveys.ballots.models import Ballot
from surveys.ballots.services import open_wave
from surveys.credentials.services import issue_slips
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Questionnaire
from surveys.waves.models import Wave
from tests import factories
from tests.journeys.respond.pages import Form, forms_in
from tests.standing import bare_ground, lay

DURING = factories.OPENS + timedelta(days=1)


@dataclass
class OpenWave:
    """A wave that takes answers, and the codes of its slips as they are printed."""

    wave: Wave
    codes: list[str]
    questionnaire: Questionnaire

    def ballots(self) -> int:
        return Ballot.objects.filter(group__wave=self.wave).count()


@pytest.fixture
def open_wave_with_slips(db: None) -> Iterator[OpenWave]:
    """A wave of 12 people, with the clock held one day after its opening."""
    yield from _during("open wave with slips", factories.terms())


@pytest.fixture
def wave_with_background(db: None) -> Iterator[OpenWave]:
    """The same, where every background question is asked and one unit is a division."""
    terms = factories.terms(crossings=factories.CROSSINGS, divisions=("lag-2",))
    yield from _during("open wave with slips and background", terms)


def _during(stage: str, terms: Terms) -> Iterator[OpenWave]:
    ground = bare_ground()
    with clock.frozen(DURING):
        (wave, codes), _ground = lay(stage, ground, lambda: _with_slips(terms))
        yield OpenWave(wave, codes, load("arbeidshverdag", 1))


def opened_with_slips(terms: Terms, *, prefix: str = "") -> OpenWave:
    """Return an open wave of 12 people under these terms; `prefix` keeps the addresses of two workplaces apart."""
    return OpenWave(*_with_slips(terms, prefix=prefix), load("arbeidshverdag", 1))


def _with_slips(terms: Terms, *, prefix: str = "") -> tuple[Wave, list[str]]:
    place = factories.workplace(name=f"{prefix}Fjellbygd kundesenter", prefix=prefix)
    wave = factories.frozen_wave(place, {"lag-1": 6, "lag-2": 6}, terms)
    batches = issue_slips(wave=wave, actor=factories.ACTOR, now=factories.DRAFTED)
    opened = open_wave(wave=wave, now=factories.OPENS)
    return opened, [code for batch in batches for code in batch.codes]


@dataclass
class Respondent:
    """Fills in the forms that the pages hold, as a browser without scripts does."""

    client: Client = field(default_factory=Client)
    language: str = "nb"
    response: Any = None

    @property
    def page(self) -> str:
        content: bytes = self.response.content
        return (gzip.decompress(content) if self.response.headers.get("Content-Encoding") else content).decode()

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def form(self) -> Form:
        return forms_in(self.page)[0]

    def post(self, fields: dict[str, list[str]], language: str | None = None) -> "Respondent":
        address = f"/svar/{language or self.language}/skjema/"
        body = urlencode(fields, doseq=True)
        self.response = self.client.post(address, body, content_type="application/x-www-form-urlencoded")
        return self

    def enter(self, code: str) -> "Respondent":
        return self.post({"code": [code], "go": ["stay"]})

    def step(
        self, go: str = "next", answers: Mapping[str, object] | None = None, *, without: tuple[str, ...] = ()
    ) -> "Respondent":
        """Send the form in view with these answers (item key: value or values) and this button."""
        fields = {name: values for name, values in self.form.fields().items() if name not in without}
        for key, value in (answers or {}).items():
            name = f"q.{key}" if f"q.{key}" in self.form.names() else f"m.{key}"
            fields[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return self.post(fields | {"go": [go]})

    def to_the_box(self, code: str) -> "Respondent":
        """Go through every page without answering, up to the last."""
        self.enter(code).step()
        while 'value="cast"' not in self.page:
            self.step()
        return self


@pytest.fixture
def respondent() -> Respondent:
    return Respondent()
