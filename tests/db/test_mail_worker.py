"""Invitations by a real worker: over a real Redis and PostgreSQL to a real mail server, batch after batch."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path as FilePath

import pytest
from pytest_django.fixtures import Settings

from surveys import clock
from surveys.agreements.rules import PlannedWave
from surveys.credentials.services import choose_channels, issue_slips
from surveys.roster.models import Mailing, Person
from surveys.roster.sending import BATCH
from surveys.waves.selectors import groups_of
from tests import factories, mail_server
from tests.db.test_worker import PATIENCE, ROOT, SEND, worker
from tests.db.test_worker import environment as servers
from tests.factories import ACTOR
from tests.mail_server import ADDRESS, SENDER, LetterBox

__all__ = ["servers", "worker"]
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PEOPLE = 2 * BATCH + 7


@pytest.fixture
def box(settings: Settings) -> Iterator[LetterBox]:
    with mail_server.running(settings) as found:
        yield found


@pytest.fixture
def environment(servers: dict[str, str], box: LetterBox) -> dict[str, str]:
    """The worker's settings, with this test's mail server in them."""
    own = {"TILLIT_MAIL": f"smtp://127.0.0.1:{box.port}", "TILLIT_MAIL_FROM": SENDER, "TILLIT_ADDRESS": ADDRESS}
    return servers | own


def test_the_worker_opens_a_round_and_sends_every_invitation_once(
    environment: dict[str, str], worker: FilePath, box: LetterBox
) -> None:
    now = clock.now()
    due = PlannedWave("now", "Nå", now - timedelta(hours=1), now + timedelta(days=5))
    place = factories.workplace()
    wave = factories.frozen_wave(
        place, {"lag-1": PEOPLE, "lag-2": 6}, replace(factories.terms(due), opens_on_holidays=True)
    )
    # The factory lists people of 2018, whom the calendar would forget.
    Person.objects.update(imported_on=now.date())
    chosen = [group.id for group in groups_of(wave) if group.unit.code == "lag-1"]
    choose_channels(wave=wave, link_groups=chosen, actor=ACTOR, now=now)
    issue_slips(wave=wave, actor=ACTOR, now=now)
    for _ in range(2):
        subprocess.run([sys.executable, "-c", SEND], cwd=ROOT, env=environment, check=True)
    deadline = time.monotonic() + PATIENCE
    while Mailing.objects.filter(state="sent").count() < PEOPLE:
        assert time.monotonic() < deadline, worker.read_text(errors="replace")[-4000:]
        time.sleep(0.2)
    invited = {address: number for address, number in box.counts().items() if address.startswith("lag-1")}
    assert (len(invited), set(invited.values())) == (PEOPLE, {1})
    # One connection a batch, and no address of a recipient in the worker's log.
    assert "@example.org" not in worker.read_text(errors="replace")
