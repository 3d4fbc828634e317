"""A distinctive ballot, cast over HTTP, is looked for in every form wherever something is kept: it is nowhere."""

import base64
import io
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from project.calendar import follow
from project.demo.serving import serving
from project.demo.visitor import Lost, Visitor
from project.logs import NoPersonalData
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.ballots import services as ballots
from surveys.ballots.encoding import encode
from surveys.ballots.models import Ballot, BoxShare, GivenShare
from surveys.ballots.share_files import OpenedShare
from surveys.ballots.shares import KeyFileGone
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load
from tests.db import path
from tests.db.file_database import file_database
from tests.db.path import DURING, OPENED, Path
from tests.factories import CLOSES

OURS = load("arbeidshverdag", 1)
LIST = OURS.multiple[0]
CHOSEN = frozenset([key for key, _ in LIST.options if key not in LIST.exclusive][1::2])
# No two neighbours alike and no period: no sheet of the other people looks like it.
CANARY = Answers(
    single={item.key: 1 + (place * place + 3 * place) % 5 for place, item in enumerate(OURS.items)},
    multiple={LIST.key: CHOSEN},
)


@dataclass
class Machine:
    """Everything that outlives a request on the machine under attack."""

    folder: FilePath
    database: FilePath
    keys: FilePath
    temporary: FilePath
    log: io.StringIO

    def places(self) -> Mapping[str, bytes]:
        """Return the bytes of each place."""
        found = {
            "database": self.database.read_bytes(),
            "write-ahead log": _bytes_of(self.database.with_name(self.database.name + "-wal")),
            "shared memory": _bytes_of(self.database.with_name(self.database.name + "-shm")),
            "key files": b"".join(file.read_bytes() for file in sorted(self.keys.rglob("*")) if file.is_file()),
            "temporary files": b"".join(
                file.read_bytes() for file in sorted(self.temporary.rglob("*")) if file.is_file()
            ),
            "log": self.log.getvalue().encode(),
        }
        assert found["database"].startswith(b"SQLite format 3")
        return found


def _bytes_of(file: FilePath) -> bytes:
    return file.read_bytes() if file.exists() else b""


def encodings(answers: Answers) -> dict[str, bytes]:
    """Return every form in which the answers might be left lying about."""
    plain = encode(OURS, answers)
    core = plain[: 9 + len(OURS.items)].rstrip(b"\0")
    single = dict(answers.single)
    fields = [(f"q.{key}", str(value)) for key, value in single.items()]
    digits = [str(value) for value in single.values()]
    found = {
        "plaintext": plain,
        "plaintext without padding": core,
        "the answers' bytes": core[9:],
        "hex": core.hex().encode(),
        "upper hex": core.hex().upper().encode(),
        "hex of the answers": core[9:].hex().encode(),
        "base64": base64.b64encode(core)[:-4],
        "base64 for addresses": base64.urlsafe_b64encode(core)[:-4],
        "JSON": json.dumps(single).encode(),
        "short JSON": json.dumps(single, separators=(",", ":")).encode(),
        "a Python mapping": repr(single).encode(),
        "a form": urlencode(fields).encode(),
        "part of a form": urlencode(fields[5:12]).encode(),
        "hidden fields": f'name="{fields[7][0]}" value="{fields[7][1]}"'.encode(),
        "a row of a CSV": ",".join(digits).encode(),
        "digits": "".join(digits).encode(),
        "chosen options": "|".join(sorted(CHOSEN)).encode(),
        "an option in a form": urlencode([(f"m.{LIST.key}", key) for key in sorted(CHOSEN)]).encode(),
    }
    return found | {f"{name} in UTF-16": _utf16(form) for name, form in found.items() if name in ("JSON", "digits")}


def _utf16(form: bytes) -> bytes:
    return form.decode().encode("utf-16-le")


