"""What the database tests share."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.db.file_database import file_database

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark what does not hang on the database: the whole run makes these tests on PostgreSQL alone."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("each_database") is None:
            item.add_marker(pytest.mark.one_database)


@pytest.fixture
def shared(transactional_db: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """A database that several connections reach: the PostgreSQL of the run, else SQLite in a file."""
    vendor = connection.vendor
    if vendor == "postgresql":
        yield vendor
        return
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker):
        yield vendor
