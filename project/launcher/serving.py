"""Runs the processes of the Procfile together: when one ends, or on Ctrl-C, all are stopped."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template
from types import FrameType

from project.launcher import django
from project.launcher.console import ROOT, Stop, complain, say
from project.launcher.installation import Installation

WITH_REDIS = ("web", "worker", "beat")
WITHOUT_REDIS = ("web", "tick")
PATIENCE = 20.0
"""Seconds that a process may take to end after it was asked to."""


class Asked(Exception):
    """Somebody asked the launcher to stop: Ctrl-C, or a signal from a service manager."""


def procfile(text: str, variables: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each process's command, split into words first so that a path with a space stays one word."""
    commands = {}
    for line in text.splitlines():
        name, colon, command = line.partition(":")
        if colon and not line.startswith("#"):
            try:
                commands[name.strip()] = [Template(word).substitute(variables) for word in shlex.split(command)]
            except KeyError as missing:
                raise Stop(f"The Procfile's {name} needs the setting {missing.args[0]}.") from None
    return commands


def serve(installation: Installation, *, host: str, port: int, variables: Mapping[str, str]) -> int:
    """Serve until asked to stop (0) or until a process ends by itself (its own status, or 1)."""
    environment = settings(installation, host=host, port=port, variables=variables)
    state = Path(environment["TILLIT_STATE"])
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.migrate(installation, environment)
    if environment["DJANGO_SETTINGS_MODULE"].endswith(".production"):
        django.manage(installation, environment, "collectstatic", "--noinput", "--verbosity", "0")
    commands = procfile((ROOT / "Procfile").read_text(encoding="utf-8"), environment)
    names = WITH_REDIS if environment.get("TILLIT_REDIS") else WITHOUT_REDIS
    say(f"serving on http://{environment['TILLIT_BIND']}/ with {', '.join(names)}; Ctrl-C stops")
    return supervise({name: commands[name] for name in names}, installation, environment)


def settings(installation: Installation, *, host: str, port: int, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the processes' environment, with the defaults that the Procfile counts on."""
    address = f"[{host}]" if ":" in host else host
    return installation.environment(
        TILLIT_BIND=f"{address}:{port}",
        TILLIT_STATE=variables.get("TILLIT_STATE") or str(ROOT / ".tillit"),
        TILLIT_WORKERS=variables.get("TILLIT_WORKERS") or "2",
        DJANGO_SETTINGS_MODULE=variables.get("DJANGO_SETTINGS_MODULE") or "project.settings.development",
    )


def supervise(commands: Mapping[str, Sequence[str]], installation: Installation, environment: dict[str, str]) -> int:
    """Start the commands and watch them; return the exit status of the whole."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        with stopped_by_signals():
            for name, command in commands.items():
                words = [str(installation.python), *command[1:]] if command[0] == "python" else list(command)
                # In a session of its own a process gets no Ctrl-C from the terminal, only our one polite request.
                running[name] = subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True)
            name, status = first_to_end(running)
            complain(f"{name} ended with status {status}; stopping the others")
            return status if 0 < status < 256 else 1
    except Asked:
        say("stopping")
        return 0
    finally:
        stop_all(running.values())


def first_to_end(running: Mapping[str, subprocess.Popen[bytes]]) -> tuple[str, int]:
    """Wait until one of the processes ends; return its name and status."""
    while True:
        for name, process in running.items():
            status = process.poll()
            if status is not None:
                return name, status
        time.sleep(0.2)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into Asked while the block runs."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        raise Asked

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_all(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, wait, and end what is left with its children, at once on a second Ctrl-C."""
    left = [process for process in processes if process.poll() is None]
    for process in left:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    try:
        while any(process.poll() is None for process in left) and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        for process in left:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
