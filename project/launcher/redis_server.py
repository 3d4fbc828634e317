"""Redis for the test run: an unused database of a running one, else one of our own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

from project.launcher import programs
from project.launcher.console import Stop, say
from project.launcher.own_server import HERE, folder_of, free_port, owner, started


@contextmanager
def redis() -> Iterator[str]:
    """Yield the address of an empty Redis database; what the tests leave in it is removed at the end."""
    given = os.environ.get("TILLIT_TEST_REDIS")
    if given:
        parts = urlsplit(given)
        if not answers(parts.hostname or HERE, parts.port or 6379):
            raise Stop("TILLIT_TEST_REDIS names a Redis that does not answer.")
        yield given
        return
    number = empty_database(HERE, 6379) if answers(HERE, 6379) else None
    if number is None:
        with own_redis() as address:
            yield address
        return
    say(f"Redis answers on {HERE}; using its database {number}")
    try:
        yield f"redis://{HERE}:6379/{number}"
    finally:
        ask(HERE, 6379, f"SELECT {number}", "FLUSHDB")


@contextmanager
def own_redis() -> Iterator[str]:
    """Run a Redis that keeps nothing on disk."""
    programs.require([programs.REDIS])
    found, user, port = programs.REDIS.find() or "redis-server", owner(), free_port()
    with folder_of(user) as folder:
        command = [found, "--bind", HERE, "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "no"]
        with started("Redis", command, user=user, folder=folder, answers=partial(answers, HERE, port)):
            yield f"redis://{HERE}:{port}/0"


def answers(host: str, port: int) -> bool:
    """Tell whether a Redis that asks for no password listens there."""
    return ask(host, port, "PING") == ["+PONG"]


def empty_database(host: str, port: int) -> int | None:
    """Return the last empty database of the sixteen that a Redis has by default; None where none is empty."""
    for number in range(15, 0, -1):
        if ask(host, port, f"SELECT {number}", "DBSIZE") == ["+OK", ":0"]:
            return number
    return None


def ask(host: str, port: int, *commands: str) -> list[str]:
    """Return Redis' one-line answers to the commands; an empty list where nobody answers."""
    try:
        with socket.create_connection((host, port), timeout=5) as connection, connection.makefile("rb") as lines:
            connection.sendall("".join(f"{command}\r\n" for command in commands).encode())
            return [lines.readline().decode(errors="replace").strip() for _ in commands]
    except OSError:
        return []
