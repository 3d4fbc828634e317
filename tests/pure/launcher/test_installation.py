"""The virtual environment: real ones, filled from an empty lock so that no network is needed."""

import os
import subprocess
from pathlib import Path

import pytest

from project.launcher import installation
from project.launcher.console import ROOT, Stop
from project.launcher.installation import Installation, Lock, environment_folder, install, is_installed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a space in its name, named by TILLIT_VENV."""
    chosen = tmp_path / "an environment"
    monkeypatch.setenv("TILLIT_VENV", str(chosen))
    monkeypatch.setattr(installation, "ROOT", tmp_path)
    return chosen


def lock(tmp_path: Path, text: str = "# nothing\n") -> Lock:
    file = tmp_path / "lock.txt"
    file.write_text(text, encoding="utf-8")
    return Lock(file, "runtime", served_by=("development",))


def test_an_installation_is_made_once_and_known_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = install(lock(tmp_path))
    assert subprocess.run([str(made.python), "-c", "import pip"], check=False).returncode == 0
    assert capsys.readouterr().out.count("tillit: ") == 2
    install(lock(tmp_path))
    assert capsys.readouterr().out == ""
    assert not is_installed(made, lock(tmp_path, "# something else\n"))


def test_a_package_without_a_hash_is_refused(folder: Path, tmp_path: Path) -> None:
    unlocked = lock(tmp_path, "Django==5.2\n")
    with pytest.raises(Stop, match="could not be installed"):
        install(unlocked)
    assert not is_installed(Installation(folder), unlocked)


def test_a_half_made_environment_is_mended(folder: Path, tmp_path: Path) -> None:
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").touch()
    (folder / "bin" / "python").symlink_to(tmp_path / "a python that was removed")
    assert install(lock(tmp_path)).python.exists()


def test_a_folder_that_is_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "letter").write_text("dear", encoding="utf-8")
    with pytest.raises(Stop, match="not a virtual environment"):
        install(lock(tmp_path))
    assert [file.name for file in folder.iterdir()] == ["letter"]


def test_a_python_without_venv_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Stop, match="apt-get install python3-venv"):
        install(lock(tmp_path))


def test_the_larger_installation_serves_for_the_smaller(folder: Path) -> None:
    folder.mkdir()
    stamp = installation.stamp_file(Installation(folder), installation.DEVELOPMENT)
    stamp.write_text(installation.fingerprint(installation.DEVELOPMENT), encoding="utf-8")
    assert is_installed(Installation(folder), installation.RUNTIME)
    assert is_installed(Installation(folder), installation.DEVELOPMENT)


def test_the_smaller_installation_does_not_serve_for_the_larger(folder: Path) -> None:
    folder.mkdir()
    stamp = installation.stamp_file(Installation(folder), installation.RUNTIME)
    stamp.write_text(installation.fingerprint(installation.RUNTIME), encoding="utf-8")
    assert is_installed(Installation(folder), installation.RUNTIME)
    assert not is_installed(Installation(folder), installation.DEVELOPMENT)


def test_children_see_the_environment_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONHOME", "elsewhere")
    seen = Installation(tmp_path).environment(TILLIT_STATE="here")
    assert seen["PATH"].split(os.pathsep)[0] == str(tmp_path / "bin")
    assert "PYTHONHOME" not in seen
    assert seen["TILLIT_STATE"] == "here"


def test_the_usual_folder_stands_beside_the_program() -> None:
    assert environment_folder({}) == ROOT / ".venv"
    assert environment_folder({"TILLIT_VENV": ""}) == ROOT / ".venv"
