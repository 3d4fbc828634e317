"""What every test shares."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.management.commands.flush import Command as Flush
from django.db import connections

TRIGGERS = ("audit_entry_no_update", "audit_entry_no_delete", "audit_entry_append_only", "audit_entry_no_truncate")


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_the_audit_log() -> Iterator[None]:
    """Let the flush after a transactional test empty the log that the database otherwise guards, and guard it again."""
    guarded = Flush.handle

    def handle(self: Flush, **options: Any) -> None:
        connection = connections[options["database"]]
        migration = import_module("surveys.audit.migrations.0002_append_only")
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON audit_entry" if postgresql else ""))
        try:
            guarded(self, **options)
        finally:
            with connection.cursor() as cursor:
                for statement in migration.POSTGRESQL[1:] if postgresql else migration.SQLITE:
                    cursor.execute(statement)

    Flush.handle = handle  # type: ignore[method-assign]
    yield
    Flush.handle = guarded  # type: ignore[method-assign]
