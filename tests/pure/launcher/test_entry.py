"""The program's first file, as an old Python and a bare machine see it."""

import ast
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENTRY = ROOT / "tillit"


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the program with the system's bare environment and no packages: -S leaves site-packages out."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(ENTRY), *words], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_an_old_python_can_read_the_first_file() -> None:
    ast.parse(ENTRY.read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_old_python_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ENTRY), run_name="__main__")
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer; this is Python 3.10" in said
    assert "apt-get install" in said


def test_a_newer_python_beside_the_old_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    newer.chmod(0o755)
    code = f"import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_path({str(ENTRY)!r}, run_name='__main__')"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


@pytest.mark.parametrize("verb", ["demo", "run", "manage", "test"])
def test_help_needs_nothing_installed(verb: str, tmp_path: Path) -> None:
    assert verb in run("--help", cwd=tmp_path).stdout
    helped = run(verb, "--help", cwd=tmp_path)
    assert helped.returncode == 0
    assert helped.stdout.startswith(f"usage: tillit {verb}")


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        ([], "VERB", 2),
        (["dance"], "dance", 2),
        (["demo", "--seed", "two"], "--seed", 2),
        (["demo", "--port", "0"], "port", 2),
        (["demo", "--serve"], "--serve", 2),
        (["demo", "--real"], "--answers", 1),
        (["demo", "--answers", "nowhere.csv"], "There is no file nowhere.csv.", 1),
    ],
)
def test_wrong_words_are_refused_before_anything_is_installed(words: list[str], said: str, status: int) -> None:
    done = run(*words)
    assert done.returncode == status
    assert said in done.stderr
    assert done.stdout == ""
