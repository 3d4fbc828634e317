"""Typed readers for settings that come from the environment; a bad value stops the start."""

import os
import re
from pathlib import Path


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


def path(name: str, default: Path) -> Path:
    """Return a file-system path, made absolute."""
    return Path(os.environ.get(name, str(default))).expanduser().resolve()
