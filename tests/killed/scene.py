"""A database and a key folder that outlive a process, and the killing of a process that works on them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path as FilePath

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from surveys.waves.models import Wave
from tests.db.file_database import file_database

ROOT = FilePath(__file__).resolve().parents[2]
SECONDS = 120


@dataclass(frozen=True)
class Scene:
    """Where the victim finds its database and its key files."""

    address: str
    keys: FilePath

    def kill(self, act: str, point: str, wave: Wave, now: datetime, *more: str) -> None:
        """Let another process act until it reaches the point, and see that it was killed there."""
        done = self.run(act, point, wave, now, *more)
        assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
        assert "survived" not in done.stdout

    def run(self, act: str, point: str, wave: Wave, now: datetime, *more: str) -> subprocess.CompletedProcess[str]:
        """Let another process act; return how it ended."""
        connection.close()
        variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "project.settings.test",
            "TILLIT_TEST_DATABASE": self.address,
            "TILLIT_TEST_WAVE_KEYS": str(self.keys),
        }
        command = [sys.executable, "-m", "tests.killed.victim", act, point, now.isoformat(), str(wave.id), *more]
        return subprocess.run(
            command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=SECONDS, check=False
        )


@contextmanager
def scene(folder: FilePath, blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Give the PostgreSQL of the run, or else a SQLite file, and a key folder that another process reaches too."""
    keys = folder / "wave-keys"
    with override_settings(WAVE_KEYS=keys):
        if connection.vendor == "postgresql":
            yield Scene(_address(), keys)
            return
        file = folder / "tillit.sqlite3"
        with file_database(file, blocker):
            yield Scene(f"sqlite:///{file}", keys)


def _address() -> str:
    named = connection.settings_dict
    who = f"{named['USER']}:{named['PASSWORD']}" if named["PASSWORD"] else named["USER"]
    return f"postgresql://{who}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


@pytest.fixture
def shared_scene(transactional_db: None, django_db_blocker: DjangoDbBlocker, tmp_path: FilePath) -> Iterator[Scene]:
    with scene(tmp_path, django_db_blocker) as found:
        yield found
