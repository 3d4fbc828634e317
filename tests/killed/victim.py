"""The process that is killed. It acts on the database and key folder named in its environment, and dies at one point.

`python -m tests.killed.victim ACT POINT WAVE [ROLE SHARE-FILE]`; it prints "survived" where the point never came.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django

Point = Callable[[], None]


def die(*_args: object, **_kwargs: object) -> None:
    """End at once, as a power cut or an operator's kill -9 does: nothing is cleaned up, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Die where `owner.name` is called."""
    setattr(owner, name, die)


def after(owner: Any, name: str) -> None:
    """Die when `owner.name` has done its work."""
    whole = getattr(owner, name)

    def act(*args: Any, **kwargs: Any) -> None:
        whole(*args, **kwargs)
        die()

    setattr(owner, name, act)


def at_statement(begins: str, *, number: int = 1) -> None:
    """Die once so many statements that begin so have been carried out, inside whatever transaction they belong to."""
    from django.db import connection

    seen = 0

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        done = execute(sql, params, many, context)
        seen += sql.startswith(begins)
        if seen == number:
            die()
        return done

    connection.execute_wrappers.append(watch)


def at_commit(when: Callable[[Any, str], None]) -> None:
    """Die before or after the outermost transaction's commit."""
    from django.db import connection

    when(connection, "_commit")


def half_written() -> None:
    """Die when the first half of a key file has been overwritten."""
    from surveys.waves import key_files

    def half(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[: len(data) // 2])
        os.fsync(descriptor)
        die()

    key_files._write_through = half


def points() -> dict[str, Point]:
    """Return every point by its name."""
    from reports.releases import services as releases
    from surveys.ballots import destruction
    from surveys.ballots import services as ballots
    from surveys.ballots.models import KeyList
    from surveys.credentials import services as credentials
    from surveys.waves.key_files import WaveKeys

    return {
        "first-statement": lambda: at_statement(""),
        "share-unwrapped": lambda: at_statement('DELETE FROM "ballots_givenshare"'),
        "ballots-decrypted": lambda: after(releases, "tally"),
        "release-inserted": lambda: at_statement('INSERT INTO "releases_release"'),
        "moved": lambda: after(releases, "move"),
        "before-commit": lambda: at_commit(before),
        "after-commit": lambda: at_commit(after),
        "rows-deleted": lambda: after(destruction, "destroy_rows"),
        "rights-forgotten": lambda: after(credentials, "forget"),
        "before-voiding": lambda: before(WaveKeys, "void"),
        "key-half-overwritten": half_written,
        "key-overwritten": lambda: before(os, "ftruncate"),
        "before-rewriting": lambda: before(destruction, "_rewrite_pages"),
        "after-rewriting": lambda: after(destruction, "_rewrite_pages"),
        "before-removing": lambda: before(WaveKeys, "remove"),
        "before-key-file": lambda: before(WaveKeys, "create"),
        "key-file-half-written": half_written,
        "after-key-file": lambda: after(WaveKeys, "create"),
        "box-made": lambda: after(ballots, "_make_box"),
        "keys-published": lambda: after(KeyList.objects, "create"),
        "never": lambda: None,
    }


def give(wave_id: UUID, now: datetime, role: str, file: str) -> None:
    """Hand in a share for the person with this role."""
    from reports.releases.services import give_share
    from surveys.organisations.models import Membership
    from surveys.waves.models import Wave

    wave = Wave.objects.get(pk=wave_id)
    by = Membership.objects.get(role=role, organisation=wave.agreement.organisation)
    give_share(wave=wave, by=by, text=Path(file).read_text(encoding="utf-8"), now=now)


def follow_the_calendar(_wave_id: UUID, now: datetime) -> None:
    """Do what is due."""
    from project.calendar import follow

    follow(now=now)


def open_it(wave_id: UUID, now: datetime) -> None:
    """Open the wave: one transaction, as far as the database goes."""
    from surveys.ballots.services import open_wave
    from surveys.waves.models import Wave

    open_wave(wave=Wave.objects.get(pk=wave_id), now=now)


ACTS: dict[str, Callable[..., None]] = {"give": give, "calendar": follow_the_calendar, "open": open_it}


def main(act: str, point: str, now: str, wave_id: str, *more: str) -> None:
    django.setup()
    points()[point]()
    ACTS[act](UUID(wave_id), datetime.fromisoformat(now), *more)
    print("survived", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
