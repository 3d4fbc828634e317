"""Runs import-linter's contracts on a tree."""

import subprocess
import sys
import tomllib
from pathlib import Path


def contract_names(root: Path) -> dict[str, str]:
    """Return the contracts of the tree's pyproject.toml: name by id."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["name"] for entry in settings["tool"]["importlinter"]["contracts"]}


def lint(root: Path, *contracts: str, kept: Path | None = None) -> tuple[int, str]:
    """Return import-linter's exit status and what it printed, for the contracts named (all when none is).

    In the folder `kept` it keeps what each file imports, and reads again only the files that have changed.
    """
    program = Path(sys.executable).with_name("lint-imports")
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    keeping = ["--cache-dir", str(kept)] if kept else ["--no-cache"]
    done = subprocess.run(
        [str(program), *keeping, "--no-logo", *chosen], cwd=root, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr
