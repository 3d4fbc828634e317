"""A server of our own for the test run: in a temporary folder, on a free port, never as root, stopped at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from project.launcher.console import Stop, say

HERE = "127.0.0.1"
PATIENCE = 30.0
"""Seconds that a server may take before it answers, and before it has stopped."""


def owner() -> pwd.struct_passwd:
    """Return who the server runs as: whoever runs this, but never root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Stop("There is no user postgres or nobody to run a database server as.")


def run_as(user: pwd.struct_passwd, command: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """Start a command in the folder as the user, in a session of its own, its errors in the folder's file `log`."""
    other = user.pw_uid != os.geteuid()
    with open(folder / "log", "a", encoding="utf-8") as log:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            text=True,
            start_new_session=True,
            user=user.pw_uid if other else None,
            group=user.pw_gid if other else None,
            extra_groups=[] if other else None,
        )


@contextmanager
def folder_of(user: pwd.struct_passwd) -> Iterator[Path]:
    """Yield a temporary folder that only the user can read; it is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tillit-server-"))
    try:
        os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started(
    name: str, command: Sequence[str], *, user: pwd.struct_passwd, folder: Path, answers: Callable[[], bool]
) -> Iterator[None]:
    """Run the server while the block runs; raise Stop with its last lines where it does not come to answer."""
    say(f"starting a {name} for the tests")
    process = run_as(user, command, folder)
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                lines = (folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()[-10:]
                raise Stop(f"{name} did not start:\n" + "\n".join(lines))
            time.sleep(0.1)
        yield
    finally:
        # PostgreSQL ends its sessions at once on SIGINT; on SIGTERM it would wait for them.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port
