"""The poster and the record of a round, as the parties fetch them."""

import io
import zipfile

import pytest
from django.http import HttpResponse
from django.test import override_settings
from pypdf import PdfReader

from project.calendar import follow
from reports.releases.wave_record import wave_record
from surveys.ballots.key_list import code_of
from surveys.credentials.services import choose_channels, issue_slips
from surveys.waves.models import Wave
from surveys.waves.rules import Channel
from tests import factories
from tests.factories import ACTOR, DRAFTED, OPENS
from tests.journeys.parties.conftest import ROLES, SIZES, House


def _open(house: House, links: set[str]) -> Wave:
    """An open round; the units named get links, the others slips."""
    wave = factories.frozen_wave(house.place, SIZES)
    chosen = [group.id for group in wave.groups.all() if group.unit.code in links]
    choose_channels(wave=wave, link_groups=chosen, actor=ACTOR, now=DRAFTED)
    if wave.groups.filter(channel=Channel.SLIP).exists():
        issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    assert [one.id for one in follow(now=OPENS).opened] == [wave.id]
    return wave


def _text(answer: HttpResponse) -> str:
    assert answer.headers["Content-Type"] == "application/pdf", answer.content[:1000]
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(page.extract_text().replace("-\n", "").replace("\xad\n", "").split())


def test_everybody_at_the_table_gets_the_poster_with_the_code_of_the_published_keys(house: House) -> None:
    wave = _open(house, {"lag-1"})
    code = code_of(wave.id)
    for who in ROLES:
        answer = house.get(who, f"runde/{wave.id}/plakat.pdf")
        words = _text(answer)
        assert code is not None
        assert code in words
        assert answer.headers["Cache-Control"] == "no-store"
    assert "Fagforeningen og Ledelsen spør sammen" in words
    assert "Svar før 19. oktober 2018 kl. 16:00." in words
    assert "Noen får en lenke på e-post, og andre trekker en lapp" in words
    assert "Syntetisk" in words
    assert "testserver/svar/nb/slik-virker-det/" in words
    assert "plakat.pdf" in house.get("union", f"runde/{wave.id}/").content.decode()


def test_a_round_of_slips_alone_has_a_poster_without_a_code(house: House) -> None:
    wave = _open(house, set())
    words = _text(house.get("union", f"runde/{wave.id}/plakat.pdf"))
    assert code_of(wave.id) not in words.split()
    assert "Koden til nøklene" not in words
    assert "Du trekker en lapp" in words


def test_it_leads_to_the_respondents_own_origin_where_there_is_one(house: House) -> None:
    wave = _open(house, {"lag-1", "lag-2", "lag-3"})
    with override_settings(RESPOND_ADDRESS="https://svar.example.org"):
        words = _text(house.get("union", f"runde/{wave.id}/plakat.pdf"))
    assert "svar.example.org/svar/nb/slik-virker-det/" in words
    assert "testserver" not in words
    assert "Du får en lenke på e-post" in words


@pytest.mark.parametrize("who", ["outsider", "employee"])
def test_strangers_get_neither_poster_nor_record(house: House, who: str) -> None:
    wave = _open(house, {"lag-1"})
    expected = 404 if who == "outsider" else 303
    for name in ("plakat.pdf", "runde.zip"):
        assert house.get(who, f"runde/{wave.id}/{name}").status_code == expected


def test_there_is_no_poster_before_the_round_and_after_it_and_no_record_before_the_release(house: House) -> None:
    planned = factories.frozen_wave(house.place, SIZES)
    assert house.get("union", f"runde/{planned.id}/plakat.pdf").status_code == 404
    assert house.get("union", f"runde/{planned.id}/runde.zip").status_code == 404
    issue_slips(wave=planned, actor=ACTOR, now=DRAFTED)
    follow(now=OPENS)
    assert house.get("union", f"runde/{planned.id}/runde.zip").status_code == 404
    follow(now=planned.closes_at)
    assert house.get("union", f"runde/{planned.id}/plakat.pdf").status_code == 404


def test_the_record_is_handed_out_as_one_file_the_same_for_all(house: House, released: Wave) -> None:
    answers = {who: house.get(who, f"runde/{released.id}/runde.zip") for who in ROLES}
    assert len({answer.content for answer in answers.values()}) == 1
    with zipfile.ZipFile(io.BytesIO(answers["union"].content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == wave_record(released)
    assert "runde.zip" in house.get("union", f"rapport/{released.id}/").content.decode()
