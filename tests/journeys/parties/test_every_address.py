"""Every address below /parter/, read from the address table itself, so that a new one is tried without being listed."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reports.releases.models import ShareLink
from reports.releases.sharing import share
from surveys import clock
from surveys.audit.models import Entry
from surveys.organisations.invitations import invite
from surveys.organisations.rules import Role
from surveys.waves.models import Wave
from tests.journeys.parties.conftest import ROLES, House

DOORS = ("", "logg-inn/", "logg-ut/")
"""What is there before anybody is known."""
WORDS = {"form": "word", "key": "control", "shape": "wide", "theme": "light"}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def _reached_by_a_link(route: str) -> bool:
    """Tell whether the address holds a signed link, which is its own door: see test_first_run.py."""
    return "<str:token>" in route


def _addresses(wave: Wave, *, missing: bool = False) -> list[str]:
    """Return the addresses of the wave's own things, or of things that do not exist."""
    organisation = wave.agreement.organisation
    there = {
        "<uuid:wave_id>": wave.id,
        "<uuid:agreement_id>": wave.agreement_id,
        "<uuid:organisation_id>": wave.agreement.organisation_id,
        "<uuid:unit_id>": organisation.units.get(parent=None).id,
        "<uuid:invitation_id>": organisation.invitations.get().id,
        "<uuid:link_id>": ShareLink.objects.get().id,
    }
    values = {name: str(uuid4() if missing else value) for name, value in there.items()}
    # Nobody has changes, links or acts yet; number 0 is the entry that every register has.
    values |= {f"<uuid:{name}>": str(uuid4()) for name in ("change_id", "feed_id", "act_id")} | {"<int:number>": "0"}
    values |= {f"<slug:{name}>": word for name, word in WORDS.items()}
    found = []
    for route in _routes(get_resolver()):
        if not route.startswith("parter/<language:language>/") or _reached_by_a_link(route):
            continue
        address = route.replace("<language:language>", "nb")
        for name, value in values.items():
            address = address.replace(name, value)
        assert "<" not in address, f"a value is missing for {address}"
        if address.removeprefix("parter/nb/") not in DOORS:
            found.append(f"/{address}")
    assert len(found) > 20
    return found


def _without_ids(page: bytes) -> bytes:
    # The links to the other languages name the address that was asked for.
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", page)


@pytest.fixture(autouse=True)
def _invited_and_shared(house: House, released: Wave) -> None:
    """Let an invitation stand and a link to the report work, so that there is one of everything."""
    by, now = house.place.members["union"], clock.now()
    invite(by=by, role=Role.ORGANISER, email="ny@example.org", language="nb", party=None, party_name="", now=now)
    share(wave=released, by=by, days=7, now=now)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_learns_of_no_address_whether_it_is_there(house: House, released: Wave, method: str) -> None:
    for there, nowhere in zip(_addresses(released), _addresses(released, missing=True), strict=True):
        outsider, passer_by = (getattr(house.browsers[who], method) for who in ("outsider", "employee"))
        found, lost = outsider(there), outsider(nowhere)
        assert (found.status_code, lost.status_code) == (404, 404), there
        assert _without_ids(found.content) == _without_ids(lost.content), there
        assert (passer_by(there).status_code, passer_by(nowhere).status_code) == (303, 303), there


def test_no_form_is_taken_from_another_site(house: House, released: Wave) -> None:
    before = Entry.objects.count()
    for who in ROLES:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(house.place.members[who].user)
        for address in _addresses(released):
            assert browser.post(address).status_code == 400, address
    assert Entry.objects.count() == before


def test_looking_changes_nothing_but_that_a_fetched_part_is_written_down(house: House, released: Wave) -> None:
    before = Entry.objects.count()
    for who in ROLES:
        for address in _addresses(released):
            assert house.browsers[who].get(address).status_code in {200, 303, 404, 409}, address
    new = Entry.objects.order_by("sequence")[before:]
    assert {entry.event for entry in new} == {"share-fetched"}
    assert len(new) == 2
