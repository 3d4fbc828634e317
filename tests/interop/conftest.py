"""Node with the libraries of tests/javascript: installed once for a run of the tests, however many processes it has."""

import fcntl
import os
from collections.abc import Iterator

import pytest

from tests.interop.node import Node, found_node, install


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Yield a running Node; fails, and says what to install, where it cannot be had."""
    base = tmp_path_factory.getbasetemp()
    # Under xdist each process has a folder of its own below the run's.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "javascript", shared / "javascript.installed"
    with (shared / "javascript.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            install(folder)
            done.touch()
    running = Node(found_node().program, folder)
    yield running
    running.stop()
