"""What many tests begin with is built once by each process, and laid down again, row by row, for the next test.

A workplace with its cast, its closed round and its released one go through hundreds of transactions; as rows they are
copied in a moment. Only on PostgreSQL, inside a test's transaction, and where nothing stands that the kept rows did not
know of: an empty database, no setting changed, no clock held. Otherwise everything is built as if this were not here.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection

from surveys import clock

BASELINE = {"auth_permission", "django_content_type", "django_migrations", "django_site"}
"""The tables that the migrations fill."""
Rows = dict[str, bytes]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Ground:
    """What a test stands on: the rows that were laid down since the savepoint."""

    savepoint: str
    rows: Rows


@dataclass(frozen=True)
class Kept:
    """A stage as it was when it had just been built."""

    rows: Rows
    key_files: dict[str, bytes]
    value: Any


_kept: dict[str, Kept] = {}


def bare_ground() -> Ground | None:
    """Return the ground of a test before anything is built; None where kept rows must not be laid down."""
    lazy: Any = settings
    changed = isinstance(lazy._wrapped, UserSettingsHolder) or clock._clock is not clock.system_clock
    if connection.vendor != "postgresql" or not connection.in_atomic_block or changed or _rows():
        return None
    savepoint = connection.savepoint()
    assert savepoint is not None
    return Ground(savepoint, {})


def lay(stage: str, on: Ground | None, build: Callable[[], Value]) -> tuple[Value, Ground | None]:
    """Return what `build` makes of the ground, and the ground that it then is.

    What is kept of a stage is used only where the ground is to the row what it was built on: a test that has done
    something of its own before gets what it builds on that.
    """
    if on is None or not _alike(_rows(), on.rows):
        return build(), None
    kept = _kept.get(stage)
    if kept is None:
        value = build()
        kept = _kept[stage] = Kept(_rows(), _key_files(), deepcopy(value))
    else:
        value = deepcopy(kept.value)
        connection.savepoint_rollback(on.savepoint)
        _lay_down(kept)
    return value, replace(on, rows=kept.rows)


def _rows() -> Rows:
    """Return the rows of every table that has any, as PostgreSQL copies them out."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - BASELINE):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                found[table] = b"".join(bytes(part) for part in copy)
    return {table: rows for table, rows in found.items() if rows}


def _alike(one: Rows, other: Rows) -> bool:
    """Tell whether the rows are the same, in whatever order: PostgreSQL puts a row where there is room."""
    return one.keys() == other.keys() and all(
        sorted(one[table].split(b"\n")) == sorted(other[table].split(b"\n")) for table in one
    )


def _lay_down(kept: Kept) -> None:
    with connection.cursor() as cursor:
        for table, rows in kept.rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
    for name, content in kept.key_files.items():
        file = Path(settings.WAVE_KEYS) / name
        file.write_bytes(content)
        file.chmod(0o600)


def _key_files() -> dict[str, bytes]:
    folder = Path(settings.WAVE_KEYS)
    return {file.name: file.read_bytes() for file in folder.glob("*.key")} if folder.exists() else {}
