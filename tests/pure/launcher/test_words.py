"""The command line's reading of its words."""

from pathlib import Path

import pytest

from project.launcher.cli import demo_environment, words_for_pytest
from project.launcher.installation import Installation
from project.launcher.steps import is_own_setting


@pytest.mark.parametrize(
    ("words", "own", "for_pytest"),
    [
        (["test"], ["test"], []),
        (["test", "--quick"], ["test", "--quick"], []),
        (["test", "--quick", "--", "-k", "code"], ["test", "--quick"], ["-k", "code"]),
        (["test", "tests/pure", "-x"], ["test"], ["tests/pure", "-x"]),
        (["test", "-k", "seal and not open", "--quick"], ["test", "--quick"], ["-k", "seal and not open"]),
        (["test", "--", "--quick"], ["test"], ["--quick"]),
        (["test", "--help"], ["test", "--help"], []),
        (["manage", "migrate", "--", "-x"], ["manage", "migrate", "--", "-x"], []),
        ([], [], []),
    ],
)
def test_pytest_gets_what_is_not_ours(words: list[str], own: list[str], for_pytest: list[str]) -> None:
    assert words_for_pytest(words) == (own, for_pytest)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("TILLIT_DATABASE", True),
        ("TILLIT_REDIS", True),
        ("TILLIT_TEST_DATABASE", True),
        ("DJANGO_SETTINGS_MODULE", True),
        ("TILLIT_CHROMIUM", False),
        ("TILLIT_VENV", False),
        ("PATH", False),
    ],
)
def test_settings_of_an_installation_do_not_reach_the_tests(name: str, own: bool) -> None:
    assert is_own_setting(name) is own


def test_the_demo_never_touches_what_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "a state"
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "project.settings.production")
    monkeypatch.setenv("TILLIT_DATABASE", "postgresql://tillit@db.example/tillit")
    monkeypatch.setenv("TILLIT_REDIS", "redis://db.example:6379/0")
    monkeypatch.setenv("TILLIT_STATE", str(state))
    monkeypatch.setenv("TILLIT_WAVE_KEYS", str(tmp_path / "real keys"))
    used = demo_environment(Installation(tmp_path))
    assert used["TILLIT_DATABASE"] == f"sqlite:///{state}/demo/demo.sqlite3"
    assert used["TILLIT_WAVE_KEYS"] == f"{state}/demo/wave-keys"
    assert used["TILLIT_REDIS"] == ""
    assert "production" not in used["DJANGO_SETTINGS_MODULE"]
