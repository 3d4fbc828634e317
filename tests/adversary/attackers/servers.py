"""The site as an operator runs it: a real web server and worker with the production settings."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from project.launcher.own_server import HERE, free_port
from project.launcher.testing import production

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0


def environment(*, database: str, wave_keys: Path, folder: Path, redis: str = "", **more: str) -> dict[str, str]:
    """Return the variables of a production process whose temporary files and state lie below `folder`."""
    for name in ("temporary", "state", "static"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = production() | {
        "TILLIT_DATABASE": database,
        "TILLIT_WAVE_KEYS": str(wave_keys),
        "TILLIT_REDIS": redis,
        "TILLIT_HOSTS": HERE,
        "TILLIT_HTTPS": "0",
        "TILLIT_STATE": str(folder / "state"),
        "TILLIT_STATIC": str(folder / "static"),
        "TMPDIR": str(folder / "temporary"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TILLIT_")}
    return kept | own | more


def collect_static(variables: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True)


def web_command(port: int) -> list[str]:
    """Return the Procfile's command for the web server."""
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:"))
    words = line.removeprefix("web:").replace("$TILLIT_BIND", f"{HERE}:{port}").replace("$TILLIT_WORKERS", "1").split()
    return [sys.executable, *words[1:]]


def worker_command() -> list[str]:
    """Return the Procfile's command for the worker."""
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("worker:"))
    return [sys.executable, *line.removeprefix("worker:").split()[1:]]


@contextmanager
def running(command: Sequence[str], *, variables: dict[str, str], log: Path) -> Iterator[None]:
    """Run a process while the block runs; all that it says goes to `log`."""
    with open(log, "ab") as out:
        process = subprocess.Popen(
            list(command), cwd=ROOT, env=variables, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def web_server(variables: dict[str, str], log: Path) -> Iterator[str]:
    """Run the web server while the block runs; yield its address once it answers."""
    collect_static(variables)
    port = free_port()
    with running(web_command(port), variables=variables, log=log):
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-4000:]
            time.sleep(0.1)
        yield f"http://{HERE}:{port}"


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HERE, port, timeout=5)
    try:
        connection.request("GET", "/helse/")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
