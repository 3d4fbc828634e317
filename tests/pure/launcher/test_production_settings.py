"""The settings of a real installation stop the start where a secret is missing or too short."""

import os
import runpy
import subprocess
import sys

import pytest

from project.settings import base, environment
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


MAIL = {
    "TILLIT_MAIL": "smtps://tillit:hem%40melig@mail.example.org",
    "TILLIT_MAIL_FROM": "Tillit <post@example.org>",
    "TILLIT_ADDRESS": "https://tillit.example.org",
}


@pytest.mark.parametrize(
    ("value", "host", "port", "user", "starttls", "tls"),
    [
        ("smtp://localhost", "localhost", 25, "", False, False),
        ("smtp://127.0.0.1:2525/", "127.0.0.1", 2525, "", False, False),
        ("smtp+starttls://a:b@mail.example.org", "mail.example.org", 587, "a", True, False),
        ("smtps://a%40b:c@[::1]:4650", "::1", 4650, "a@b", False, True),
    ],
)
def test_a_mail_server_is_read(
    monkeypatch: pytest.MonkeyPatch, value: str, host: str, port: int, user: str, starttls: bool, tls: bool
) -> None:
    monkeypatch.setenv("TILLIT_MAIL", value)
    found = environment.mail_server("TILLIT_MAIL")
    assert found is not None
    assert (found.host, found.port, found.user, found.starttls, found.tls) == (host, port, user, starttls, tls)


@pytest.mark.parametrize(
    "value",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a@mail.example.org", "smtp://:hemmelig@x.example",
     "smtp://a:hemmelig@x.example:port", "smtp://a:hemmelig@x.example/mail", "smtp://a:hemmelig@[::1", "smtps://x?a=b"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused_and_never_quoted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TILLIT_MAIL", value)
    with pytest.raises(BadSetting, match="TILLIT_MAIL") as raised:
        environment.mail_server("TILLIT_MAIL")
    assert "hemmelig" not in str(raised.value)


@pytest.mark.parametrize(
    "value", ["post", "post@host", "pøst@example.org", "a@b.example, c@d.example x", "A\nB <a@b.example>"]
)
def test_what_is_no_sender_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TILLIT_MAIL_FROM", value)
    with pytest.raises(BadSetting, match="TILLIT_MAIL_FROM"):
        environment.mailbox("TILLIT_MAIL_FROM")


def base_settings(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, object]:
    """Read the settings anew: those of this run are kept by Python."""
    for name, value in (GOOD | changed).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(base.__file__))


def test_django_is_told_of_the_mail_server_and_its_password_stands_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    read = base_settings(monkeypatch, **MAIL)
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_SSL"]) == ("mail.example.org", 465, True)
    assert read["EMAIL_HOST_PASSWORD"] == "hem@melig"
    assert "hem@melig" not in repr(read["MAIL"])
    assert base_settings(monkeypatch, TILLIT_MAIL="")["EMAIL_HOST"] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("TILLIT_ADDRESS", ""), ("TILLIT_MAIL_FROM", ""), ("TILLIT_ADDRESS", "tillit.example.org"),
     ("TILLIT_MAIL_TIMEOUT", "0"), ("TILLIT_MAIL_TIMEOUT", "61"), ("TILLIT_MAIL_TIMEOUT", "soon")],
)  # fmt: skip
def test_mail_settings_that_do_not_fit_stop_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        base_settings(monkeypatch, **(MAIL | {name: value}))


def test_an_installation_mails_no_links_over_an_open_line() -> None:
    command = [sys.executable, "-c", "import project.settings.production"]
    for address, status in (("https://tillit.example.org", 0), ("http://tillit.example.org", 1)):
        own = os.environ | GOOD | MAIL | {"TILLIT_ADDRESS": address}
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
    assert "TILLIT_ADDRESS must begin with https://" in done.stderr
    assert "melig" not in done.stderr
