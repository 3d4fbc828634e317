"""Another database than that of the run: in memory there is neither a file nor a second connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from project.settings.base import database


@contextmanager
def file_database(file: Path, blocker: DjangoDbBlocker) -> Iterator[Path]:
    """Let the default connection of every thread lead to a new SQLite database in `file` while the block runs."""
    file.write_bytes(_migrated(blocker))
    with _leading_to(f"sqlite:///{file}", blocker):
        yield file


@cache
def _migrated(blocker: DjangoDbBlocker) -> bytes:
    """Return a SQLite database with every table and nothing in it: all migrations again for each test take long."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        with database_at(f"sqlite:///{file}", blocker):
            pass
        assert [found.name for found in file.parent.iterdir()] == [file.name]
        return file.read_bytes()


@contextmanager
def database_at(address: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the default connection of every thread lead to the database at `address`, migrated, while the block runs."""
    with _leading_to(address, blocker):
        call_command("migrate", verbosity=0)
        yield


@contextmanager
def _leading_to(address: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    before = connections["default"]
    settings = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": database(address)})["default"]
    del connections["default"]
    try:
        with blocker.unblock():
            yield
            connections["default"].close()
    finally:
        connections.settings["default"] = settings
        connections["default"] = before
