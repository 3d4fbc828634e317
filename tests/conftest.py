"""What every test shares."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.management.commands.flush import Command as Flush
from django.db import connections
from hypothesis import settings

GUARDED = {
    "surveys.audit.migrations.0002_append_only": ("audit_entry",),
    "surveys.monitoring.migrations.0002_append_only": ("monitoring_version", "monitoring_act"),
}
"""The tables that the database guards, by the migration that says so."""

# No test asserts a time: a machine that is busy is not a fault. Hypothesis' own profile for CI has no deadline either.
settings.register_profile("no-deadline", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("no-deadline")

TRIGGERS = ("no_update", "no_delete", "append_only", "no_truncate")


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_the_guarded_tables() -> Iterator[None]:
    """Let the flush after a transactional test empty what the database otherwise guards, and guard it again."""
    guarded = Flush.handle

    def handle(self: Flush, **options: Any) -> None:
        connection = connections[options["database"]]
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            for table in (table for tables in GUARDED.values() for table in tables):
                for name in TRIGGERS:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if postgresql else ""))
        try:
            guarded(self, **options)
        finally:
            with connection.cursor() as cursor:
                for migration in map(import_module, GUARDED):
                    for statement in migration.POSTGRESQL[1:] if postgresql else migration.SQLITE:
                        cursor.execute(statement)

    Flush.handle = handle  # type: ignore[method-assign]
    yield
    Flush.handle = guarded  # type: ignore[method-assign]
