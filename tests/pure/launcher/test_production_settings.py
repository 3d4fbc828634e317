"""The settings of a real installation stop the start where a secret is missing or too short."""

import runpy

import pytest

from project.settings import environment
from project.settings.environment import BadSetting

GOOD = {"TILLIT_SECRET_KEY": "s" * 50, "TILLIT_SLIP_KEY": "s" * 16, "TILLIT_HOSTS": "example.org"}


def started(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, object]:
    for name, value in (GOOD | changed).items():
        monkeypatch.setenv(name, value)
    return runpy.run_module("project.settings.production")


def test_good_secrets_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch)["SLIP_KEY"] == "s" * 16


@pytest.mark.parametrize(
    ("name", "value"),
    [("TILLIT_SLIP_KEY", "k" * 15), ("TILLIT_SLIP_KEY", ""), ("TILLIT_SECRET_KEY", "k" * 49), ("TILLIT_HOSTS", "")],
)
def test_a_short_secret_stops_the_start_and_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(BadSetting, match=name) as raised:
        started(monkeypatch, **{name: value})
    assert "kkk" not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("", ""),
        ("https://svar.example.org/", "https://svar.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_an_origin_is_read_without_its_last_slash(monkeypatch: pytest.MonkeyPatch, value: str, read: str) -> None:
    monkeypatch.setenv("TILLIT_RESPOND_ADDRESS", value)
    assert environment.origin("TILLIT_RESPOND_ADDRESS") == read


@pytest.mark.parametrize(
    "value", ["svar.example.org", "https://svar.example.org/svar", "https://", "ftp://example.org"]
)
def test_what_is_no_origin_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TILLIT_RESPOND_ADDRESS", value)
    with pytest.raises(BadSetting, match="TILLIT_RESPOND_ADDRESS"):
        environment.origin("TILLIT_RESPOND_ADDRESS")
