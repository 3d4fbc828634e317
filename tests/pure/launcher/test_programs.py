"""Programs that are missing are named with the way to get them."""

import os
import shutil

import pytest

from project.launcher.console import Stop
from project.launcher.postgres_server import addresses
from project.launcher.programs import Program, chromium, require

MISSING = Program("abacus", "abacus-tools", "the sums", lambda: None)


def test_what_is_there_is_not_asked_for() -> None:
    require([Program("sh", "dash", "nothing", lambda: shutil.which("sh"))])


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Stop) as stop:
        require([MISSING])
    assert "abacus is missing; it is needed for the sums." in str(stop.value)
    assert "sudo apt-get install abacus-tools" in str(stop.value)


def test_a_named_chromium_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILLIT_CHROMIUM", os.devnull)
    assert chromium() is None
    monkeypatch.setenv("TILLIT_CHROMIUM", shutil.which("sh") or "")
    assert chromium() == shutil.which("sh")


def test_where_a_postgresql_is_looked_for() -> None:
    assert addresses({}) == [f"postgresql://{user}@127.0.0.1:5432/postgres" for user in ("postgres", "root")]
    given = {"PGHOST": "db.example", "PGPORT": "5433", "PGUSER": "kari", "PGPASSWORD": "a/b@c"}
    assert addresses(given) == ["postgresql://kari:a%2Fb%40c@db.example:5433/postgres"]
    assert addresses({"TILLIT_TEST_DATABASE": "postgresql://a@b/c", "PGUSER": "x"}) == ["postgresql://a@b/c"]
    assert len(addresses({"TILLIT_TEST_DATABASE": "sqlite:///"})) == 2
