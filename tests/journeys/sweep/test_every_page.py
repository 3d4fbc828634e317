"""Every page, for every role that may see it, in every setting that a reader may have; and no page can be left out."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from project import urls
from surveys import clock
from tests import mail_server
from tests.journeys.parties.test_oidc import provider
from tests.journeys.sweep import addresses, flows, routes
from tests.journeys.sweep.walking import Walk, templates_kept
from tests.journeys.sweep.world import NOW, built
from tests.oidc_provider import Provider

__all__ = ["provider"]

pytestmark = pytest.mark.browser


def test_every_page_in_every_setting(
    live_server: LiveServer, browser: Browser, settings: Settings, provider: Provider
) -> None:
    settings.ROOT_URLCONF = "tests.journeys.sweep.planted"
    mail_server.use(settings, 25)
    # A passkey belongs to a domain, and a browser takes a number for none.
    site = live_server.url.replace("127.0.0.1", "localhost")
    import time
    with clock.frozen(NOW):
        walk = Walk(browser, site, built())
        with templates_kept(walk):
            for way in (routes.everybody, flows.by_slip, flows.by_link, routes.parties, routes.bad_input,
                        routes.two_at_once, flows.account, flows.errors):  # fmt: skip
                a=time.time(); n=walk.looks
                try: way(walk)
                except Exception as e:
                    print("!!!", way, repr(e)[:1500]); walk.page.screenshot(path="/tmp/h/sweep-fail-%s.png" % way.__name__)
                    print(walk.page.url)
                print(way.__name__, walk.looks-n, time.time()-a, flush=True)
            try: flows.door(walk, provider)
            except Exception as e: print("!!!", repr(e)[:1500]); print(walk.page.url)
    print(walk.looks)
    import json
    Path("/tmp/h/sweep-faults.json").write_text(json.dumps(walk.faults, ensure_ascii=False, indent=1))
    print(addresses.escaped(walk.addresses))
    print(sorted(walk.templates))
