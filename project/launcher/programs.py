"""Programs that the whole test run needs besides Python: found, installed where that is possible, or named."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from project.launcher.console import Stop, say


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the Debian package it comes in, what it is needed for, and how it is found."""

    name: str
    package: str
    purpose: str
    find: Callable[[], str | None]


def postgres_program(name: str) -> str | None:
    """Return the path of a PostgreSQL server program; Debian keeps them outside PATH. The newest version wins."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(versions, key=lambda file: int(file.parts[-3]) if file.parts[-3].isdigit() else 0)
    return str(newest[-1]) if newest else shutil.which(name)


def chromium() -> str | None:
    """Return the path of Chromium: TILLIT_CHROMIUM, or the one in PATH, best the one without windows: it is quicker."""
    named = os.environ.get("TILLIT_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in known if (found := shutil.which(name))), None)


def office(part: str) -> str | None:
    """Return the path of LibreOffice where it has this part ("calc", "writer"): Debian installs them one by one."""
    found = shutil.which("soffice")
    return found if found and Path(found).resolve().with_name(f"s{part}").exists() else None


CHROMIUM = Program("chromium", "chromium-headless-shell", "the tests in a browser", chromium)
ALWAYS = (
    Program("git", "git", "the check of the kept files", lambda: shutil.which("git")),
    CHROMIUM,
    Program("pdftotext", "poppler-utils", "the tests that read the PDF", lambda: shutil.which("pdftotext")),
    Program("openssl", "openssl", "the check of a report's signature", lambda: shutil.which("openssl")),
    Program("soffice", "libreoffice-calc", "the tests that open the spreadsheet", lambda: office("calc")),
    Program("soffice", "libreoffice-writer", "the tests that open the Word document", lambda: office("writer")),
    Program("xgettext", "gettext", "the check of the message catalogues", lambda: shutil.which("xgettext")),
)
POSTGRES = Program("postgres", "postgresql", "the tests on PostgreSQL", lambda: postgres_program("postgres"))
REDIS = Program("redis-server", "redis-server", "the tests with a worker", lambda: shutil.which("redis-server"))


def require(programs: Iterable[Program]) -> None:
    """Install what is missing (as root on Debian or Ubuntu); raise Stop naming each program that is still missing."""
    missing = [program for program in programs if program.find() is None]
    if missing and os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        packages = sorted({program.package for program in missing})
        say(f"installing {', '.join(packages)} with apt-get")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet=2", *arguments], env=quiet, stdin=subprocess.DEVNULL, check=False)
        missing = [program for program in missing if program.find() is None]
    if missing:
        lines = [f"  {program.name} is missing; it is needed for {program.purpose}." for program in missing]
        packages = sorted({program.package for program in missing})
        lines.append(f"On Debian and Ubuntu: sudo apt-get install {' '.join(packages)}")
        raise Stop("The whole test run cannot start.\n" + "\n".join(lines))
