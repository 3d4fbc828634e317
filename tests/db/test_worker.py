"""The calendar by a real worker: a task sent over a real Redis opens a wave in a real PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path as FilePath
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from surveys import clock
from surveys.agreements.rules import Holder, PlannedWave
from surveys.waves.rules import State
from tests import factories
from tests.db import path

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROOT = FilePath(__file__).resolve().parents[2]
PATIENCE = 90.0
SEND = "import django; django.setup(); from project.tasks import follow_the_calendar as task; task.delay()"


class NoServers(RuntimeError):
    """The test was asked for without the servers that it needs."""


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of another process that uses this test's database, key files and Redis."""
    redis = os.environ.get("TILLIT_TEST_REDIS")
    if not redis or connection.vendor != "postgresql":
        raise NoServers("TILLIT_TEST_REDIS and a PostgreSQL in TILLIT_TEST_DATABASE are needed")
    at = connection.settings_dict
    user = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    own = {
        "DJANGO_SETTINGS_MODULE": "project.settings.test",
        "TILLIT_TEST_DATABASE": f"postgresql://{user}@{at['HOST']}:{at['PORT'] or 5432}/{quote(at['NAME'])}",
        "TILLIT_TEST_WAVE_KEYS": str(settings.WAVE_KEYS),
        "TILLIT_REDIS": redis,
    }
    return {key: value for key, value in os.environ.items() if not key.startswith("TILLIT_")} | own


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: FilePath) -> Iterator[FilePath]:
    """A worker process; yields its log."""
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "project.celery", "worker", "--concurrency=1", "--loglevel=INFO"]
    with open(log, "wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(found: path.Path, state: State, log: FilePath) -> None:
    deadline = time.monotonic() + PATIENCE
    while found.state() != state:
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-4000:]
        time.sleep(0.2)


def test_a_worker_opens_the_wave_that_is_due(environment: dict[str, str], worker: FilePath) -> None:
    now = clock.now()
    due = PlannedWave("now", "Nå", now - timedelta(hours=1), now + timedelta(days=5))
    later = PlannedWave("later", "Senere", now + timedelta(days=10), now + timedelta(days=20))
    terms = replace(factories.terms(due, later), opens_on_holidays=True)
    found = path.prepared({"lag-1": 6}, terms=terms)
    subprocess.run([sys.executable, "-c", SEND], cwd=ROOT, env=environment, check=True)
    _wait_for(found, State.OPEN, worker)
    assert found.place.organisation.agreements.get().waves.get(key="later").state == State.PLANNED
    # The worker's box is whole: its key file stands where this process finds it, and takes an answer in.
    path.cast(found.codes("lag-1")[:1], now=clock.now())
    assert found.file_of(Holder.UNION)
