"""Calls manage.py in the virtual environment."""

import os
import subprocess
import sys
from collections.abc import Sequence

from project.launcher.console import ROOT, Stop, say
from project.launcher.installation import Installation

MANAGE = str(ROOT / "manage.py")


def replace_with(
    installation: Installation, arguments: Sequence[str], environment: dict[str, str] | None = None
) -> None:
    """Become `manage.py ARGUMENTS`: signals and the exit status are then the command's own. Does not return."""
    sys.stdout.flush()
    python = str(installation.python)
    variables = installation.environment() if environment is None else environment
    os.execve(python, [python, MANAGE, *arguments], variables)  # noqa: S606


def migrate(installation: Installation, environment: dict[str, str]) -> None:
    """Bring the database's tables up to date."""
    say("bringing the database up to date")
    manage(installation, environment, "migrate", "--noinput", "--verbosity", "0")


def manage(installation: Installation, environment: dict[str, str], *arguments: str) -> None:
    """Run one management command; raise Stop where it fails."""
    command = [str(installation.python), MANAGE, *arguments]
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise Stop(f"manage.py {arguments[0]} failed; the lines above say why.")
