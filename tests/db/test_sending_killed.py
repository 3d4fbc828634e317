"""A worker killed with signal 9 in the middle of an e-mail: nobody is left out, and at most that one comes twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path as FilePath
from threading import Event
from urllib.parse import quote

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from surveys.audit.models import Entry
from surveys.roster.models import Link, Mailing
from surveys.roster.sending import STALE, send_batch
from tests import mail_server
from tests.db import mail_path
from tests.db.file_database import file_database
from tests.factories import OPENS
from tests.mail_server import ADDRESS, SENDER, LetterBox

ROOT = FilePath(__file__).resolve().parents[2]
PEOPLE = 6
PATIENCE = 60.0


@pytest.fixture
def database(transactional_db: None, django_db_blocker: DjangoDbBlocker, tmp_path: FilePath) -> Iterator[str]:
    """A database that another process reaches; yields its address."""
    at = connection.settings_dict
    if connection.vendor == "postgresql":
        user = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
        yield f"postgresql://{user}@{at['HOST']}:{at['PORT'] or 5432}/{quote(at['NAME'])}"
        return
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker) as file:
        yield f"sqlite:///{file}"


@pytest.fixture
def box(settings: Settings) -> Iterator[LetterBox]:
    with mail_server.running(settings) as found:
        yield found


def worker(database: str, box: LetterBox) -> "subprocess.Popen[bytes]":
    own = {
        "DJANGO_SETTINGS_MODULE": "project.settings.test",
        "TILLIT_TEST_DATABASE": database,
        "TILLIT_MAIL": f"smtp://127.0.0.1:{box.port}",
        "TILLIT_MAIL_FROM": SENDER,
        "TILLIT_ADDRESS": ADDRESS,
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TILLIT_")} | own
    command = [sys.executable, "-m", "tests.db.sending_process", OPENS.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def killed(process: "subprocess.Popen[bytes]", reached: Event) -> None:
    """Wait for the moment that the test has chosen, and kill the process there."""
    try:
        assert reached.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()


def at_the_third(box: LetterBox, reached: Event, released: Event) -> Callable[[str], None]:
    """Return what holds the third e-mail up in the server until the process is dead."""

    def hold(address: str) -> None:
        if len(box.counts() | {address: 1}) == 3 and not reached.is_set():
            reached.set()
            released.wait(PATIENCE)

    return hold


def everybody_has_hers_and_only(twice: int, box: LetterBox) -> None:
    """Send the rest after the worker's death, and count."""
    send_batch(now=OPENS + timedelta(minutes=1))
    assert len(box.counts()) in {PEOPLE - 1, PEOPLE}
    (held,) = Mailing.objects.filter(state="sending").select_related("place__person")
    send_batch(now=OPENS + STALE)
    send_batch(now=OPENS + STALE + STALE)
    email = held.place.person.email
    assert len(box.counts()) == PEOPLE
    assert box.counts() == dict.fromkeys(box.counts(), 1) | {email: 1 + twice}
    assert len({letter["Message-ID"] for letter in box.letters()}) == PEOPLE
    assert set(Mailing.objects.values_list("state", flat=True)) == {"sent"}
    assert list(Mailing.objects.filter(uncertain=True)) == [held]
    assert [entry.details["mails"] for entry in Entry.objects.filter(event="mail-uncertain")] == [1]
    # The link of the claim that came to nothing is a digest more, and opens nothing that the other does not.
    assert Link.objects.filter(place=held.place).count() == 2


def test_killed_between_the_claim_and_the_sending(database: str, box: LetterBox) -> None:
    mail_path.invited(PEOPLE)
    reached, released = Event(), Event()
    box.at_recipient = at_the_third(box, reached, released)
    killed(worker(database, box), reached)
    released.set()
    everybody_has_hers_and_only(0, box)


def test_killed_when_the_server_has_the_message_and_has_not_answered(database: str, box: LetterBox) -> None:
    mail_path.invited(PEOPLE)
    reached, released = Event(), Event()
    box.at_message = at_the_third(box, reached, released)
    killed(worker(database, box), reached)
    released.set()
    everybody_has_hers_and_only(1, box)


def test_killed_between_the_servers_answer_and_the_mark(database: str, box: LetterBox) -> None:
    """The database is held, so that the worker has its answer and waits at the mark when it is killed."""
    mail_path.invited(PEOPLE)
    reached = Event()
    locked = Event()

    def hold(address: str) -> None:
        if len(box.counts()) == 3 and not reached.is_set():
            reached.set()
            assert locked.wait(PATIENCE)

    box.at_message = hold
    process = worker(database, box)
    try:
        assert reached.wait(PATIENCE)
        with transaction.atomic():
            # On SQLite the transaction itself holds the file; PostgreSQL holds the rows.
            list(Mailing.objects.select_for_update().filter(state="sending"))
            locked.set()
            _wait_until_answered(box, process)
            process.kill()
            process.wait()
            _end_what_waits()
    finally:
        process.kill()
        process.wait()
        connections.close_all()
    everybody_has_hers_and_only(1, box)


def _end_what_waits() -> None:
    """End the dead worker's statement: PostgreSQL would still carry it out once it gets the row."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            assert cursor.fetchall() == [(True,)]


def _wait_until_answered(box: LetterBox, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the server's answer to be on its way, then a moment in which the worker comes to its mark."""
    deadline = time.monotonic() + PATIENCE
    while len(box.answered) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(box.answered) == 3
    time.sleep(0.5)
    assert process.poll() is None
