"""The servers that the test run starts for itself are real, answer, and leave nothing behind."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from project.launcher.installation import Installation
from project.launcher.own_server import HERE
from project.launcher.postgres_server import ask, fresh_name, own_postgres
from project.launcher.redis_server import ask as ask_redis
from project.launcher.redis_server import empty_database, own_redis

INSTALLATION = Installation(Path(sys.prefix))


@pytest.mark.services
def test_a_postgresql_of_our_own() -> None:
    with own_postgres(INSTALLATION) as server, fresh_name(INSTALLATION, server) as address:
        assert ask(INSTALLATION, "check", server)
        assert urlsplit(address).path.startswith("/tillit_")
        wrong = server.replace(urlsplit(server).password or "", "wrong")
        assert not ask(INSTALLATION, "check", wrong)
    assert not ask(INSTALLATION, "check", server)


@pytest.mark.services
def test_what_a_stopped_run_left_is_dropped() -> None:
    import psycopg

    with own_postgres(INSTALLATION) as server:
        with fresh_name(INSTALLATION, server) as address, psycopg.connect(server, autocommit=True) as connection:
            left = "test_" + urlsplit(address).path[1:] + "_gw0"
            connection.execute(f'CREATE DATABASE "{left}"')
        with psycopg.connect(server) as connection:
            names = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
    assert left not in names
    assert "postgres" in names


@pytest.mark.services
def test_a_redis_of_our_own_and_its_empty_databases() -> None:
    with own_redis() as address:
        port = urlsplit(address).port or 0
        assert empty_database(HERE, port) == 15
        assert ask_redis(HERE, port, "SELECT 15", "SET a b") == ["+OK", "+OK"]
        assert empty_database(HERE, port) == 14
    assert ask_redis(HERE, port, "PING") == []
