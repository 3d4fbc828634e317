"""A PostgreSQL cluster of the test's own, whose files lie open: data folder, write-ahead log, server log."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql

from project.launcher.installation import Installation
from project.launcher.own_server import HERE, folder_of, free_port, owner, run_as, started
from project.launcher.postgres_server import ask, server_program

SETTINGS = (
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "wal_keep_size=8GB",  # The attacker has every segment of the write-ahead log, as from an archive.
    "autovacuum=off",
    "max_connections=120",
)
_INSERTED = re.compile(
    r"tx:\s+(?P<xid>\d+), lsn: (?P<lsn>[0-9A-F]+/[0-9A-F]+), .*desc: (?P<what>INSERT\S*) .*?off:? (?P<off>\d+)"
    r".*?blkref #0: rel \d+/\d+/(?P<file>\d+)(?: fork \w+)? blk (?P<block>\d+)"
)
_COMMITTED = re.compile(r"tx:\s+(?P<xid>\d+), .*desc: COMMIT (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) (?P<zone>\w+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row as the attacker reads it: who wrote it (`xmin`), where it stands (`ctid`), and its columns."""

    xmin: int
    ctid: str
    columns: dict[str, object]


Dump = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Journal:
    """What the write-ahead log tells: when each transaction was committed, and what it inserted where.

    `inserted` leads from (file of the table, block, place in it) to the transaction.
    """

    committed: dict[int, datetime]
    inserted: dict[tuple[int, int, int], int]


@dataclass(frozen=True)
class Cluster:
    """A running server, and the folder of its files."""

    address: str
    data: Path
    log: Path

    def connection(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.address, autocommit=True)

    def tables(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        with self.connection() as connection:
            return [str(name) for (name,) in connection.execute(query).fetchall()]

    def dump(self) -> Dump:
        """Return every row of every table in its physical order, with xmin and ctid."""
        found: Dump = {}
        with self.connection() as connection:
            for table in self.tables():
                query = sql.SQL("SELECT xmin::text::bigint, ctid::text, * FROM {} ORDER BY ctid")
                cursor = connection.execute(query.format(sql.Identifier(table)))
                names = [column.name for column in cursor.description or ()][2:]
                found[table] = [
                    Row(int(str(xmin)), str(ctid), dict(zip(names, values, strict=True)))
                    for xmin, ctid, *values in cursor.fetchall()
                ]
        return found

    def file_of(self, table: str) -> int:
        """Return the number of the file in which the table stands at this moment."""
        with self.connection() as connection:
            row = connection.execute("SELECT pg_relation_filenode(%s::regclass)", [table]).fetchone()
        assert row is not None
        return int(str(row[0]))

    def flush(self) -> None:
        """Let everything reach the files, and the segment of the log that was being written be whole."""
        with self.connection() as connection:
            connection.execute("CHECKPOINT")
            connection.execute("SELECT pg_switch_wal()")

    def journal(self) -> Journal:
        """Read the whole write-ahead log with pg_waldump."""
        self.flush()
        segments = sorted(file.name for file in (self.data / "pg_wal").iterdir() if len(file.name) == 24)
        with self.connection() as connection:
            row = connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
        assert row is not None
        written = [name for name in segments if name <= str(row[0])]
        command = [server_program("pg_waldump"), "--path", str(self.data / "pg_wal"), written[0], written[-1]]
        committed: dict[int, datetime] = {}
        inserted: dict[tuple[int, int, int], int] = {}
        environment = os.environ | {"TZ": "UTC"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        ) as reader:
            assert reader.stdout is not None
            for line in reader.stdout:
                if found := _COMMITTED.search(line):
                    committed[int(found["xid"])] = datetime.fromisoformat(found["at"]).replace(tzinfo=UTC)
                elif line.startswith("rmgr: Heap ") and (found := _INSERTED.search(line)):
                    inserted[int(found["file"]), int(found["block"]), int(found["off"])] = int(found["xid"])
        return Journal(committed, inserted)

    def backup(self) -> bytes:
        """Return what pg_dump writes."""
        return subprocess.run(
            [server_program("pg_dump"), "--dbname", self.address], capture_output=True, check=True
        ).stdout


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a fresh cluster while the block runs; as root, under another user, for PostgreSQL refuses root."""
    user, password, port = owner(), secrets.token_urlsafe(24), free_port()
    installation = Installation(Path(sys.prefix))
    with folder_of(user) as folder:
        secret, data = folder / "password", folder / "data"
        secret.write_text(password, encoding="utf-8")
        os.chown(secret, user.pw_uid, user.pw_gid)
        initdb = [server_program("initdb"), "--pgdata", str(data), "--username", "tillit", "--encoding", "UTF8"]
        initdb += ["--no-locale", "--no-sync", "--auth", "scram-sha-256", "--pwfile", str(secret)]
        assert run_as(user, initdb, folder).wait() == 0, (folder / "log").read_text(encoding="utf-8")
        command = [server_program("postgres"), "-D", str(data), "-h", HERE, "-p", str(port)]
        for setting in SETTINGS:
            command += ["-c", setting]
        address = f"postgresql://tillit:{password}@{HERE}:{port}/postgres"
        with started(
            "PostgreSQL", command, user=user, folder=folder, answers=partial(ask, installation, "check", address)
        ):
            yield Cluster(address, data, folder / "log")