def hits(machine: Machine, forms: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return (place, form) for everything that was found."""
    return [(place, name) for place, held in machine.places().items() for name, form in forms.items() if form in held]


@pytest.fixture
def machine(
    tmp_path: FilePath,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Machine]:
    temporary, keys = tmp_path / "temporary", tmp_path / "keys"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings.WAVE_KEYS = keys
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker) as database:
        yield Machine(tmp_path, database, keys, temporary, io.StringIO())


@contextmanager
def listening(log: io.StringIO) -> Iterator[None]:
    """Write down what the site logs, at every level, as its own handler would. Begin when the server has started.

    Starting a server sets the logging up anew. The settings keep a request's failures from the root's handlers.
    """
    handler = logging.StreamHandler(log)
    handler.addFilter(NoPersonalData())
    loggers = (logging.getLogger(), logging.getLogger("django.request"))
    level = loggers[0].level
    loggers[0].setLevel(logging.DEBUG)
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        loggers[0].setLevel(level)
        for logger in loggers:
            logger.removeHandler(handler)


def _cast_over_http(found: Path, machine: Machine) -> int:
    """Put the canary in between the others; return the number of requests."""
    codes = found.codes("lag-1")
    path.cast(codes[:6])
    with serving() as address, listening(machine.log), clock.frozen(DURING):
        visitor = Visitor(address, "nn")
        visitor.answer(codes[6], CANARY)
    path.cast(codes[7:12])
    assert Ballot.objects.count() == 12
    return visitor.requests


def test_the_canary_is_nowhere_before_the_opening_and_a_planted_one_is_found_everywhere(machine: Machine) -> None:
    found = path.opened({"lag-1": 12})
    assert _cast_over_http(found, machine) > len(OURS.sections)
    forms = encodings(CANARY)
    assert hits(machine, forms) == []
    follow(now=CLOSES)
    found.give(Holder.UNION)
    assert hits(machine, forms) == []

    # The control: the same search finds each form in each place once it is put there.
    everything = b"\n".join(forms.values())
    group = Ballot.objects.all()[0].group
    Ballot.objects.bulk_create(Ballot(group=group, sealed=form) for form in forms.values())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    for file in (machine.keys / "note", machine.temporary / "note"):
        file.write_bytes(everything)
    with listening(machine.log):
        for form in forms.values():
            logging.getLogger("anybody").debug("answers: %s", form.decode("latin-1"))
    planted = hits(machine, forms)
    for place in ("database", "write-ahead log", "key files", "temporary files"):
        assert {name for where, name in planted if where == place} == set(forms)
    assert {"JSON", "short JSON", "a row of a CSV"} <= {name for where, name in planted if where == "log"}


def test_an_answer_that_fails_on_the_way_leaves_nothing_either(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = path.opened({"lag-1": 12})

    def fail(*args: object, **kwargs: object) -> bytes:
        raise RuntimeError(f"broken with {CANARY.single}")

    with monkeypatch.context() as broken:
        broken.setattr(ballots, "seal", fail)
        with serving() as address, listening(machine.log), clock.frozen(DURING), pytest.raises(Lost, match="500"):
            Visitor(address, "nb").answer(found.codes("lag-1")[0], CANARY)
    assert "RuntimeError" in machine.log.getvalue()
    assert hits(machine, encodings(CANARY)) == []
    path.cast(found.codes("lag-1")[:1])


def test_after_destruction_neither_sealed_bytes_nor_shares_are_in_the_database(machine: Machine) -> None:
    found = path.opened({"lag-1": 12})
    _cast_over_http(found, machine)
    follow(now=CLOSES)
    sealed = {f"ballot {n}": bytes(ballot.sealed)[-64:] for n, ballot in enumerate(Ballot.objects.all())}
    wrapped = {f"share {share.holder}": bytes(share.wrapped)[-48:] for share in BoxShare.objects.all()}
    opened = {
        f"opened share {holder}": OpenedShare.from_json(found.file_of(holder)).share.to_bytes()[2:]
        for holder in (Holder.UNION, Holder.EMPLOYER)
    }
    key = {"key file": (machine.keys / f"{found.wave.id}.key").read_bytes()}
    found.give(Holder.UNION)
    given = {"given share": bytes(GivenShare.objects.get().wrapped)[-32:]}
    kept = sealed | wrapped | given
    # The control: they are there until then, in the database or in its write-ahead log.
    assert {name for _place, name in hits(machine, kept)} == set(kept)
    assert ("key files", "key file") in hits(machine, key)
    released = found.give(Holder.EMPLOYER)
    assert released is not None
    assert released.record.ballots.accepted == 12
    follow(now=OPENED + timedelta(days=14))
    assert found.state() == "destroyed"
    assert hits(machine, kept | opened | key | encodings(CANARY)) == []


def test_an_old_copy_of_everything_but_the_key_files_opens_nothing_after_destruction(machine: Machine) -> None:
    found = path.opened({"lag-1": 12})
    _cast_over_http(found, machine)
    follow(now=CLOSES)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = machine.folder / "backup.sqlite3"
    shutil.copyfile(machine.database, backup)
    found.open_jointly()
    follow(now=OPENED + timedelta(days=14))
    connection.close()
    for name in ("", "-wal", "-shm"):
        machine.database.with_name(machine.database.name + name).unlink(missing_ok=True)
    shutil.copyfile(backup, machine.database)
    assert Ballot.objects.count() == 12
    # Every custodian together, with the whole old backup: the shares stay wrapped.
    for holder in Holder:
        with pytest.raises(KeyFileGone):
            found.file_of(holder)
    assert os.listdir(machine.keys) == []
