"""Every page, for every role that may see it, in every setting that a reader may have; and no page can be left out."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings as site_settings
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from surveys import clock
from tests import mail_server
from tests.journeys.parties.test_oidc import provider
from tests.journeys.sweep import addresses, flows, routes
from tests.journeys.sweep.walking import Walk, templates_kept
from tests.journeys.sweep.world import NOW, World, built
from tests.oidc_provider import Provider

__all__ = ["provider"]

WAYS = (routes.everybody, flows.by_slip, flows.by_link, routes.parties, routes.bad_input, routes.register_files,
        routes.two_at_once, flows.account, flows.errors)  # fmt: skip
MORE = {"key": "profile", "shape": "wide", "theme": "light", "form": "json-stat", "provider_id": "feide"}
"""What else stands in addresses."""
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')


def page_templates() -> set[str]:
    """Return the names of the templates that are pages: that build upon another one, and upon which none builds."""
    made, built_upon = set(), {"base.html"}
    for part in ("surveys", "reports"):
        for file in (site_settings.ROOT / part).rglob("templates/**/*.html"):
            if found := EXTENDS.search(file.read_text()):
                made.add(str(file).partition("/templates/")[2])
                built_upon.add(found[1])
    return made - (built_upon - {"account/reauthenticate.html"})


def pages_among(world: World, names: Iterable[str]) -> list[str]:
    """Return those of the addresses that answer somebody's GET with a page."""
    return [name for name in names if any(_is_page(*asked) for asked in _asked_of(world, name))]


def _asked_of(world: World, name: str) -> Iterator[tuple[Client, str]]:
    """Yield who asks for what: at the latest stage of a survey at which there is something to ask for."""
    wanted = addresses.wanted_by(name)
    named = world.tokens.get({"shared-chart": "shared"}.get(name, name), {})
    for values in (*reversed(world.values.values()), named):
        known = values | MORE | {"language": "nb"}
        if wanted <= set(known):
            yield from ((client, addresses.path(name, known)) for client in world.clients(values))
            return
    raise AssertionError(f"nothing to put into the address of {name}")


def _is_page(client: Client, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.browser
def test_every_page_in_every_setting(
    live_server: LiveServer, browser: Browser, settings: Settings, provider: Provider
) -> None:
    settings.ROOT_URLCONF = "tests.journeys.sweep.planted"
    mail_server.use(settings, 25)
    # A passkey belongs to a domain, and a browser takes a number for none.
    site = live_server.url.replace("127.0.0.1", "localhost")
    with clock.frozen(NOW):
        walk = Walk(browser, site, built())
        with templates_kept(walk):
            for way in WAYS:
                way(walk)
            flows.door(walk, provider)
    assert not walk.faults, walk.told()
    assert addresses.escaped(walk.addresses) == []
    assert page_templates() - walk.templates == set()


@pytest.mark.django_db
def test_what_is_no_page_answers_with_none() -> None:
    with clock.frozen(NOW):
        world = built()
        assert pages_among(world, set(addresses.NO_PAGES) - addresses.COSTLY) == []
        assert pages_among(world, ["welcome", "home", "report-register", "front"]) == [
            "welcome",
            "home",
            "report-register",
        ]
