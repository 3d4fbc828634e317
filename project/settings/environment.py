"""Typed readers for settings that come from the environment; a bad value stops the start."""

import os
import re
from dataclasses import dataclass, field
from email.utils import getaddresses, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(RuntimeError):
    """A setting is missing or cannot be read; the message names it and what is expected."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`; raise BadSetting where it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise BadSetting(f"{name} is not set")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a truth value written as 1/0, true/false, yes/no or on/off."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be one of 1, 0, true, false, yes, no, on, off; it is {value!r}")


def integer(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number; it is {value!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty entries."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, least: int) -> str:
    """Return the secret `name`, of at least `least` bytes in UTF-8. The message never quotes it."""
    value = text(name)
    if len(value.encode()) < least:
        raise BadSetting(f"{name} must have at least {least} bytes")
    return value


def origin(name: str) -> str:
    """Return an origin (https://host, with a port where it has one) without a slash at its end, "" where unset."""
    value = text(name, "").strip().rstrip("/")
    if value and not re.fullmatch(r"https?://[^\s/?#@]+", value):
        raise BadSetting(f"{name} must be https:// and a host name, without a path; it is {value!r}")
    return value


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mails are handed in. `starttls`: encrypted after the first greeting; `tls`: from the first byte."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    starttls: bool
    tls: bool


_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_server(name: str) -> MailServer | None:
    """Return the server of smtp://, smtp+starttls:// or smtps://USER:PASSWORD@HOST:PORT, None where it is unset.

    User and password may be left out, and so may the port. The message never quotes the value, which holds a password.
    """
    value = text(name, "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise BadSetting(f"{name} cannot be read as an address") from None
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise BadSetting(f"{name} must be smtp://, smtp+starttls:// or smtps:// and USER:PASSWORD@HOST:PORT")
    if bool(parts.username) != bool(parts.password):
        raise BadSetting(f"{name} must hold both a user and a password, or neither")
    return MailServer(
        host=parts.hostname,
        port=port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )


def mailbox(name: str) -> str:
    """Return the sender of e-mails, ADDRESS or NAME <ADDRESS>, "" where it is unset. The address is plain ASCII."""
    value = text(name, "").strip()
    address = parseaddr(value)[1]
    alone = value == address or (value.endswith(f" <{address}>") and len(getaddresses([value])) == 1)
    if value and not (alone and value.isprintable() and re.fullmatch(r"[!-~]+@[!-~]+\.[!-~]+", address)):
        raise BadSetting(f"{name} must be an e-mail address, or a name and an address in angle brackets")
    return value


def path(name: str, default: Path) -> Path:
    """Return a file-system path, made absolute."""
    return Path(os.environ.get(name, str(default))).expanduser().resolve()
