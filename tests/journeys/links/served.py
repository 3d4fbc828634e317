"""The site served as an operator serves it: gunicorn, production settings, collected files; and a proxy that counts."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from project.launcher.console import ROOT

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(database: Path, keys: Path, static: Path) -> Iterator[int]:
    """Serve a file database with production settings while the block runs; yield the port."""
    port = free_port()
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "project.settings.production",
        "TILLIT_DATABASE": f"sqlite:///{database}",
        "TILLIT_WAVE_KEYS": str(keys),
        "TILLIT_STATIC": str(static),
        "TILLIT_SECRET_KEY": "a secret for this test run alone, of fifty bytes or more",
        "TILLIT_SLIP_KEY": "for this test run alone",
        "TILLIT_HOSTS": HOST,
        "TILLIT_HTTPS": "0",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)
    serve = [sys.executable, "-m", "gunicorn", "tests.journeys.links.frozen_wsgi", "--bind", f"{HOST}:{port}",
             "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]  # fmt: skip
    with subprocess.Popen(serve, cwd=ROOT, env=variables) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


class CountingProxy:
    """Hands every byte on to a port and counts it, both ways."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._lock = threading.Lock()
        self.sent = 0
        self.received = 0
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    @property
    def total(self) -> int:
        return self.sent + self.received

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((HOST, self._to))
            for source, target, way in ((client, server, "sent"), (server, client, "received")):
                threading.Thread(target=self._pump, args=(source, target, way), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, way: str) -> None:
        try:
            while data := source.recv(65_536):
                with self._lock:
                    setattr(self, way, getattr(self, way) + len(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # The other side hung up; what came was counted.
            source.close()
