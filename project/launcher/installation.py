"""The virtual environment: made once, filled from a lock file with hashes, left alone while the lock is the same."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from project.launcher.console import ROOT, Stop, say


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file, the name under which its installation is remembered, and the larger locks that serve for it."""

    file: Path
    stamp: str
    served_by: tuple[str, ...] = ()


RUNTIME = Lock(ROOT / "requirements.txt", "runtime", served_by=("development",))
DEVELOPMENT = Lock(ROOT / "requirements" / "development.txt", "development")
LOCKS = {lock.stamp: lock for lock in (RUNTIME, DEVELOPMENT)}


@dataclass(frozen=True, slots=True)
class Installation:
    """A virtual environment that has what was asked for."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def program(self, name: str) -> str:
        return str(self.folder / "bin" / name)

    def environment(self, **more: str) -> dict[str, str]:
        """Return this process's environment with the virtual environment's programs first and UTF-8 everywhere."""
        kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
        kept["PATH"] = os.pathsep.join([str(self.folder / "bin"), kept.get("PATH", os.defpath)])
        kept["VIRTUAL_ENV"] = str(self.folder)
        kept["PYTHONUTF8"] = "1"
        return kept | more


def environment_folder(variables: Mapping[str, str]) -> Path:
    """Return the virtual environment's folder: TILLIT_VENV, or .venv beside the program."""
    return Path(os.path.abspath(os.path.expanduser(variables.get("TILLIT_VENV") or ROOT / ".venv")))


def install(lock: Lock) -> Installation:
    """Make the virtual environment where there is none and install the lock where it is not yet installed."""
    installation = Installation(environment_folder(os.environ))
    make_environment(installation)
    if not is_installed(installation, lock):
        fill(installation, lock)
    return installation


USABLE = "import importlib.util as u, sys; sys.exit(sys.version_info < (3, 11) or u.find_spec('pip') is None)"


def make_environment(installation: Installation) -> None:
    """Make the virtual environment, or mend one that was left half made; never empty a folder."""
    folder = installation.folder
    if is_usable(installation):
        return
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise Stop(f"{folder} is not a virtual environment; move it away, or name another folder in TILLIT_VENV.")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Stop(
            f"Python {version} is here without its venv module. On Debian and Ubuntu: "
            f"sudo apt-get install python3-venv (or python{version}-venv)."
        )
    say(f"making the virtual environment {folder}")
    for link in folder.glob("bin/python*"):
        if not link.exists():  # Left behind by a Python that has been removed; venv would keep the dead link.
            link.unlink()
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode != 0 or not is_usable(installation):
        raise Stop(
            f"The virtual environment {folder} could not be made; remove what is there and run the same command again."
            f"\n{(made.stdout + made.stderr).strip()}"
        )


def is_usable(installation: Installation) -> bool:
    """Tell whether the environment's Python starts, is new enough and has pip."""
    if not installation.python.exists():
        return False
    return subprocess.run([str(installation.python), "-c", USABLE], capture_output=True, check=False).returncode == 0


def fill(installation: Installation, lock: Lock) -> None:
    """Install what the lock names, every file checked against its hash; nothing is built from source."""
    say(f"installing what {lock.file.relative_to(ROOT)} names (some minutes the first time)")
    command = [str(installation.python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary=:all:", "--requirement", str(lock.file)]
    if not os.access(os.path.expanduser("~"), os.W_OK):
        command.append("--no-cache-dir")  # Without a home of its own pip would warn at every start.
    if subprocess.run(command, env=installation.environment(), check=False).returncode != 0:
        raise Stop(
            "The packages could not be installed; the lines above say why. "
            "The first installation needs the network, later runs do not. Run the same command again to go on."
        )
    stamp_file(installation, lock).write_text(fingerprint(lock), encoding="utf-8")


def is_installed(installation: Installation, lock: Lock) -> bool:
    """Tell whether this very lock, or a larger one, was fully installed here."""
    candidates = [lock, *(LOCKS[name] for name in lock.served_by)]
    return any(
        stamp_file(installation, candidate).exists()
        and stamp_file(installation, candidate).read_text(encoding="utf-8") == fingerprint(candidate)
        for candidate in candidates
    )


def stamp_file(installation: Installation, lock: Lock) -> Path:
    """Return the file that remembers an installation of the lock."""
    return installation.folder / f"tillit-{lock.stamp}.stamp"


def fingerprint(lock: Lock) -> str:
    """Return the SHA-256 of the lock file, in hex."""
    return hashlib.sha256(lock.file.read_bytes()).hexdigest()
