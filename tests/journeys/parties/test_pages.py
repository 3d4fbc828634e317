"""What holds for every page: nothing inline, nothing foreign, one heading, a language, and no keeping."""

import re
from html.parser import HTMLParser

import pytest

from surveys.audit.models import Entry
from surveys.audit.selectors import check_chain, entries
from surveys.pages.organise import wording
from surveys.waves.models import Wave
from tests import factories
from tests.journeys.parties.conftest import SIZES, House


class Inline(HTMLParser):
    """Collects what a strict content security policy forbids, headings, labels and ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.fields: list[str] = []
        self.labels: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in found):
            self.forbidden.append(tag)
        self.forbidden += [name for name in found if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            value = found.get(name) or "/"
            if value.startswith(("http:", "https:", "//", "data:")) and found.get("rel") != "noreferrer":
                self.forbidden.append(value)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "input" and found.get("type") != "hidden":
            self.fields.append(str(found.get("id")))
        if tag == "label":
            self.labels.add(str(found.get("for")))


def check(page: str) -> None:
    seen = Inline(page)
    assert seen.forbidden == []
    assert seen.headings.count(1) == 1
    assert all(deeper <= before + 1 for before, deeper in zip(seen.headings, seen.headings[1:], strict=False))
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.fields) <= seen.labels


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_nothing_is_inline_on_any_page(house: House, released: Wave, language: str) -> None:
    organisation, agreement = house.place.organisation.id, released.agreement_id
    addresses = ("", f"avtale/{agreement}/", f"avtale/{agreement}/sporsmal/", f"virksomhet/{organisation}/mottakere/",
                 f"virksomhet/{organisation}/logg/", f"runde/{released.id}/", f"runde/{released.id}/apning/",
                 f"rapport/{released.id}/")  # fmt: skip
    for who in ("union", "organiser"):
        for address in addresses:
            answer = house.browsers[who].get(f"/parter/{language}/{address}")
            assert answer.status_code == 200
            check(answer.content.decode())
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "style-src 'self'" in policy
            assert answer.headers["Cache-Control"] == "no-store"
    check(house.browsers["employee"].get(f"/parter/{language}/logg-inn/").content.decode())


def test_nothing_is_inline_on_the_pages_of_the_organiser_before_opening(house: House) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    check(house.get("organiser", f"runde/{wave.id}/").content.decode())
    check(house.get("organiser", f"runde/{wave.id}/lapper/").content.decode())
    assert house.post("organiser", f"runde/{wave.id}/lapper/").headers["Content-Type"] == "application/pdf"
    check(house.post("organiser", f"runde/{wave.id}/lapper/").content.decode())
    check(house.post("organiser", f"virksomhet/{house.place.organisation.id}/mottakere/").content.decode())


def test_nothing_is_inline_on_the_opening(house: House, closed: Wave) -> None:
    check(house.get("union", f"runde/{closed.id}/apning/").content.decode())
    check(house.hand_in("union", closed, "{}").content.decode())


def test_the_log_words_every_event_and_says_that_the_chain_is_whole(house: House, released: Wave) -> None:
    page = house.get("safety", f"virksomhet/{house.place.organisation.id}/logg/").content.decode()
    assert "Kjeden er hel" in page
    for entry in entries(house.place.organisation.id):
        assert wording.event(entry.event, entry.details) != entry.event
        assert entry.event not in re.findall(r"<td>([^<]*)</td>", page)
    assert "Det ble laget 33 lapper" in page
    assert "Runden host-2018 ble lukket." in page
    assert check_chain(house.place.organisation.id).head in page


@pytest.mark.parametrize("name", ["wave-removed", "wave-preparations-void", "share-fetched"])
def test_events_that_this_house_has_not_met_have_words_too(name: str) -> None:
    assert wording.event(name, {"wave": "1", "key": "host-2018"}) != name


def test_the_log_says_where_the_chain_is_broken(house: House) -> None:
    first = entries(house.place.organisation.id)[3]
    Entry.objects.create(
        chain=first.chain, sequence=99, at=first.at, event="x", actor="y", details={}, previous="", hash="0" * 64
    )
    page = house.get("union", f"virksomhet/{house.place.organisation.id}/logg/").content.decode()
    assert "Kjeden er brutt ved linje" in page
    assert "Kjeden er hel" not in page
