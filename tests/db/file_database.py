"""Another database than that of the run: in memory there is neither a file nor a second connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from project.settings.base import database


@contextmanager
def file_database(file: Path, blocker: DjangoDbBlocker) -> Iterator[Path]:
    """Let the default connection of every thread lead to a new SQLite database in `file` while the block runs."""
    with database_at(f"sqlite:///{file}", blocker):
        yield file


@contextmanager
def database_at(address: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the default connection of every thread lead to the database at `address`, migrated, while the block runs."""
    before = connections["default"]
    settings = connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": database(address)})["default"]
    del connections["default"]
    try:
        with blocker.unblock():
            call_command("migrate", verbosity=0)
            yield
            connections["default"].close()
    finally:
        connections.settings["default"] = settings
        connections["default"] = before
