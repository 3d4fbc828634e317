"""Message catalogues: each .po file is compiled to the .mo that Django reads, where it is newer."""

import os
import subprocess
from pathlib import Path

from project.launcher.console import ROOT, Stop, say
from project.launcher.installation import Installation


def stale(root: Path) -> list[Path]:
    """Return the .po files below locale/ that have no .mo, or an older one, beside them."""
    return [file for file in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")) if is_stale(file)]


def is_stale(source: Path) -> bool:
    """Tell whether a .po file is newer than what was compiled from it."""
    return not compiled(source).exists() or compiled(source).stat().st_mtime < source.stat().st_mtime


def compiled(source: Path) -> Path:
    """Return the compiled file of a .po file."""
    return source.with_suffix(".mo")


def compile_catalogues(installation: Installation, root: Path = ROOT) -> None:
    """Compile what is stale; an interrupted run leaves no half-written catalogue."""
    for source in stale(root):
        language = source.parts[-3]
        say(f"compiling the texts in {language}")
        part = source.with_suffix(".mo.part")
        command = [installation.program("pybabel"), "--quiet", "compile"]
        command += ["--locale", language, "--input-file", str(source), "--output-file", str(part)]
        done = subprocess.run(command, capture_output=True, text=True, env=installation.environment(), check=False)
        if done.returncode != 0:
            part.unlink(missing_ok=True)
            raise Stop(f"{source.relative_to(root)} could not be compiled:\n{(done.stdout + done.stderr).strip()}")
        os.replace(part, compiled(source))
